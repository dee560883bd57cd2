import { type Row, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useId, useMemo, useRef, useState } from 'react';
import {
  columnTemplate,
  type DataColumn,
  type DataFeatures,
  dataFeatures,
  definitions,
} from './data-column.ts';
import { DataTableHead } from './data-table-head.tsx';
import classes from './data-table.module.css';

const rowHeight = 28;

/** Where the arrow keys lead from `index` among `count` rows; undefined for every other key. */
function walk(key: string, index: number, count: number, page: number): number | undefined {
  const last = count - 1;
  if (key === 'ArrowDown') return Math.min(last, index + 1);
  if (key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'PageDown') return Math.min(last, index + page);
  if (key === 'PageUp') return Math.max(0, index - page);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}

interface RowProps<T extends object> {
  readonly row: Row<DataFeatures, T>;
  readonly columns: readonly DataColumn<T>[];
  readonly index: number;
  readonly start: number;
  readonly domId: string;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly openable: boolean;
}

function DataRow<T extends object>(props: RowProps<T>) {
  const { row, columns, chosen, active } = props;
  const names = [
    classes.row,
    props.openable ? classes.openable : '',
    active ? classes.active : '',
    chosen ? classes.chosen : '',
  ];
  return (
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={chosen}
      className={names.join(' ')}
      style={{ transform: `translateY(${props.start}px)` }}
      data-index={props.index}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={column.right === true ? `${classes.cell} ${classes.right}` : classes.cell}
        >
          {column.cell(row.original)}
        </div>
      ))}
    </div>
  );
}

export interface DataTableProps<T extends object> {
  /** What the table is, for people who hear it. */
  readonly label: string;
  /** Keep the array stable (module scope or a memo), else every render sorts anew. */
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** A click or Enter on a row. */
  readonly onOpen?: (row: T) => void;
  /** The row that stands open beside the table. */
  readonly chosen?: string;
  /** Escape, while a row is chosen: what stands open of it closes. */
  readonly onClose?: () => void;
  /** Height by content, up to so many rows; without it the table fills its parent. */
  readonly maxRows?: number;
}

/**
 * The one table of the desk: 28 px rows, only those in sight are drawn, sticky head, sorting by a
 * click on the head, arrow keys, Page and Home/End walk, Enter opens.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { columns, rows, rowKey, onOpen, maxRows } = props;
  const frame = useRef<HTMLDivElement>(null);
  const base = useId();
  const [active, setActive] = useState(0);
  const defs = useMemo(() => definitions(columns), [columns]);
  const table = useTable({ features: dataFeatures, columns: defs, data: rows, getRowId: rowKey });
  const sorted = table.getRowModel().rows;
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is memoised here
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 8,
  });

  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 2);
    const next = walk(event.key, active, sorted.length, page);
    const row = sorted[active];
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row.original);
    } else if (event.key === 'Escape' && props.chosen !== undefined) {
      props.onClose?.();
    }
  }

  function onClick(event: React.MouseEvent<HTMLDivElement>): void {
    const { target } = event;
    const own = target instanceof Element ? target.closest('a, button, [data-index]') : null;
    const index = own?.getAttribute('data-index');
    const row = index === null || index === undefined ? undefined : sorted[Number(index)];
    if (row === undefined) return;
    setActive(Number(index));
    onOpen?.(row.original);
  }

  const height =
    maxRows === undefined ? undefined : (Math.min(maxRows, rows.length) + 1) * rowHeight;
  const style: CSSProperties & Record<'--desk-columns', string> = {
    '--desk-columns': columnTemplate(columns),
    ...(height === undefined ? {} : { height }),
  };
  return (
    <div
      ref={frame}
      className={classes.frame}
      style={style}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={sorted.length > 0 ? `${base}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={classes.sizer}>
        <DataTableHead columns={columns} table={table} />
        <div className={classes.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            return (
              <DataRow
                key={row.id}
                row={row}
                columns={columns}
                index={index}
                start={start}
                domId={`${base}-${index}`}
                active={index === active}
                chosen={row.id === props.chosen}
                openable={onOpen !== undefined}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
