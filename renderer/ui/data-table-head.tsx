import type { ReactTable } from '@tanstack/react-table';
import type { DataColumn, DataFeatures } from './data-column.ts';
import classes from './data-table.module.css';

const sortWords = { asc: 'ascending', desc: 'descending', none: 'none' } as const;
const sortSigns = { asc: '↑', desc: '↓', none: '' } as const;

/** The head of a DataTable: a click sorts, a second one turns round, a third takes it off. */
export function DataTableHead<T extends object>(props: {
  columns: readonly DataColumn<T>[];
  table: ReactTable<DataFeatures, T>;
}) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} style={{ display: 'contents' }}>
        {props.columns.map((column) => {
          const model = props.table.getColumn(column.id);
          const state = model?.getIsSorted() || 'none';
          const side = column.right === true ? classes.right : '';
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={sortWords[state]}
              className={`${classes.headCell} ${side}`}
            >
              {model?.getCanSort() === true ? (
                <button
                  type="button"
                  className={`${classes.sorter} ${side}`}
                  onClick={() => model.toggleSorting()}
                >
                  {column.header}
                  <span className={classes.arrow} aria-hidden="true">
                    {sortSigns[state]}
                  </span>
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
