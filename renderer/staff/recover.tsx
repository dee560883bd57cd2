import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordLength } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import { Secret } from './secret.tsx';
import classes from './sign-in.module.css';

function Recovered({ code, onDone }: { code: string; onDone: () => void }) {
  return (
    <div className={classes.form}>
      <p className={classes.note}>
        The new password holds. The recovery code is used up; this is the new one, shown this once.
        Keep it where you kept the other.
      </p>
      <Secret text={code} name="recovery code" />
      <Button onClick={onDone}>I have kept it, sign in</Button>
    </div>
  );
}

/** A new password for an owner who has the recovery code. */
export function Recover({ onDone }: { onDone: () => void }) {
  const desk = useDesk();
  const [user, setUser] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const recover = useMutation({
    mutationFn: () =>
      desk.staff.recover({ user: user.trim(), recovery_code: code.trim(), password }),
  });
  if (recover.data !== undefined) {
    return <Recovered code={recover.data.recovery_code} onDone={onDone} />;
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        recover.mutate();
      }}
    >
      <p className={classes.note}>
        An owner sets a new password with the recovery code of this workspace. Everybody else asks
        an owner.
      </p>
      <TextInput
        label="Owner"
        name="username"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is the whole page
        autoFocus
        required
        withAsterisk={false}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
      />
      <TextInput
        label="Recovery code"
        name="recovery-code"
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description={`At least ${passwordLength.least} characters`}
        name="new-password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={passwordLength.least}
        maxLength={passwordLength.most}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {recover.error !== null && <Refused error={recover.error} />}
      <div className={classes.row}>
        <Button type="submit" loading={recover.isPending}>
          Set the password
        </Button>
        <Anchor component="button" type="button" onClick={onDone}>
          Back to sign-in
        </Anchor>
      </div>
    </form>
  );
}
