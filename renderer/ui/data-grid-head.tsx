import { IconDotsVertical } from '@tabler/icons-react';
import { useState } from 'react';
import type { GridTable } from './data-grid-column.ts';
import type { GridMenu } from './data-grid-menu.tsx';
import type { PlacedColumn } from './data-grid-row.tsx';
import classes from './data-grid.module.css';

const words = { asc: 'ascending', desc: 'descending' } as const;
const signs = { asc: '↑', desc: '↓' } as const;

/**
 * The heads of a grid. A click sorts, a second one turns round, a third takes it off; with Shift
 * the others stay. A head can be dragged to another place and its edge to another width.
 */
export function DataGridHead<T>(props: {
  table: GridTable;
  placed: readonly PlacedColumn<T>[];
  onMenu: (menu: GridMenu) => void;
}) {
  const { table, placed, onMenu } = props;
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const headers = new Map(table.getFlatHeaders().map((header) => [header.column.id, header]));

  function drop(onto: string): void {
    setOver(null);
    if (dragged === null || dragged === onto) return;
    table.setColumnOrder((order) => movedBefore(order, dragged, onto));
  }

  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {placed.map(({ column, width, pinned }, at) => {
          const model = table.getColumn(column.id);
          const sorted = model?.getIsSorted() || null;
          const many = table.state.sorting.length > 1 && sorted;
          const names = [
            classes.headCell,
            column.right === true ? classes.right : '',
            pinned === null ? '' : classes.pinned,
            over === column.id ? classes.dropHere : '',
          ];
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={at + 1}
              aria-sort={sorted ? words[sorted] : 'none'}
              className={names.join(' ')}
              style={pinned === null ? { width } : { width, left: pinned }}
              tabIndex={-1}
              draggable
              onDragStart={() => setDragged(column.id)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(column.id);
              }}
              onDragLeave={() => setOver(null)}
              onDrop={() => drop(column.id)}
            >
              <button
                type="button"
                className={classes.sorter}
                title={column.header}
                tabIndex={-1}
                disabled={model?.getCanSort() !== true}
                onClick={(event) => model?.toggleSorting(undefined, event.shiftKey)}
              >
                <span className={classes.headName}>{column.header}</span>
                {sorted && (
                  <span aria-hidden="true">
                    {signs[sorted]}
                    {many && <sub>{(model?.getSortIndex() ?? 0) + 1}</sub>}
                  </span>
                )}
              </button>
              <button
                type="button"
                className={classes.menuButton}
                aria-label={`Column ${column.header}`}
                aria-haspopup="menu"
                tabIndex={-1}
                onClick={(event) => {
                  const { left, bottom } = event.currentTarget.getBoundingClientRect();
                  onMenu({ x: left, y: bottom, column: column.id });
                }}
              >
                <IconDotsVertical size={14} aria-hidden="true" />
              </button>
              <span
                className={classes.resizer}
                aria-hidden="true"
                draggable
                onDragStart={(event) => {
                  event.preventDefault();
                  event.stopPropagation();
                }}
                onMouseDown={headers.get(column.id)?.getResizeHandler()}
                onTouchStart={headers.get(column.id)?.getResizeHandler()}
                onDoubleClick={() => model?.resetSize()}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The order with one column put before another; to the right it goes behind it. */
export function movedBefore(order: readonly string[], moved: string, onto: string): string[] {
  const from = order.indexOf(moved);
  const to = order.indexOf(onto);
  if (from < 0 || to < 0) return [...order];
  const rest = order.filter((id) => id !== moved);
  return rest.toSpliced(to, 0, moved);
}
