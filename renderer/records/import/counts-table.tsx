import type { TableCounts } from '../../../contract/records.ts';
import { formatCount, sumCounts } from '../import-words.ts';
import classes from './import.module.css';

const columns = ['read', 'inserted', 'updated', 'unchanged', 'rejected', 'redacted'] as const;

/** The heads of the counts of rows. */
export function CountHeads() {
  return columns.map((column) => (
    <th key={column} scope="col" className={classes.head}>
      {column}
    </th>
  ));
}

/** The counts of one table or file, or of all. */
export function CountCells({ counts }: { counts: TableCounts }) {
  return columns.map((column) => (
    <td key={column} className={counts[column] === 0 ? classes.zero : undefined}>
      {formatCount(counts[column])}
    </td>
  ));
}

/** Table per table what an import did or would do, with the sum below. */
export function CountsTable({ tables }: { tables: Readonly<Record<string, TableCounts>> }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Counts by table">
      <table className={classes.counts}>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <CountHeads />
          </tr>
        </thead>
        <tbody>
          {Object.entries(tables).map(([table, counts]) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              <CountCells counts={counts} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <CountCells counts={sumCounts(tables)} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
