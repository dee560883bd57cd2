import type { TableCounts } from '../../../contract/records.ts';
import { formatCount, sumCounts } from '../import-words.ts';
import classes from './import.module.css';

const columns = ['read', 'inserted', 'updated', 'unchanged', 'rejected', 'redacted'] as const;

function Cells({ counts }: { counts: TableCounts }) {
  return columns.map((column) => (
    <td key={column} className={counts[column] === 0 ? classes.zero : undefined}>
      {formatCount(counts[column])}
    </td>
  ));
}

/** Table per table what an import did or would do, with the sum below. */
export function CountsTable({ tables }: { tables: Readonly<Record<string, TableCounts>> }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Rows by table">
      <table className={classes.counts}>
        <thead>
          <tr>
            <th scope="col">Table</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(tables).map(([table, counts]) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              <Cells counts={counts} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <Cells counts={sumCounts(tables)} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
