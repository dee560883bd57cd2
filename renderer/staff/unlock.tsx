import { Anchor, Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionOnWire } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './sign-in.module.css';

interface UnlockProps {
  readonly user: string;
  readonly onOpened: (session: SessionOnWire) => void;
  /** Somebody else wants to work here. */
  readonly onOther: () => void;
}

/** In front of a locked sign-in: the password opens it, and the work is as it was left. */
export function Unlock({ user, onOpened, onOther }: UnlockProps) {
  const desk = useDesk();
  const [password, setPassword] = useState('');
  const unlock = useMutation({
    mutationFn: () => desk.staff.unlock({ password }),
    onSuccess: onOpened,
    onError: () => setPassword(''),
  });
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <h1 className={classes.brand}>
          <img src="/icon.svg" alt="" width={28} height={28} /> Recharge Desk
        </h1>
        <form
          className={classes.form}
          aria-label="Unlock"
          onSubmit={(event) => {
            event.preventDefault();
            unlock.mutate();
          }}
        >
          <p className={classes.note}>
            Locked. {user} is signed in; give the password and the work is as it was left.
          </p>
          <PasswordInput
            label={`Password of ${user}`}
            name="password"
            autoComplete="current-password"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is the whole page
            autoFocus
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              unlock.reset();
            }}
          />
          {unlock.error !== null && <Refused error={unlock.error} />}
          <div className={classes.row}>
            <Button type="submit" loading={unlock.isPending}>
              Unlock
            </Button>
            <Anchor component="button" type="button" onClick={onOther}>
              I am not {user}
            </Anchor>
          </div>
        </form>
      </div>
    </main>
  );
}
