import type { Adjustment, Change } from '../../contract/adjustments.ts';
import { nameOf, wished } from '../adjustments/changes-list.tsx';
import { useKeyState } from '../audit/key-queries.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import { useMe } from './desk.tsx';
import { go, href, recordHref } from './route.ts';
import { useChangesToDecide } from './waiting.ts';

/** What waits for this person, as the home page shows it: each a panel, or nothing. */

const proposalColumns: readonly DataColumn<Adjustment>[] = [
  {
    id: 'created_at',
    header: 'Proposed',
    width: 92,
    sort: (each) => each.created_at,
    cell: (each) => <Time at={each.created_at} />,
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 90,
    right: true,
    sort: (each) => BigInt(each.coins),
    cell: (each) => <Coins coins={each.coins} signed bare />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 150,
    grow: true,
    cell: (each) => <Id id={each.account} href={recordHref('account', each.account)} />,
  },
  {
    id: 'maker',
    header: 'By',
    width: 76,
    sort: (each) => each.maker,
    cell: (each) => <HostileText inline text={each.maker} />,
  },
];

/** Proposals in a few columns; nothing where there is none. */
export function Proposals(props: { title: string; list: readonly Adjustment[] }) {
  if (props.list.length === 0) return null;
  return (
    <Panel
      flush
      title={`${props.title} · ${props.list.length}`}
      aside={<a href={href({ screen: 'approvals' })}>Approvals</a>}
    >
      <DataTable
        label={props.title}
        columns={proposalColumns}
        rows={props.list}
        rowKey={(each) => each.id}
        maxRows={6}
        onOpen={(each) => go({ screen: 'approvals', id: each.id })}
      />
    </Panel>
  );
}

const changeColumns: readonly DataColumn<Change>[] = [
  {
    id: 'asked_at',
    header: 'Asked',
    width: 92,
    sort: (each) => each.asked_at,
    cell: (each) => <Time at={each.asked_at} />,
  },
  { id: 'name', header: 'What', width: 150, sort: nameOf, cell: nameOf },
  { id: 'value', header: 'To', width: 150, grow: true, cell: wished },
  {
    id: 'asked_by',
    header: 'By',
    width: 76,
    sort: (each) => each.asked_by,
    cell: (each) => <HostileText inline text={each.asked_by} />,
  },
];

/** Changes of limits and reasons that another owner asked for; nothing where none waits. */
export function Changes() {
  const changes = useChangesToDecide();
  if (changes.length === 0) return null;
  return (
    <Panel
      flush
      title={`Changes that wait for you · ${changes.length}`}
      aside={<a href={href({ screen: 'adjustments', view: 'rules' })}>Limits and reasons</a>}
    >
      <DataTable
        label="Changes that wait for you"
        columns={changeColumns}
        rows={changes}
        rowKey={(each) => `${each.what}/${each.number}`}
        maxRows={6}
        onOpen={() => go({ screen: 'adjustments', view: 'rules' })}
      />
    </Panel>
  );
}

/** For an owner: that another one says the signing key's passphrase is lost, which takes two. */
export function LostKey() {
  const { user } = useMe();
  const { data: state } = useKeyState();
  if (!state?.lost || state.lost.asked_by === user) return null;
  return (
    <Panel
      title="The signing key waits for you"
      aside={<a href={href({ screen: 'settings' })}>Settings</a>}
    >
      <HostileText inline text={state.lost.asked_by} /> says that its passphrase is lost (
      <Time at={state.lost.asked_at} />
      ). It is replaced once you agree.
    </Panel>
  );
}
