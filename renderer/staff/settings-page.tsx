import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { Member } from '../../contract/staff.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { AddMember } from './add-member.tsx';
import { MemberPanel } from './member-panel.tsx';
import classes from './settings.module.css';

const columns: readonly DataColumn<Member>[] = [
  {
    id: 'user',
    header: 'Name',
    width: 120,
    grow: true,
    sort: (each) => each.user,
    cell: (each) => <HostileText inline text={each.user} />,
  },
  { id: 'role', header: 'Role', width: 110, sort: (each) => each.role, cell: (each) => each.role },
  {
    id: 'enabled',
    header: 'State',
    width: 96,
    sort: (each) => (each.enabled ? 0 : 1),
    cell: (each) => (
      <OutcomeBadge
        bare
        outcome={each.enabled ? 'pass' : 'skipped'}
        word={each.enabled ? 'enabled' : 'disabled'}
      />
    ),
  },
  {
    id: 'own_accounts',
    header: 'Own accounts',
    width: 110,
    sort: (each) => each.own_accounts.length,
    cell: (each) => (each.own_accounts.length === 0 ? 'none' : each.own_accounts.length),
  },
  {
    id: 'created_at',
    header: 'Added',
    width: 110,
    sort: (each) => each.created_at,
    cell: (each) => <Time at={each.created_at} />,
  },
];

/** The people of this workspace; an owner adds them, changes roles and disables them. */
export function SettingsPage() {
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
    <Screen narrow title="Staff" aside={add}>
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={8} />}
      {data !== undefined && (
        <div className={classes.body}>
          <Panel flush title={`People · ${data.length}`}>
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
        </div>
      )}
    </Screen>
  );
}
