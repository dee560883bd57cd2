import { createHash } from 'node:crypto';

/** Chance that can be repeated: the same seed gives the same stream on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** sfc32 over the SHA-256 of the seed. For made-up records only; nothing secret may hang on it. */
export function seededRandom(seed: string): Random {
  const state = new Int32Array(4);
  const hash = createHash('sha256').update(seed).digest();
  for (let i = 0; i < 4; i += 1) state[i] = hash.readInt32LE(i * 4);
  let [a = 0, b = 0, c = 0, count = 0] = state;
  function next(): number {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  }
  for (let i = 0; i < 16; i += 1) next();
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('nothing to pick from');
      // The index is inside the list, whose items may themselves be undefined.
      return list[Math.floor(next() * list.length)] as T;
    },
  };
}
