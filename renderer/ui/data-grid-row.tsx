import { memo } from 'react';
import type { GridColumn } from './data-grid-column.ts';
import { type Chosen, holds } from './data-grid-walk.ts';
import { shortened } from './id.tsx';
import { revealed } from './reveal.ts';
import classes from './data-grid.module.css';

/** A column as it stands now: its width, and how far from the left where it is pinned. */
export interface PlacedColumn<T> {
  readonly column: GridColumn<T>;
  readonly width: number;
  readonly pinned: number | null;
}

interface RowProps<T> {
  /** Undefined while it is on its way, null where it has gone from the copy. */
  readonly row: T | null | undefined;
  readonly index: number;
  readonly placed: readonly PlacedColumn<T>[];
  readonly base: string;
  readonly chosen: Chosen;
}

/** Pixels of one sign in the monospaced face at 12 px, and what the cell leaves free beside. */
const signWidth = 7.25;
const beside = 16;

function contentOf<T>({ column, width }: PlacedColumn<T>, row: T) {
  if (column.cell) {
    const content = column.cell(row);
    return column.mono === true && typeof content === 'string' ? idOf(content, width) : content;
  }
  const text = column.text(row);
  return text === null ? <span className={classes.empty}>–</span> : revealed(text);
}

/** An id that does not fit, shortened in the middle: those of one kind differ least there. */
function idOf(id: string, width: number) {
  const most = Math.floor((width - beside) / signWidth);
  return id.length <= most ? id : <span title={id}>{shortened(id, Math.max(4, most))}</span>;
}

function Row<T>({ row, index, placed, base, chosen }: RowProps<T>) {
  const { focus } = chosen;
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.row} data-row={index}>
      {placed.map((each, at) => {
        const { column, width, pinned } = each;
        const isChosen = holds(chosen, index, at);
        const names = [
          classes.cell,
          column.right === true ? classes.right : '',
          column.mono === true ? classes.mono : '',
          pinned === null ? '' : classes.pinned,
          isChosen ? classes.chosen : '',
          focus.row === index && focus.column === at ? classes.focus : '',
        ];
        return (
          <div
            key={column.id}
            id={`${base}-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 1}
            aria-selected={isChosen || undefined}
            className={names.join(' ')}
            style={pinned === null ? { width } : { width, left: pinned }}
            data-spot={`${index} ${at}`}
          >
            {row === undefined && <span className={classes.coming} />}
            {row === null && <span className={classes.empty}>gone</span>}
            {row !== undefined && row !== null && contentOf(each, row)}
          </div>
        );
      })}
    </div>
  );
}

/** One row of a grid; drawn again only when it, its columns or what is chosen in it change. */
export const DataGridRow = memo(Row, (before, after) => {
  const same = (one: RowProps<unknown>, other: RowProps<unknown>) =>
    one.row === other.row &&
    one.index === other.index &&
    one.base === other.base &&
    one.placed.length === other.placed.length &&
    one.placed.every((each, at) => {
      const next = other.placed[at];
      return (
        each.column === next?.column && each.width === next.width && each.pinned === next.pinned
      );
    });
  return same(before, after) && markOf(before) === markOf(after);
}) as typeof Row;

/** What is chosen in a row, in a form that can be compared. */
function markOf({ chosen, index, placed }: RowProps<unknown>): string {
  const { anchor, focus } = chosen;
  const here = focus.row === index ? focus.column : -1;
  const inside = holds({ anchor, focus }, index, Math.min(anchor.column, focus.column));
  return inside ? `${here} ${anchor.column} ${focus.column} ${placed.length}` : '';
}
