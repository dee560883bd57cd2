import type { CopyCoverage } from '../../contract/records.ts';
import { formatAbsolute, Time } from '../ui/time.tsx';
import classes from './coverage.module.css';

function Words({ copy }: { copy: CopyCoverage }) {
  if (copy.as_of === null) {
    return <p>No records have been imported yet. An owner imports them.</p>;
  }
  const from = copy.covers_from === null ? 'the first record' : formatAbsolute(copy.covers_from);
  const to = copy.covers_to === null ? 'the newest record' : formatAbsolute(copy.covers_to);
  return (
    <>
      <p>
        A copy as of <strong>{formatAbsolute(copy.as_of)}</strong>
        {copy.as_of_guessed && ', taken from the newest time in the data'}.
      </p>
      <p className={classes.dim}>
        Covers {from} to {to}. What happened later is not in it.
      </p>
    </>
  );
}

/** What the copy covers, table by table: rows, newest time in them, and as of when. */
export function Coverage({ copy }: { copy: CopyCoverage }) {
  return (
    <div>
      <div className={classes.head}>
        <Words copy={copy} />
      </div>
      {copy.tables.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="Tables of the copy">
          <table className={classes.tables}>
            <thead>
              <tr>
                <th scope="col">Table</th>
                <th scope="col">Rows</th>
                <th scope="col">Newest</th>
                <th scope="col">As of</th>
              </tr>
            </thead>
            <tbody>
              {copy.tables.map((table) => (
                <tr key={table.table}>
                  <th scope="row">{table.table}</th>
                  <td>{table.rows.toLocaleString('en-US')}</td>
                  <td>{table.newest === null ? '–' : <Time at={table.newest} show="minute" />}</td>
                  <td>{table.as_of === null ? '–' : <Time at={table.as_of} show="minute" />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
