import { Button } from '@mantine/core';
import type { Member } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import { Secret } from './secret.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

/** A new password for somebody who lost theirs, and a name that is locked out opened again. */
export function WayBackIn({ member }: { member: Member }) {
  const desk = useDesk();
  const { user } = member;
  const reset = useChange(() => desk.staff.resetPassword({ user }));
  const release = useChange(() => desk.staff.release({ user }));
  return (
    <>
      {member.locked_out && (
        <div className={classes.actions}>
          <Button
            variant="default"
            loading={release.isPending}
            onClick={() => release.mutate(undefined)}
          >
            Let {user} try the password again
          </Button>
        </div>
      )}
      {reset.data === undefined ? (
        <div className={classes.actions}>
          <Button
            variant="default"
            loading={reset.isPending}
            onClick={() => reset.mutate(undefined)}
          >
            New password for {user}
          </Button>
        </div>
      ) : (
        <>
          <p className={classes.dim}>
            This password was made here and is shown this once. For a day {user} does not decide
            about your proposals.
          </p>
          <Secret text={reset.data.password} name="password" />
        </>
      )}
      {reset.error !== null && <Refused error={reset.error} />}
      {release.error !== null && <Refused error={release.error} />}
    </>
  );
}
