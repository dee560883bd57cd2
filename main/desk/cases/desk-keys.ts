import { type Succession, succession as successionSchema } from '../../../contract/audit.ts';
import { type Audit, keyId } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';

/** That one key signs for a desk where another did before. */
export interface Followed {
  readonly old_key: string;
  readonly new_key: string;
  /** The old key said so itself, or people here do. */
  readonly how: 'signed' | 'accepted';
  /** UTC ms: when it was replaced, by that desk's word, or when it was accepted here. */
  readonly at: number;
  /** What was signed; null where nothing was. */
  readonly proof: Succession | null;
}

interface Stored {
  readonly old_key: string;
  readonly new_key: string;
  readonly how: Followed['how'];
  readonly at: bigint;
  readonly proof: string | null;
}

/**
 * Which keys are of one desk. A desk is who holds its newest key; what an earlier one signed while it
 * was the newest stays that desk's. Known from what old keys signed, of this desk and of others, and
 * from what people here accepted after they compared a key by another way.
 */
export function createDeskKeys(desk: Db, audit: Pick<Audit, 'keys' | 'successions'>) {
  const all = desk.prepare('select old_key, new_key, how, at, proof from case_desk_keys');
  const insert = desk.prepare('insert or ignore into case_desk_keys values (?, ?, ?, ?, ?, ?)');

  const followed = (): Followed[] => [
    ...audit.successions().map(followedIn),
    ...(all.all() as Stored[]).map((row) => ({
      ...row,
      at: Number(row.at),
      proof: row.proof === null ? null : successionSchema.parse(JSON.parse(row.proof)),
    })),
  ];

  /** The first key of the desk that a key is of: the same one for all of its keys. */
  const home = (key: string): string => {
    const before = new Map(followed().map(({ old_key, new_key }) => [new_key, old_key]));
    let first = key;
    for (let at = before.get(key); at !== undefined && at !== key; at = before.get(at)) first = at;
    return first;
  };

  return {
    home,
    followed,
    /** Every key of this desk. */
    ownKeys: (): string[] => audit.keys().map(({ id }) => id),
    /** All keys of the desk that a key is of, this one among them. */
    together(key: string): string[] {
      const first = home(key);
      const keys = new Set([key, first]);
      for (const { old_key, new_key } of followed())
        for (const one of [old_key, new_key]) if (home(one) === first) keys.add(one);
      return [...keys];
    },
    /** What a key signed of the one that follows it, or what people here accepted; null where none does. */
    after: (key: string): Followed | null =>
      followed().findLast(({ old_key }) => old_key === key) ?? null,
    /** Keeps that keys followed each other, by what they signed. Runs in the caller's transaction. */
    take(successions: readonly Succession[], by: string): void {
      const known = new Set(followed().map(({ old_key }) => old_key));
      for (const one of successions) {
        const { old_key, new_key, how, at } = followedIn(one);
        // A key that was lost signed nothing, and one that was replaced is not replaced once more.
        if (one.how === 'replaced' && !known.has(old_key))
          insert.run(new_key, old_key, how, at, JSON.stringify(one), by);
      }
    },
    /** Keeps that people here take a key for the next one of a desk. */
    accept: (old_key: string, new_key: string, by: string, at: number) =>
      insert.run(new_key, old_key, 'accepted', at, null, by),
  };
}

export type DeskKeys = ReturnType<typeof createDeskKeys>;

/** A succession by the ids of its keys. */
export function followedIn(one: Succession): Followed {
  const idOf = (key: string) => keyId(Buffer.from(key, 'base64'));
  return {
    old_key: idOf(one.old_public_key),
    new_key: idOf(one.new_public_key),
    how: 'signed',
    at: Date.parse(one.at),
    proof: one,
  };
}
