import { createHash } from 'node:crypto';
import {
  idOf,
  isSignedBy,
  keyAt,
  type KeyTime,
  replacesKey,
  termsOf,
  timesOf,
  trustedTo,
} from './keys.ts';
import type { Checkpoint, Log, Row } from './log.ts';

export interface Anchor {
  readonly install: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly key_id: string;
  readonly public_key: string;
  readonly signature: string;
}

export interface Verdict {
  readonly verdict: 'anchored' | 'unanchored' | 'broken' | 'contradicts_anchor';
  readonly rows: number;
  readonly anchored_to: number | null;
  readonly broken_at: number | null;
  /** Which key signed what, the first one first. */
  readonly keys: readonly KeyTime[];
  /** The newest row that the trusted key vouches for, itself or by keys that it named; null without one. */
  readonly trusted_to: number | null;
}

export interface Trust {
  /** A checkpoint that was kept elsewhere. */
  readonly anchor: Anchor | null;
  /** The public key to trust, SPKI in base64: one of the chain's. Without it the chain names its first. */
  readonly key: string | null;
}

const zeroes = '0'.repeat(64);
const fields = [
  'actor',
  'role',
  'door',
  'session',
  'command',
  'object',
  'outcome',
  'sentence',
] as const;

/** The verdict of docs/audit-format.md over one log. */
export function verify(log: Log, { anchor, key: trusted }: Trust): Verdict {
  const hashes: string[] = [];
  const faults: number[] = [];
  const replacing = new Map<number, Row>();
  let previous = zeroes;
  for (const row of log.rows()) {
    const seq = hashes.length + 1;
    if (
      row.seq !== String(seq) ||
      row.previous !== previous ||
      row.hash !== rowHash(log.install, row)
    ) {
      faults.push(seq);
      break;
    }
    hashes.push(row.hash);
    if (replacesKey(row)) replacing.set(seq, row);
    previous = row.hash;
  }
  const whole = hashes.length;
  const checkpoints = log.checkpoints();
  const successions = log.successions();
  const first = log.keys.get(checkpoints[0]?.key_id ?? '') ?? null;
  // A key that is trusted and is none of the chain's stands for its first one: nothing is signed by it.
  const isOurs = successions.some((one) =>
    [one.old_public_key, one.new_public_key].includes(trusted ?? ''),
  );
  const { terms, faults: misplaced } = termsOf(
    { install: log.install, successions: trusted && !isOurs ? [] : successions, checkpoints },
    trusted && !isOurs ? trusted : first,
    replacing,
  );
  faults.push(...misplaced.map((seq) => Math.min(seq, whole + 1)));
  for (const one of checkpoints) {
    const seq = Number(one.seq);
    if (seq > whole) faults.push(whole + 1);
    else if (!isSigned(log.install, one, keyAt(terms, seq))) faults.push(seq);
    else if (hashes[seq - 1] !== one.hash) faults.push(seq);
  }
  if (faults.length > 0) {
    const at = Math.min(...faults);
    const none = { keys: timesOf(terms, checkpoints), trusted_to: null };
    return { verdict: 'broken', rows: at - 1, anchored_to: null, broken_at: at, ...none };
  }
  const found = {
    ...{ rows: whole, broken_at: null, keys: timesOf(terms, checkpoints) },
    trusted_to: trusted === null ? null : trustedTo(terms, trusted, checkpoints),
  };
  if (anchor === null) return { ...found, verdict: 'unanchored', anchored_to: null };
  const agrees =
    anchor.install === log.install &&
    (terms.length === 0 || anchor.key_id === idOf(keyAt(terms, anchor.seq) ?? '')) &&
    anchorIsSigned(anchor) &&
    hashes[anchor.seq - 1] === anchor.hash;
  return agrees
    ? { ...found, verdict: 'anchored', anchored_to: anchor.seq }
    : { ...found, verdict: 'contradicts_anchor', anchored_to: null };
}

function rowHash(install: string, row: Row): string {
  const hash = createHash('sha256');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const text of ['recharge-desk/audit/1', install]) add(Buffer.from(text));
  add(Buffer.from(row.previous, 'hex'));
  for (const text of [row.seq, row.at, row.monotonic_ns]) add(Buffer.from(text));
  for (const name of fields) add(Buffer.from(row[name]));
  add(Buffer.from(row.details_digest, 'hex'));
  return hash.digest('hex');
}

function isSigned(install: string, checkpoint: Checkpoint, key: string | null): boolean {
  if (key === null || checkpoint.key_id !== idOf(key)) return false;
  return signed(key, { install, ...checkpoint }, checkpoint.signature);
}

function anchorIsSigned(anchor: Anchor): boolean {
  const at = String(Date.parse(anchor.at));
  return (
    anchor.key_id === idOf(anchor.public_key) &&
    signed(anchor.public_key, { ...anchor, at, seq: String(anchor.seq) }, anchor.signature)
  );
}

function signed(
  key: string,
  said: { install: string; seq: string; hash: string; at: string },
  signature: string,
): boolean {
  const bytes = ['recharge-desk/checkpoint/1', said.install, said.seq, said.hash, said.at, ''];
  return isSignedBy(key, bytes.join('\n'), signature);
}
