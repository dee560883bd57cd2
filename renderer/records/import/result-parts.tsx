import type { ImportResult } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { formatAbsolute } from '../../ui/time.tsx';
import { CountsTable } from './counts-table.tsx';
import { FilesTable } from './files-table.tsx';
import classes from './import.module.css';
import { ListedRejects } from './listed-rejects.tsx';

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

/** Every file is a table of its own: to count the tables as well would say the same twice. */
function isOneEach({ files, tables }: ImportResult): boolean {
  const filled = files.map(({ tables: own }) => Object.keys(own));
  return filled.length === Object.keys(tables).length && filled.every(({ length }) => length === 1);
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
  // Files that can be mapped stand in a panel of their own, as long as it is a plan.
  const mappable = new Set(result.unmapped.map(({ file }) => file));
  const ignored =
    result.run === null ? result.ignored.filter((file) => !mappable.has(file)) : result.ignored;
  return (
    <>
      {result.files.length > 0 && (
        <>
          <p className={classes.dim}>{coverWords(result)}</p>
          <Panel flush title={`Rows by file · ${result.files.length}`}>
            <FilesTable files={result.files} tables={result.tables} />
          </Panel>
        </>
      )}
      {!isOneEach(result) && (
        <Panel flush title="Rows by table">
          <CountsTable tables={result.tables} />
        </Panel>
      )}
      <Lines title="Warnings" lines={result.warnings} />
      <Lines title="Passed over" lines={ignored} />
      {result.reject_list !== null && (
        <ListedRejects list={result.reject_list} tables={result.tables} />
      )}
    </>
  );
}
