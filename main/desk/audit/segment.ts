import type { Db } from '../storage/storage.ts';
import { checkpointBytes, shortCode } from './checkpoint.ts';
import { publicKeyOf, verifies } from './key.ts';
import { type Term, termAt } from './key-times.ts';
import { checkedRows } from './row-bytes.ts';

/** A checkpoint as the file has it. */
export interface StoredCheckpoint {
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: bigint;
  readonly key_id: string;
  readonly signature: Uint8Array;
}

/** A part of the chain to check, in a form that crosses to a worker. */
export interface Segment {
  readonly install: string;
  readonly from: bigint;
  readonly to: bigint;
  /** The hash of the row before it, as the file has it. */
  readonly before: Uint8Array;
  /** What was signed of its rows, and whose signature that must be, from which row on. */
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly terms: readonly Term[];
  /** A short code that is looked for. */
  readonly code: string | null;
}

export interface SegmentResult {
  /** Rows that were there, up to the first that does not hold. */
  readonly rows: bigint;
  readonly brokenAt: bigint | null;
  /** The hash of the last row. */
  readonly last: Uint8Array;
  /** Rows whose checkpoint is not signed by the key of its term, or says another hash. */
  readonly differ: readonly bigint[];
  /** The row that the code belongs to. */
  readonly codeAt: bigint | null;
}

const progressRows = 20_000n;

/** Recomputes the rows of a segment, and holds its checkpoints against them. */
export function checkSegment(
  db: Db,
  segment: Segment,
  progress: (rows: bigint) => void,
): SegmentResult {
  const { install, from, to, before, code } = segment;
  const stated = new Map(segment.checkpoints.map((one) => [one.seq, one.hash]));
  const differ = forged(segment);
  let seq = from - 1n;
  let brokenAt: bigint | null = null;
  let codeAt: bigint | null = null;
  let last: Uint8Array = before;
  for (const { holds, hash } of checkedRows(db, install, { from, to, before })) {
    seq += 1n;
    if (!holds) {
      brokenAt = seq;
      break;
    }
    last = hash;
    const signed = stated.get(seq);
    if (signed !== undefined && hash.compare(signed) !== 0) differ.push(seq);
    if (
      code !== null &&
      shortCode({ install, seq: Number(seq), hash: hash.toString('hex') }) === code
    )
      codeAt = seq;
    if (seq % progressRows === 0n) progress(seq - from + 1n);
  }
  // Rows that are missing before the end are a break as well; at the very end they are a cut.
  const rows = (brokenAt ?? seq + 1n) - from;
  return { rows, brokenAt, last: Buffer.from(last), differ, codeAt };
}

/** Checkpoints that the key of their term did not sign. */
function forged({ install, checkpoints, terms }: Segment): bigint[] {
  const keys = new Map(terms.map((term) => [term.id, publicKeyOf(term.publicKey)]));
  return checkpoints
    .filter((one) => {
      const publicKey = keys.get(one.key_id) ?? null;
      return (
        one.key_id !== termAt(terms, one.seq)?.id ||
        publicKey === null ||
        !verifies(publicKey, checkpointBytes({ install, ...one }), one.signature)
      );
    })
    .map((one) => one.seq);
}
