import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ImportResult, Reject } from '../../../contract/records.ts';
import { useDesk } from '../../app/desk.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { DataColumn } from '../../ui/data-column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { readRefusal } from '../../ui/refusal.ts';
import { formatAbsolute } from '../../ui/time.tsx';
import { formatCount, sumCounts } from '../import-words.ts';
import { CountsTable } from './counts-table.tsx';
import classes from './import.module.css';
import { canSave, saveText } from './save-text.ts';

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
      <span title={each.code}>
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

/** Gives the reject list of a run as a file, or to the clipboard where a window may not save. */
export function RejectList({ run }: { run: string }) {
  const desk = useDesk();
  const fetched = useMutation({
    mutationFn: () => desk.records.rejects({ run }),
    onSuccess({ csv }) {
      if (canSave()) saveText(`rejects-${run}.csv`, 'text/csv', csv);
    },
    onError(error) {
      const { message, next } = readRefusal(error);
      notifications.show({ title: message, message: next });
    },
  });
  if (fetched.data !== undefined && !canSave()) {
    return <CopyButton text={fetched.data.csv} label="Copy the reject list" />;
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={14} />}
      loading={fetched.isPending}
      onClick={() => fetched.mutate()}
    >
      {canSave() ? 'Download the reject list' : 'Fetch the reject list'}
    </Button>
  );
}

function Rejects({ result }: { result: ImportResult }) {
  const { rejected } = sumCounts(result.tables);
  if (result.first_rejects.length === 0) return null;
  const shown = result.first_rejects.length;
  const title =
    shown < rejected
      ? `Rejected rows · first ${shown} of ${formatCount(rejected)}`
      : `Rejected rows · ${formatCount(rejected)}`;
  return (
    <Panel flush title={title} aside={result.run !== null && <RejectList run={result.run} />}>
      <DataTable
        label="Rejected rows"
        columns={rejectColumns}
        rows={result.first_rejects}
        rowKey={(each) => `${each.file}:${each.line}:${each.column ?? ''}:${each.code}`}
        maxRows={10}
      />
    </Panel>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Panel title={`${title} · ${lines.length}`}>
      <ul className={classes.list}>
        {lines.map((line) => (
          <li key={line}>
            <HostileText inline text={line} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** "What the copy covers", in a sentence, for a plan or a result. */
function coverWords(result: ImportResult): string {
  if (result.as_of === null) return 'The drop does not say as of when it is.';
  const from =
    result.covers_from === null ? '' : ` It covers ${formatAbsolute(result.covers_from)}`;
  const to = result.covers_to === null ? '' : ` to ${formatAbsolute(result.covers_to)}`;
  const guessed = result.as_of_guessed ? ', taken from the newest time in the data' : '';
  return `As of ${formatAbsolute(result.as_of)}${guessed}.${from}${from === '' ? '' : `${to}.`}`;
}

/** What a plan or an import found: rows by table, warnings, what it passed over, rejects. */
export function ResultParts({ result }: { result: ImportResult }) {
  return (
    <>
      <p className={classes.dim}>{coverWords(result)}</p>
      <Panel flush title="Rows by table">
        <CountsTable tables={result.tables} />
      </Panel>
      <Lines title="Warnings" lines={result.warnings} />
      <Lines title="Passed over" lines={result.ignored} />
      <Rejects result={result} />
    </>
  );
}
