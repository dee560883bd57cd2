import { Button, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordLength, type Role } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { RoleSelect } from './role-select.tsx';
import { Secret } from './secret.tsx';
import classes from './settings.module.css';

function Added(props: { user: string; password: string | undefined; onClose: () => void }) {
  return (
    <div className={classes.form}>
      <p className={classes.dim}>
        {props.user} can sign in now.
        {props.password !== undefined && ' This password was made here and is shown this once.'}
      </p>
      {props.password !== undefined && <Secret text={props.password} name="password" />}
      <div className={classes.actions}>
        <Button onClick={props.onClose}>Done</Button>
      </div>
    </div>
  );
}

function useAdd() {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: { user: string; role: Role; password: string; own: string[] }) =>
      desk.staff.add({
        user: input.user.trim(),
        role: input.role,
        own_accounts: input.own,
        ...(input.password === '' ? {} : { password: input.password }),
      }),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['staff'] }),
  });
}

/** Adds a person. Without a password one is made and shown once. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [password, setPassword] = useState('');
  const [own, setOwn] = useState<string[]>([]);
  const add = useAdd();
  return (
    <Panel title="Add a person" onClose={onClose}>
      {add.data !== undefined ? (
        <Added user={add.data.user} password={add.data.password} onClose={onClose} />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ user, role, password, own });
          }}
        >
          <TextInput
            label="Name"
            description="Small letters, digits, dot, dash or underscore"
            autoComplete="off"
            required
            withAsterisk={false}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
          />
          <RoleSelect value={role} onChange={setRole} />
          <PasswordInput
            label="Password"
            description={`At least ${passwordLength.least} characters; empty, and one is made`}
            autoComplete="new-password"
            maxLength={passwordLength.most}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <TagsInput
            label="Own coin accounts"
            description="They can never decide about these. Leave it empty only if there is none."
            placeholder="Account id, Enter"
            value={own}
            onChange={setOwn}
          />
          {add.error !== null && <Refused error={add.error} />}
          <div className={classes.actions}>
            <Button type="submit" loading={add.isPending}>
              Add {user.trim() === '' ? 'this person' : user.trim()}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  );
}
