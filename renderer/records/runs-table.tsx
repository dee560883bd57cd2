import type { ImportRun } from '../../contract/records.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { formatSpan, Time } from '../ui/time.tsx';
import { formatCount, sumCounts } from './import-words.ts';

function count(
  id: string,
  header: string,
  width: number,
  of: (run: ImportRun) => number,
): DataColumn<ImportRun> {
  return { id, header, width, right: true, sort: of, cell: (run) => formatCount(of(run)) };
}

const started: DataColumn<ImportRun> = {
  id: 'started_at',
  header: 'Imported',
  width: 96,
  sort: (run) => run.started_at,
  cell: (run) => <Time at={run.started_at} />,
};
const drop: DataColumn<ImportRun> = {
  id: 'drop',
  header: 'Drop',
  width: 84,
  grow: true,
  sort: (run) => run.drop,
  cell: (run) => (
    <span title={run.drop}>
      <HostileText inline text={run.drop} />
    </span>
  ),
};
const read = count('read', 'Read', 80, (run) => sumCounts(run.tables).read);
const rejected = count('rejected', 'Rejected', 72, (run) => sumCounts(run.tables).rejected);

const shortColumns: readonly DataColumn<ImportRun>[] = [started, drop, read, rejected];
const allColumns: readonly DataColumn<ImportRun>[] = [
  started,
  drop,
  {
    id: 'by',
    header: 'By',
    width: 64,
    sort: (run) => run.by,
    cell: (run) => <HostileText inline text={run.by} />,
  },
  {
    id: 'as_of',
    header: 'As of (UTC)',
    width: 136,
    sort: (run) => run.as_of,
    cell: (run) => (
      <span title={run.as_of_guessed ? 'Guessed from the newest time in the data' : undefined}>
        {run.as_of_guessed && '~'}
        <Time at={run.as_of} show="minute" />
      </span>
    ),
  },
  read,
  count('inserted', 'Inserted', 80, (run) => sumCounts(run.tables).inserted),
  count('updated', 'Updated', 72, (run) => sumCounts(run.tables).updated),
  rejected,
  {
    id: 'seconds',
    header: 'Took',
    width: 78,
    right: true,
    sort: (run) => run.seconds,
    cell: (run) => formatSpan(run.seconds * 1000),
  },
  { id: 'run', header: 'Run', width: 144, cell: (run) => <Id id={run.run} /> },
];

/** Imports of this workspace. `short` leaves what the import screen alone needs. */
export function RunsTable(props: {
  runs: readonly ImportRun[];
  maxRows: number;
  short?: boolean;
  chosen?: string;
  onOpen?: (run: ImportRun) => void;
  onClose?: () => void;
}) {
  return (
    <DataTable
      label="Imports"
      columns={props.short === true ? shortColumns : allColumns}
      rows={props.runs}
      rowKey={(run) => run.run}
      maxRows={props.maxRows}
      {...(props.chosen === undefined ? {} : { chosen: props.chosen })}
      {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
      {...(props.onClose === undefined ? {} : { onClose: props.onClose })}
    />
  );
}
