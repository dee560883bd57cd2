import type { Column } from './column.ts';
import { holds, type Mask } from './mask.ts';

/**
 * All rows of a table by the value of one column: those with the code `c` stand at
 * `starts[c]` up to `starts[c + 1]`, in the order of their key. Made once a column, so that the
 * first page of a list takes its rows from where its order begins and sorts nothing.
 */
export interface Ranking {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

export function rankingOf({ codes, values }: Pick<Column, 'codes'> & SizedValues): Ranking {
  const starts = new Uint32Array(values.size + 2);
  for (let row = 0; row < codes.length; row += 1) {
    const after = (codes[row] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let code = 1; code < starts.length; code += 1)
    starts[code] = (starts[code] ?? 0) + (starts[code - 1] ?? 0);
  const places = starts.slice();
  const rows = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const place = places[code] ?? 0;
    places[code] = place + 1;
    rows[place] = row;
  }
  return { starts, rows };
}

interface SizedValues {
  readonly values: { readonly size: number };
}

export function bytesOf({ starts, rows }: Ranking): number {
  return starts.byteLength + rows.byteLength;
}

/** The codes from `first` to `last`, both of them among what is asked for. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export function rowsWithin({ starts }: Ranking, { first, last }: Span): number {
  return last < first ? 0 : (starts[last + 1] ?? 0) - (starts[first] ?? 0);
}

export interface Walk {
  readonly mask: Mask | null;
  readonly desc: boolean;
  /** Nothing outside of it is chosen; null where that is not known. Empty fields are outside. */
  readonly span: Span | null;
  /** Rows that are enough. */
  readonly enough: number;
  /** Goes on to the last row of the value at which there are enough. */
  readonly whole: boolean;
}

/** The chosen rows in the order of the column, its empty fields last, until there are enough. */
export function walked(ranking: Ranking, walk: Walk): Uint32Array {
  const { desc, span, enough } = walk;
  const size = ranking.starts.length - 2;
  const { first, last } = span ?? { first: 1, last: size };
  const found = new Rows();
  for (let step = 0; step <= last - first && found.count < enough; step += 1)
    take(ranking, desc ? last - step : first + step, walk, found);
  if (span === null && found.count < enough) take(ranking, 0, walk, found);
  return found.all();
}

/** The chosen rows of one value. */
function take({ starts, rows }: Ranking, code: number, walk: Walk, found: Rows): void {
  const { mask, whole, enough } = walk;
  const end = starts[code + 1] ?? 0;
  for (let at = starts[code] ?? 0; at < end; at += 1) {
    const row = rows[at] ?? 0;
    if (mask !== null && !holds(mask, row)) continue;
    found.add(row);
    if (!whole && found.count >= enough) return;
  }
}

/** Rows as they are found; there may be fifty of them or a million. */
class Rows {
  count = 0;
  #rows = new Uint32Array(256);

  add(row: number): void {
    if (this.count === this.#rows.length) {
      const more = new Uint32Array(2 * this.count);
      more.set(this.#rows);
      this.#rows = more;
    }
    this.#rows[this.count] = row;
    this.count += 1;
  }

  all(): Uint32Array {
    return this.#rows.subarray(0, this.count);
  }
}
