import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk, useMe, usePasswordGate, useSession } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './settings.module.css';

function Form() {
  const desk = useDesk();
  const { user } = useMe();
  const { gate } = usePasswordGate();
  const { session } = useSession();
  const [password, setPassword] = useState('');
  const confirm = useMutation({
    mutationFn: () => desk.staff.unlock({ password }),
    onSuccess: (opened) => {
      session.begin(opened);
      gate.settle(true);
    },
    onError: () => setPassword(''),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p className={classes.dim}>
        Money, exports, reveals and roles need the password of {user} when it was last given more
        than five minutes ago.
      </p>
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        data-autofocus
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {confirm.error !== null && <Refused error={confirm.error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={confirm.isPending}>
          Go on
        </Button>
        <Button variant="default" onClick={() => gate.settle(false)}>
          Leave it undone
        </Button>
      </div>
    </form>
  );
}

/** Asks for the password where the desk wants it fresh; what was asked for then goes on by itself. */
export function ConfirmPassword() {
  const { asked, gate } = usePasswordGate();
  return (
    <Modal opened={asked} onClose={() => gate.settle(false)} title="Your password once more">
      <Form />
    </Modal>
  );
}
