import { type ReactNode, useMemo, useState } from 'react';
import { clearTo } from '../../../contract/policy.ts';
import type { Reject } from '../../../contract/records.ts';
import { useMe } from '../../app/desk.tsx';
import type { DataColumn } from '../../ui/data-column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { revealed } from '../../ui/reveal.ts';
import { formatCount } from '../import-words.ts';
import classes from './import.module.css';

const rejectColumns: readonly DataColumn<Reject>[] = [
  {
    id: 'file',
    header: 'File',
    width: 150,
    sort: (each) => each.file,
    cell: (each) => <HostileText inline text={each.file} />,
  },
  {
    id: 'line',
    header: 'Line',
    width: 70,
    right: true,
    sort: (each) => each.line,
    cell: (each) => formatCount(each.line),
  },
  {
    id: 'column',
    header: 'Column',
    width: 110,
    sort: (each) => each.column,
    cell: (each) => each.column !== null && <HostileText inline text={each.column} />,
  },
  {
    id: 'sentence',
    header: 'Why it is not taken',
    width: 260,
    grow: true,
    sort: (each) => each.sentence,
    cell: (each) => (
      <span title={each.sentence}>
        <HostileText inline text={each.sentence} />
      </span>
    ),
  },
  {
    id: 'original',
    header: 'What it said',
    width: 260,
    grow: true,
    cell: (each) => (
      <span className={classes.code}>
        <HostileText inline text={each.original} />
      </span>
    ),
  },
];

/** Raw lines of files are hidden from whom any data about people is: nothing in them can be told apart. */
function useSeesRows(): boolean {
  const { role } = useMe();
  return Object.values(clearTo).every((roles) => roles.includes(role));
}

/** One rejected row whole: tables cut what is long. */
function RejectPanel({ reject, onClose }: { reject: Reject; onClose: () => void }) {
  const sees = useSeesRows();
  return (
    <Panel title={`${revealed(reject.file)}, line ${formatCount(reject.line)}`} onClose={onClose}>
      <div className={classes.stack}>
        <p className={classes.facts}>
          <HostileText inline text={reject.sentence} />{' '}
          <span className={`${classes.dim} ${classes.code}`}>{reject.code}</span>
        </p>
        {sees ? (
          <HostileText text={reject.original} />
        ) : (
          <p className={classes.dim}>What the row says is shown to an owner alone.</p>
        )}
      </div>
    </Panel>
  );
}

const keyOf = (each: Reject) => `${each.file}:${each.line}:${each.column ?? ''}:${each.code}`;

/** The first rows that were not taken, each with its line and why; `total` is how many there are. */
export function Rejects(props: { rejects: readonly Reject[]; total: number; aside?: ReactNode }) {
  const { rejects, total, aside } = props;
  const sees = useSeesRows();
  const files = new Set(rejects.map(({ file }) => file));
  // Of one file alone the head names it, and the reasons have its room.
  const [only] = files.size === 1 ? files : [];
  const named = only === undefined;
  const columns = useMemo(
    () => rejectColumns.filter(({ id }) => (id !== 'original' || sees) && (id !== 'file' || named)),
    [sees, named],
  );
  const [wanted, setWanted] = useState<string | null>(null);
  if (rejects.length === 0) return null;
  const what = only === undefined ? 'Rejected rows' : `Rejected rows of ${revealed(only)}`;
  const title =
    rejects.length < total
      ? `${what} · first ${rejects.length} of ${formatCount(total)}`
      : `${what} · ${formatCount(total)}`;
  const chosen = rejects.find((each) => keyOf(each) === wanted);
  return (
    <>
      <Panel flush title={title} aside={aside}>
        <DataTable
          label="Rejected rows"
          columns={columns}
          rows={rejects}
          rowKey={keyOf}
          maxRows={10}
          {...(chosen === undefined ? {} : { chosen: keyOf(chosen) })}
          onOpen={(each) => setWanted(keyOf(each) === wanted ? null : keyOf(each))}
          onClose={() => setWanted(null)}
        />
      </Panel>
      {chosen !== undefined && <RejectPanel reject={chosen} onClose={() => setWanted(null)} />}
    </>
  );
}
