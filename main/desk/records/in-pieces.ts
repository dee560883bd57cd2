/** Values asked for at once: a statement for one, for some and for a page, filled up with nulls. */
const sizes = [1, 8, 50] as const;
const atOnce = 50;
const placesOf = new Map(
  sizes.map((size): [number, string] => [size, Array.from({ length: size }, () => '?').join(', ')]),
);

/** Some of the values that are asked for, and as many places for them in a statement. */
interface Piece<V> {
  readonly places: string;
  readonly piece: readonly (V | null)[];
}

/**
 * Values in the pieces in which a statement with `in (…)` asks for them, of three sizes, so that few
 * statements have to be prepared. What a piece is filled up with is null, which equals nothing.
 */
export function inPieces<V extends string | number | bigint>(values: readonly V[]): Piece<V>[] {
  const pieces: Piece<V>[] = [];
  for (let from = 0; from < values.length; from += atOnce) {
    const asked = values.slice(from, from + atOnce);
    const size = sizes.find((each) => each >= asked.length) ?? atOnce;
    const filled = Array.from({ length: size }, (_, at) => asked[at] ?? null);
    pieces.push({ places: placesOf.get(size) ?? '', piece: filled });
  }
  return pieces;
}
