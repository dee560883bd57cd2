import type { Db } from '../../storage/storage.ts';

/** An index by what stands first in it, and the condition that leaves rows out of it. */
export interface Indexed {
  readonly table: string;
  readonly expression: string;
  readonly condition: string | null;
}

/** The least and the greatest value of an index; null where nothing stands in it. */
type Bounds = readonly [least: string, greatest: string] | null;

/**
 * Tells of several indices which can hold a value that begins so: ids of one kind begin alike, so
 * most indices end before what was typed, or begin after it, and need not be asked. The ends are
 * looked up anew once the copy has changed, whoever changed it. Inside a transaction.
 */
export function createBounds<I extends Indexed>(db: Db, indices: readonly I[]): () => CanHold<I> {
  const others = db.prepare<[], bigint>('pragma data_version').pluck();
  const own = db.prepare<[], bigint>('select total_changes()').pluck();
  const ends = indices.map(({ table, expression, condition }) => {
    const end = (which: 'min' | 'max') =>
      `(select ${which}(${expression}) from ${table}${condition === null ? '' : ` where ${condition}`})`;
    return db.prepare<[], (string | null)[]>(`select ${end('min')}, ${end('max')}`).raw();
  });
  const boundsNow = (): ReadonlyMap<I, Bounds> =>
    new Map(
      indices.map((index, at) => {
        const [least, greatest] = ends[at]?.get() ?? [];
        const known = typeof least === 'string' && typeof greatest === 'string';
        return [index, known ? [least, greatest] : null];
      }),
    );
  let state = '';
  let bounds: ReadonlyMap<I, Bounds> = new Map();

  return () => {
    const now = `${others.get()} ${own.get()}`;
    if (state !== now) {
      state = now;
      bounds = boundsNow();
    }
    return (index, start) => isWithin(bounds.get(index) ?? null, start);
  };
}

/** Whether an index can hold what begins so, in the state of the copy in which it was asked for. */
export type CanHold<I extends Indexed> = (index: I, start: string) => boolean;

/** What was typed is ASCII, and beside it UTF-16 and the bytes of SQLite sort alike. */
function isWithin(bounds: Bounds, start: string): boolean {
  if (bounds === null) return false;
  const [least, greatest] = bounds;
  return greatest >= start && (least < start || least.startsWith(start));
}
