/** Which of two rows with the same key stands. Pure: no database, no clock. */

/** What is known of the drop that a row came from. */
export interface DropAge {
  /** UTC ms, null where the drop does not say and has no times. */
  readonly asOf: number | null;
  /** The same for the very same files. */
  readonly fingerprint: string | null;
}

export interface Standing {
  readonly updatedAt: bigint | null;
  readonly age: DropAge;
}

/**
 * `takes`: the incoming row stands and the other becomes history. `loses`: the incoming one
 * becomes history; it is counted as updated where both are of one drop, else as unchanged.
 */
export type Ruling = 'takes' | 'loses';

/** Two different rows of one drop: the newer updated_at, without one the later line. */
export function rulesWithinDrop(existing: bigint | null, incoming: bigint | null): Ruling {
  return existing !== null && incoming !== null && incoming < existing ? 'loses' : 'takes';
}

/**
 * Two different rows of different drops: the newer updated_at; without the column the drop with
 * the newer as_of; at equal ones the later import. The same drop again has already been ruled on,
 * so whatever of it does not stand lost to its own later line.
 */
export function rulesAcrossDrops(existing: Standing, incoming: Standing): Ruling {
  const { age } = existing;
  if (age.fingerprint !== null && age.fingerprint === incoming.age.fingerprint) return 'loses';
  if (existing.updatedAt !== null && incoming.updatedAt !== null) {
    if (incoming.updatedAt < existing.updatedAt) return 'loses';
    if (incoming.updatedAt > existing.updatedAt) return 'takes';
  }
  return isOlder(incoming.age, age) ? 'loses' : 'takes';
}

/** True where both drops say how old they are and the first is older. */
export function isOlder(a: DropAge, b: DropAge): boolean {
  return a.asOf !== null && b.asOf !== null && a.asOf < b.asOf;
}
