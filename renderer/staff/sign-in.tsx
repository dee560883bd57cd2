import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SessionOnWire } from '../../contract/staff.ts';
import type { DemoSignIn } from '../../contract/workspace.ts';
import { useDesk } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import { CreateWorkspace } from '../workspace/create-workspace.tsx';
import { Recover } from './recover.tsx';
import classes from './sign-in.module.css';

function DemoStaff(props: { staff: readonly DemoSignIn[]; onFill: (one: DemoSignIn) => void }) {
  return (
    <section className={classes.demo} aria-labelledby="demo-staff">
      <h2 id="demo-staff">This is a demo</h2>
      <p className={classes.note}>Its records are invented. Choose who to be.</p>
      <ul className={classes.staff}>
        {props.staff.map((one) => (
          <li key={one.user}>
            <button type="button" className={classes.one} onClick={() => props.onFill(one)}>
              <span>{one.user}</span>
              <span className={classes.note}>{one.role}</span>
              <span className={classes.fill}>Fill in</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FormProps {
  /** Whose work is kept behind this sign-in; null where nobody's is. */
  readonly returning: string | null;
  readonly staff: readonly DemoSignIn[] | null;
  readonly onSignedIn: (session: SessionOnWire) => void;
  readonly onLost: () => void;
}

function SignInForm({ returning, staff, onSignedIn, onLost }: FormProps) {
  const desk = useDesk();
  const [user, setUser] = useState(returning ?? '');
  const [password, setPassword] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const signIn = useMutation({
    mutationFn: () => desk.staff.signIn({ user: user.trim(), password }),
    onSuccess: onSignedIn,
  });

  function fill(one: DemoSignIn): void {
    setUser(one.user);
    setPassword(one.password);
    signIn.reset();
    button.current?.focus();
  }

  return (
    <>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        {returning !== null && (
          <p className={classes.note}>
            The sign-in of {returning} has ended. Sign in again and the work is as it was left.
          </p>
        )}
        <TextInput
          label="Name"
          name="username"
          autoComplete="username"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is the whole page
          autoFocus={returning === null}
          required
          withAsterisk={false}
          value={user}
          onChange={(event) => {
            setUser(event.currentTarget.value);
            signIn.reset();
          }}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is the whole page
          autoFocus={returning !== null}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            signIn.reset();
          }}
        />
        {signIn.error !== null && <Refused error={signIn.error} />}
        <div className={classes.row}>
          <Button ref={button} type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
          <Anchor component="button" type="button" onClick={onLost}>
            Password lost?
          </Anchor>
        </div>
      </form>
      {staff !== null && <DemoStaff staff={staff} onFill={fill} />}
    </>
  );
}

/** Where nobody is signed in: name and password, or the way back in for an owner. */
export function SignIn(props: {
  returning: string | null;
  onSignedIn: (session: SessionOnWire) => void;
}) {
  const desk = useDesk();
  const [lost, setLost] = useState(false);
  const status = useQuery({
    queryKey: ['workspace', 'status'],
    queryFn: ({ signal }) => desk.workspace.status(undefined, { signal }),
  });
  const { data } = status;
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <h1 className={classes.brand}>
          <img src="/icon.svg" alt="" width={28} height={28} /> Recharge Desk
        </h1>
        {status.error !== null && (
          <Refused error={status.error} onRetry={() => void status.refetch()} />
        )}
        {data?.ready === false && <CreateWorkspace />}
        {data?.ready === true && lost && <Recover onDone={() => setLost(false)} />}
        {data?.ready === true && !lost && (
          <SignInForm
            returning={props.returning}
            staff={data.demo?.staff ?? null}
            onSignedIn={props.onSignedIn}
            onLost={() => setLost(true)}
          />
        )}
        {data !== undefined && (
          <span className={classes.foot}>Version {data.version}. Nothing leaves this machine.</span>
        )}
      </div>
    </main>
  );
}
