/** Where the keys lead in a grid, and what is chosen: pure, by row and column from 0. */

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** What is chosen: all between two corners. `focus` is where the keys go on. */
export interface Chosen {
  readonly anchor: Spot;
  readonly focus: Spot;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that the window shows. */
  readonly page: number;
}

export interface Key {
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
}

const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));

function led({ key, ctrl }: Key, { row, column }: Spot, extent: Extent): Spot | null {
  const { rows, columns, page } = extent;
  switch (key) {
    case 'ArrowDown':
      return { row: ctrl ? rows - 1 : row + 1, column };
    case 'ArrowUp':
      return { row: ctrl ? 0 : row - 1, column };
    case 'ArrowRight':
      return { row, column: ctrl ? columns - 1 : column + 1 };
    case 'ArrowLeft':
      return { row, column: ctrl ? 0 : column - 1 };
    case 'PageDown':
      return { row: row + page, column };
    case 'PageUp':
      return { row: row - page, column };
    case 'Home':
      return ctrl ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End':
      return ctrl ? { row: rows - 1, column: columns - 1 } : { row, column: columns - 1 };
    default:
      return null;
  }
}

/** What is chosen after a key; null where the key means nothing here. Shift holds the other corner. */
export function walked(key: Key, chosen: Chosen, extent: Extent): Chosen | null {
  const { rows, columns } = extent;
  if (rows === 0 || columns === 0) return null;
  if (key.ctrl && key.key.toLowerCase() === 'a')
    return { anchor: { row: 0, column: 0 }, focus: { row: rows - 1, column: columns - 1 } };
  if (key.shift && key.key === ' ')
    return {
      anchor: { row: chosen.anchor.row, column: 0 },
      focus: { row: chosen.focus.row, column: columns - 1 },
    };
  const to = led(key, chosen.focus, extent);
  if (!to) return null;
  const focus = { row: within(to.row, rows), column: within(to.column, columns) };
  return { anchor: key.shift ? chosen.anchor : focus, focus };
}

/** The first and last row and column between the corners. */
export function bounds({ anchor, focus }: Chosen) {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export function holds(chosen: Chosen, row: number, column: number): boolean {
  const { top, bottom, left, right } = bounds(chosen);
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** One cell among tab-separated ones: what would break the grid of them is made a blank. */
export function tsvCell(text: string | null): string {
  const plain = (text ?? '').replace(/[\t\r\n]+/g, ' ');
  // As in an export: a spreadsheet must not take text for a formula. Numbers may be negative.
  return /^'*[=+\-@]/.test(plain) && !/^-?\d+(\.\d+)?$/.test(plain) ? `'${plain}` : plain;
}
