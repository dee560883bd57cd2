import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import type { Checkpoint, Row, Succession } from './log.ts';

/** The rows that one key answers for. */
export interface Term {
  readonly key: string;
  readonly came: 'first' | 'replaced' | 'lost';
  readonly from: number;
}

/** Which key signed what, for whoever reads the verdict. */
export interface KeyTime {
  readonly key_id: string;
  readonly came: Term['came'];
  readonly from: number;
  readonly to: number | null;
  readonly signed_to: number | null;
}

const acts = { replaced: 'audit.replaceKey', lost: 'audit.replaceLostKey' } as const;

/** True for the row of an act that puts a key in the place of another. */
export function replacesKey({ command, outcome }: Row): boolean {
  return outcome === 'done' && Object.values<string>(acts).includes(command);
}

/**
 * The terms of the keys of a chain, and the rows at which a key does not follow from the one before it.
 * `rows` are those that replace a key, `hashes` those of the whole chain.
 */
export function termsOf(
  log: {
    readonly install: string;
    readonly successions: readonly Succession[];
    readonly checkpoints: readonly Checkpoint[];
  },
  first: string | null,
  rows: ReadonlyMap<number, Row>,
): { terms: Term[]; faults: number[] } {
  const { successions, checkpoints } = log;
  const start = successions[0]?.old_public_key ?? first;
  if (start === null) return { terms: [], faults: [...rows.keys()] };
  const terms: Term[] = [{ key: start, came: 'first', from: 1 }];
  const faults: number[] = [];
  const left = new Set(rows.keys());
  for (const one of successions) {
    const before = terms.at(-1);
    const row = rows.get(one.seq);
    left.delete(one.seq);
    const holds =
      before !== undefined &&
      (one.seq > before.from || before.came === 'first') &&
      one.install === log.install &&
      one.old_public_key === before.key &&
      row?.command === acts[one.how] &&
      row.object === `key/${digestOf(one.new_public_key)}` &&
      row.hash === one.hash &&
      isSignedByKeys(one) &&
      lastHolds(one, checkpoints);
    if (!holds) faults.push(one.seq);
    terms.push({ key: one.new_public_key, came: one.how, from: one.seq });
  }
  return { terms, faults: [...faults, ...left] };
}

/** The key that has to have signed a row. */
export function keyAt(terms: readonly Term[], seq: number): string | null {
  return terms.findLast(({ from }) => from <= seq)?.key ?? null;
}

/** As a verdict tells them. */
export function timesOf(terms: readonly Term[], checkpoints: readonly Checkpoint[]): KeyTime[] {
  return terms.map(({ key, came, from }, index) => {
    const next = terms[index + 1];
    return {
      key_id: idOf(key),
      came,
      from,
      to: next === undefined ? null : next.from - 1,
      signed_to: newestOf(key, checkpoints),
    };
  });
}

/** The newest row that a key vouches for, itself or by the keys that it named: what is trusted with it. */
export function trustedTo(
  terms: readonly Term[],
  trusted: string,
  checkpoints: readonly Checkpoint[],
): number | null {
  const begin = terms.findIndex(({ key }) => key === trusted);
  if (begin < 0) return null;
  let newest: number | null = null;
  for (const { key, came, from } of terms.slice(begin)) {
    if (came === 'lost' && key !== trusted) break;
    // The row at which it took over is signed by both.
    const own = came === 'replaced' && key !== trusted ? from : null;
    newest = Math.max(newest ?? 0, own ?? 0, newestOf(key, checkpoints) ?? 0) || null;
  }
  return newest;
}

function newestOf(key: string, checkpoints: readonly Checkpoint[]): number | null {
  const own = checkpoints.filter(({ key_id }) => key_id === idOf(key));
  return own.length === 0 ? null : Math.max(...own.map(({ seq }) => Number(seq)));
}

function lastHolds(one: Succession, checkpoints: readonly Checkpoint[]): boolean {
  const newest = newestOf(one.old_public_key, checkpoints);
  if (one.last === null) return newest === null;
  const stated = checkpoints.find(
    ({ seq, key_id }) => seq === String(newest) && key_id === idOf(one.old_public_key),
  );
  return newest === one.last.seq && stated?.hash === one.last.hash;
}

function isSignedByKeys(one: Succession): boolean {
  const bytes = [
    'recharge-desk/succession/1',
    ...[one.install, one.how, one.old_public_key, one.new_public_key, one.seq, one.hash],
    ...[one.last?.seq ?? 0, one.last?.hash ?? '', Date.parse(one.at), ''],
  ].join('\n');
  const old =
    one.how === 'lost'
      ? one.by_old === null
      : one.by_old !== null && isSignedBy(one.old_public_key, bytes, one.by_old);
  return old && isSignedBy(one.new_public_key, bytes, one.by_new);
}

/** True where an Ed25519 key (SPKI in base64) signed these bytes; never throws. */
export function isSignedBy(key: string, bytes: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({
      key: Buffer.from(key, 'base64'),
      type: 'spki',
      format: 'der',
    });
    return (
      publicKey.asymmetricKeyType === 'ed25519' &&
      verifySignature(null, Buffer.from(bytes), publicKey, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}

function digestOf(key: string): string {
  return createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex');
}

export function idOf(key: string): string {
  return digestOf(key).slice(0, 16);
}
