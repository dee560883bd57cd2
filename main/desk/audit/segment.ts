import type { Db } from '../storage/storage.ts';
import { shortCode } from './checkpoint.ts';
import { checkedRows } from './row-bytes.ts';

/** A part of the chain to check, in a form that crosses to a worker. */
export interface Segment {
  readonly install: string;
  readonly from: bigint;
  readonly to: bigint;
  /** The hash of the row before it, as the file has it. */
  readonly before: Uint8Array;
  /** What rows must hash to, as lower-case hex: checkpoints and anchors. */
  readonly wanted: ReadonlyMap<bigint, string>;
  /** A short code that is looked for. */
  readonly code: string | null;
}

export interface SegmentResult {
  /** Rows that were there, up to the first that does not hold. */
  readonly rows: bigint;
  readonly brokenAt: bigint | null;
  /** The hash of the last row. */
  readonly last: Uint8Array;
  /** Rows whose hash is not the one that was wanted. */
  readonly differ: readonly bigint[];
  /** The row that the code belongs to. */
  readonly codeAt: bigint | null;
}

const progressRows = 20_000n;

/** Recomputes the rows of a segment, and compares those that somebody else has stated. */
export function checkSegment(
  db: Db,
  segment: Segment,
  progress: (rows: bigint) => void,
): SegmentResult {
  const { install, from, to, before, wanted, code } = segment;
  const differ: bigint[] = [];
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
    const stated = wanted.get(seq);
    if (stated !== undefined && stated !== hash.toString('hex')) differ.push(seq);
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
