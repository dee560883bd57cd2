import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { Member } from '../../contract/staff.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { KeyPanel } from '../audit/key-panel.tsx';
import { may } from '../app/may.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { BackupPanel } from '../workspace/backup-panel.tsx';
import { AddMember } from './add-member.tsx';
import { ChangePassword } from './change-password.tsx';
import { MemberPanel } from './member-panel.tsx';
import classes from './settings.module.css';

function stateOf({ enabled, locked_out: lockedOut }: Member): {
  outcome: OutcomeName;
  word: string;
} {
  if (!enabled) return { outcome: 'skipped', word: 'disabled' };
  return lockedOut ? { outcome: 'warn', word: 'locked out' } : { outcome: 'pass', word: 'enabled' };
}

function roleWords({ role, asked_role: asked }: Member): string {
  return asked === null ? role : `${role} (${asked.role} asked for)`;
}

const columns: readonly DataColumn<Member>[] = [
  {
    id: 'user',
    header: 'Name',
    width: 94,
    grow: true,
    sort: (each) => each.user,
    cell: (each) => <HostileText inline text={each.user} />,
  },
  {
    id: 'role',
    header: 'Role',
    width: 148,
    sort: (each) => each.role,
    cell: (each) => <span title={roleWords(each)}>{roleWords(each)}</span>,
  },
  {
    id: 'enabled',
    header: 'State',
    width: 92,
    sort: (each) => stateOf(each).word,
    cell: (each) => <OutcomeBadge bare {...stateOf(each)} />,
  },
  {
    id: 'own_accounts',
    header: 'Own accounts',
    width: 104,
    right: true,
    sort: (each) => each.own_accounts.length,
    cell: (each) => (each.own_accounts.length === 0 ? 'none' : each.own_accounts.length),
  },
  {
    id: 'created_at',
    header: 'Added',
    width: 92,
    sort: (each) => each.created_at,
    cell: (each) => <Time at={each.created_at} />,
  },
];

/** The people of this workspace; an owner adds them, changes roles and disables them. */
function People() {
  const desk = useDesk();
  const { role } = useMe();
  const [wanted, setWanted] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['staff', 'list'],
    queryFn: ({ signal }) => desk.staff.list(undefined, { signal }),
  });
  const changes = may(role, policy.staff.add);
  const chosen = data?.find((each) => each.user === wanted);
  if (data === undefined)
    return error === null ? (
      <Loading rows={8} />
    ) : (
      <Refused error={error} onRetry={() => void refetch()} />
    );
  const add = changes && (
    <Button
      onClick={() => {
        setAdding(true);
        setWanted(null);
      }}
    >
      Add a person
    </Button>
  );
  return (
    <>
      <Panel flush title={`People · ${data.length}`} aside={add}>
        <DataTable
          label="People"
          columns={columns}
          rows={data}
          rowKey={(each) => each.user}
          maxRows={24}
          {...(chosen === undefined ? {} : { chosen: chosen.user })}
          onOpen={(each) => {
            setAdding(false);
            setWanted(each.user);
          }}
          onClose={() => setWanted(null)}
        />
      </Panel>
      {adding && <AddMember onClose={() => setAdding(false)} />}
      {!adding && chosen !== undefined && (
        <MemberPanel
          key={chosen.user}
          member={chosen}
          changes={changes}
          onClose={() => setWanted(null)}
        />
      )}
    </>
  );
}

/** What a person sets for themselves, and for those who may see them, the people of the workspace. */
export function SettingsPage() {
  const { role } = useMe();
  return (
    <Screen narrow title="Settings">
      <div className={may(role, policy.staff.list) ? classes.body : classes.alone}>
        {may(role, policy.staff.list) && (
          <div className={classes.column}>
            <People />
          </div>
        )}
        <div className={classes.column}>
          <ChangePassword />
          {may(role, policy.audit.protectKey) && <KeyPanel />}
          {may(role, policy.workspace.backup) && <BackupPanel />}
        </div>
      </div>
    </Screen>
  );
}
