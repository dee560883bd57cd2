import type { TableCounts } from '../../../contract/records.ts';
import type { DataColumn } from '../../ui/data-column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { Time } from '../../ui/time.tsx';
import { formatCount } from '../import-words.ts';
import { type DropLine, stateWords } from './drop-words.ts';

function StateCell({ line }: { line: DropLine }) {
  const progress = line.drop?.progress;
  const { outcome, word } = stateWords[line.state];
  const share = progress ? ` · ${Math.floor(progress.share * 100)} %` : '';
  return <OutcomeBadge bare outcome={outcome} word={`${word}${share}`} />;
}

function count(header: string, of: keyof TableCounts): DataColumn<DropLine> {
  return {
    id: of,
    header,
    width: 84,
    right: true,
    sort: ({ counts }) => counts?.[of] ?? null,
    cell: ({ counts }) => (counts === null ? '–' : formatCount(counts[of])),
  };
}

const columns: readonly DataColumn<DropLine>[] = [
  {
    id: 'at',
    header: 'Seen',
    width: 100,
    sort: ({ at }) => at,
    cell: ({ at }) => <Time at={at} />,
  },
  {
    id: 'name',
    header: 'Drop',
    width: 140,
    grow: true,
    sort: ({ name }) => name,
    cell: ({ name }) => (
      <span title={name}>
        <HostileText inline text={name} />
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 180,
    sort: ({ state }) => stateWords[state].word,
    cell: (line) => <StateCell line={line} />,
  },
  count('Inserted', 'inserted'),
  count('Updated', 'updated'),
  count('Unchanged', 'unchanged'),
  count('Rejected', 'rejected'),
];

/** What came into the watched folder, with the totals of each plan. */
export function DropsTable(props: {
  lines: readonly DropLine[];
  chosen: string | null;
  onOpen: (line: DropLine) => void;
  onClose: () => void;
}) {
  return (
    <DataTable
      label="Drops of the watched folder"
      columns={columns}
      rows={props.lines}
      rowKey={({ key }) => key}
      maxRows={8}
      {...(props.chosen === null ? {} : { chosen: props.chosen })}
      onOpen={props.onOpen}
      onClose={props.onClose}
    />
  );
}
