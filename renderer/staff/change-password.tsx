import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordLength } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './settings.module.css';

/** A new password for whoever is signed in, by the old one. */
export function ChangePassword() {
  const desk = useDesk();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => desk.staff.changePassword({ password: old, new_password: password }),
    onSuccess: () => {
      setOld('');
      setPassword('');
    },
  });
  return (
    <Panel title="Your password">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PasswordInput
          label="Password now"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description={`At least ${passwordLength.least} characters; five plain words are good`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          maxLength={passwordLength.most}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {change.error !== null && <Refused error={change.error} />}
        {change.isSuccess && (
          <p role="status" className={classes.dim}>
            The new password holds. Your other sign-ins have ended.
          </p>
        )}
        <div className={classes.actions}>
          <Button type="submit" variant="default" loading={change.isPending}>
            Change the password
          </Button>
        </div>
      </form>
    </Panel>
  );
}
