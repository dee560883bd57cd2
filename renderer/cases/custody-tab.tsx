import type { CaseView } from '../../contract/cases.ts';
import { counted } from '../../contract/say.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import { AcceptKey } from './accept-key.tsx';
import { DeskName, NameDesk, useDesks } from './desk-name.tsx';

type Act = CaseView['custody'][number];

const columns: readonly DataColumn<Act>[] = [
  {
    id: 'at',
    header: 'When',
    width: 96,
    sort: (one) => one.at,
    cell: (one) => <Time at={one.at} />,
  },
  { id: 'act', header: 'What', width: 84, sort: (one) => one.act, cell: (one) => one.act },
  {
    id: 'by',
    header: 'Who',
    width: 120,
    sort: (one) => one.by,
    cell: (one) => <HostileText inline text={one.by} />,
  },
  { id: 'desk', header: 'Desk', width: 170, cell: (one) => <DeskName id={one.desk} /> },
  { id: 'level', header: 'Level', width: 84, cell: (one) => one.level },
  { id: 'entries', header: 'Entries', width: 70, right: true, cell: (one) => one.entries },
  {
    id: 'party',
    header: 'For or from',
    width: 200,
    grow: true,
    cell: (one) => <HostileText inline text={one.party} />,
  },
  { id: 'bundle', header: 'Bundle', width: 170, cell: (one) => <Id id={one.bundle} /> },
];

/** What people here call the desks that the case was at, each with its whole key. */
function Desks({ view }: { view: CaseView }) {
  const { data = [] } = useDesks();
  const there = new Set([...view.custody, ...view.notes, ...view.links].map(({ desk }) => desk));
  const others = data.filter((one) => !one.own && there.has(one.key_id));
  if (others.length === 0) return null;
  return (
    <ul className={classes.plain} aria-label="Other desks">
      {others.map(({ key_id, name, first_seen, followed_by }) => (
        <li key={key_id} className={classes.line}>
          {name === null ? 'A desk without a name' : <HostileText inline text={name} />}
          <Id id={key_id} />
          <span className={classes.dim}>
            first seen <Time at={first_seen} />
          </span>
          {followed_by !== null && (
            <span className={classes.dim}>
              <Id id={followed_by.key_id} />{' '}
              {followed_by.how === 'signed' ? 'signs for it' : 'was taken for its next key'}{' '}
              <Time at={followed_by.at} />
            </span>
          )}
          <NameDesk id={key_id} />
          {followed_by === null && <AcceptKey id={key_id} />}
        </li>
      ))}
    </ul>
  );
}

/** Who exported the case, and who took it in: signed by each desk with its own key. */
export function CustodyTab({ view }: { view: CaseView }) {
  if (view.custody.length === 0)
    return <Empty title="It never left this desk">Exports and imports appear here.</Empty>;
  return (
    <div className={classes.stack}>
      <DataTable
        label="Custody"
        columns={columns}
        rows={view.custody}
        rowKey={(one) => one.entry}
        maxRows={14}
      />
      <Desks view={view} />
      {view.hidden > 0 && (
        <p className={classes.dim}>
          {view.hidden} of {counted(view.entries, 'entry', 'entries')} came masked or{' '}
          {view.hidden === 1 ? 'was' : 'were'} erased: the words are not here.
        </p>
      )}
    </div>
  );
}
