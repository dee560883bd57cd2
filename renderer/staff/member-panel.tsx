import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Member, Role } from '../../contract/staff.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { recordHref } from '../app/route.ts';
import { AskNote } from '../ui/ask-note.tsx';
import { Id } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { RoleSelect } from './role-select.tsx';
import { roleWords } from './roles.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';
import { WayBackIn } from './way-back-in.tsx';

/** A role that was asked for: another owner agrees or declines, who asked may take it back. */
function AskedRole(props: { member: Member; asked: NonNullable<Member['asked_role']> }) {
  const { member, asked } = props;
  const desk = useDesk();
  const { user } = useMe();
  const [declining, setDeclining] = useState(false);
  const { role } = asked;
  const own = asked.by === user;
  const agree = useChange(() => desk.staff.setRole({ user: member.user, role }));
  const decline = useChange((note: string) =>
    desk.staff.declineRole({ user: member.user, role, note }),
  );
  return (
    <>
      <p className={classes.asked}>
        {own ? 'You' : asked.by} asked for {member.user} to be {role}, <Time at={asked.at} />. It
        stands when another owner asks for the same.
      </p>
      {declining ? (
        <AskNote
          label="Why not, kept for good"
          action={own ? 'Take it back' : `Decline: ${member.user} stays ${member.role}`}
          busy={decline.isPending}
          error={decline.error}
          onNote={(note) => decline.mutate(note)}
          onCancel={() => setDeclining(false)}
        />
      ) : (
        <div className={classes.actions}>
          {!own && (
            <Button loading={agree.isPending} onClick={() => agree.mutate(undefined)}>
              Agree: {member.user} becomes {role}
            </Button>
          )}
          <Button variant="default" onClick={() => setDeclining(true)}>
            {own ? 'Take back …' : 'Decline …'}
          </Button>
        </div>
      )}
      {agree.error !== null && <Refused error={agree.error} />}
    </>
  );
}

function ChangeRole({ member }: { member: Member }) {
  const desk = useDesk();
  const [role, setRole] = useState<Role>(member.role);
  const change = useChange((to: Role) => desk.staff.setRole({ user: member.user, role: to }));
  const asked = member.asked_role;
  return (
    <div className={classes.form}>
      {asked !== null && <AskedRole key={asked.at} member={member} asked={asked} />}
      <RoleSelect value={role} onChange={setRole} />
      {change.error !== null && <Refused error={change.error} />}
      {role !== member.role && (
        <div className={classes.actions}>
          <Button loading={change.isPending} onClick={() => change.mutate(role)}>
            Make {member.user} {role}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Ends somebody's access, so it asks once more. */
function Disable({ member }: { member: Member }) {
  const desk = useDesk();
  const [asked, setAsked] = useState(false);
  const change = useChange(() => desk.staff.disable({ user: member.user }));
  return (
    <>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => setAsked(true)}>
          Disable {member.user} …
        </Button>
      </div>
      <Modal opened={asked} onClose={() => setAsked(false)} title={`Disable ${member.user}?`}>
        <div className={classes.form}>
          <p className={classes.dim}>
            {member.user} is signed out everywhere at once and cannot sign in again. What they did
            stays in the audit.
          </p>
          {change.error !== null && <Refused error={change.error} />}
          <div className={classes.actions}>
            <Button
              loading={change.isPending}
              onClick={() => change.mutate(undefined, { onSuccess: () => setAsked(false) })}
            >
              Disable {member.user}
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Keep {member.user}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

/** One person: role, own accounts, and for an owner what can be changed. */
export function MemberPanel(props: { member: Member; changes: boolean; onClose: () => void }) {
  const { member } = props;
  const { user } = useMe();
  // Nobody changes, resets or disables themselves.
  const changes = props.changes && member.enabled && member.user !== user;
  return (
    <Panel title={member.user} onClose={props.onClose}>
      <div className={classes.form}>
        {changes ? (
          <ChangeRole member={member} />
        ) : (
          <p className={classes.dim}>
            {member.role}: {roleWords[member.role]}
          </p>
        )}
        <div>
          <p className={classes.dim}>Own coin accounts</p>
          {member.own_accounts.length === 0
            ? 'none'
            : member.own_accounts.map((account) => (
                <div key={account}>
                  <Id id={account} href={recordHref('account', account)} />
                </div>
              ))}
        </div>
        {changes && <WayBackIn member={member} />}
        {changes && <Disable member={member} />}
      </div>
    </Panel>
  );
}
