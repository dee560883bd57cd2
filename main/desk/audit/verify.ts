import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Anchor, AuditVerdict } from '../../../contract/audit.ts';
import type { Db } from '../storage/storage.ts';
import { digestBytes, genesis } from './chain.ts';
import { anchorIsSigned } from './checkpoint.ts';
import type { SigningKey } from './key.ts';
import { createKeyTimes, type Term, termAt } from './key-times.ts';
import {
  checkSegment,
  type Segment,
  type SegmentResult,
  type StoredCheckpoint,
} from './segment.ts';
import {
  anchoredTo,
  broken,
  byCode,
  codeUnknown,
  contradicts,
  contradictsKept,
  foreign,
  type Found,
  unanchored,
} from './verdict.ts';

/** What is held against the chain. */
export interface VerifyInput {
  readonly anchor?: Anchor | undefined;
  /** A short code that was kept elsewhere. */
  readonly code?: string | undefined;
}

/** Below so many rows a thread of its own costs more than it saves. */
const rowsForWorkers = 20_000n;
const mostWorkers = 4;

/**
 * Recomputes every row and every checkpoint, long chains in workers beside the desk's thread, and
 * holds the result against an anchor or a short code from outside where one is given, and against
 * the anchors that the desk keeps beside the workspace.
 */
export function createVerifier(deps: {
  desk: Db;
  install: string;
  key: SigningKey;
  kept: () => ReadonlyMap<bigint, Anchor>;
}) {
  const { desk, install, key } = deps;
  const head = desk.prepare('select coalesce(max(seq), 0) from audit').pluck();
  const hashAt = desk.prepare('select hash from audit where seq = ?').pluck();
  const checkpoints = desk.prepare('select * from checkpoints order by seq');
  const keyTimes = createKeyTimes(desk, install);

  return async function verify(
    { anchor, code }: VerifyInput,
    progress: (rows: number, of: number) => void = () => {},
  ): Promise<AuditVerdict> {
    const to = head.get() as bigint;
    const signed = checkpoints.all() as StoredCheckpoint[];
    const kept = deps.kept();
    const { terms, faults: misplaced } = keyTimes.terms(key);
    const found = await check(to, signed, terms, code ?? null, progress);
    const rows = found.rows;
    const faults = [
      found.brokenAt,
      ...found.differ,
      // A key that signs without having followed the one before it.
      ...misplaced.map((seq) => (seq <= rows ? seq : rows + 1n)),
      // A checkpoint beyond the last row: rows were cut from the end.
      signed.some(({ seq }) => seq > rows) ? rows + 1n : null,
    ].filter((seq) => seq !== null);
    const say: Found = {
      ...{ rows, kept: newest(kept), isProtected: key.isProtected },
      keys: keyTimes.told(terms),
    };
    if (faults.length > 0)
      return broken(
        say,
        faults.reduce((a, b) => (a < b ? a : b)),
      );
    const ownHash = (seq: bigint) => (seq <= rows ? hexOf(hashAt.get(seq) as Uint8Array) : null);
    if (anchor) {
      const signer = termAt(terms, BigInt(anchor.seq));
      const ours = anchor.install === install && anchor.key_id === signer?.id;
      if (!ours || !anchorIsSigned(anchor)) return foreign(say, anchor);
      if (ownHash(BigInt(anchor.seq)) !== anchor.hash) return contradicts(say, anchor.seq);
    }
    for (const [seq, one] of kept)
      if (ownHash(seq) !== one.hash && anchorIsSigned(one)) return contradictsKept(say, seq);
    if (code !== undefined && found.codeAt === null) return codeUnknown(say, code);
    if (anchor) return anchoredTo(say, anchor.seq);
    return found.codeAt === null ? unanchored(say) : byCode(say, Number(found.codeAt));
  };

  /** The whole chain in segments, whose ends are held against each other's beginnings. */
  async function check(
    to: bigint,
    signed: readonly StoredCheckpoint[],
    terms: readonly Term[],
    code: string | null,
    progress: (rows: number, of: number) => void,
  ): Promise<SegmentResult> {
    const threads =
      to < rowsForWorkers ? 1n : BigInt(Math.min(mostWorkers, availableParallelism()));
    const segments = Array.from({ length: Number(threads) }, (_, index): Segment => {
      const from = (to * BigInt(index)) / threads + 1n;
      const before = from === 1n ? genesis : (hashAt.get(from - 1n) as Uint8Array | undefined);
      const end = (to * BigInt(index + 1)) / threads;
      return {
        ...{ install, code, from, to: end },
        terms,
        checkpoints: signed.filter(({ seq }) => seq >= from && seq <= end),
        before: Buffer.from(before ?? Buffer.alloc(digestBytes)),
      };
    });
    const done = segments.map(() => 0n);
    const told = (index: number) => (rows: bigint) => {
      done[index] = rows;
      progress(Number(done.reduce((a, b) => a + b, 0n)), Number(to));
    };
    const results =
      threads === 1n
        ? segments.map((segment) => checkSegment(desk, segment, told(0)))
        : await Promise.all(
            segments.map((segment, index) => checkAside(desk.name, segment, told(index))),
          );
    return joined(segments, results);
  }
}

/** Segments as one; rows after a break say nothing any more. */
function joined(segments: readonly Segment[], results: readonly SegmentResult[]): SegmentResult {
  let rows = 0n;
  const differ: bigint[] = [];
  let codeAt: bigint | null = null;
  let last: Uint8Array = genesis;
  for (const [index, result] of results.entries()) {
    rows += result.rows;
    differ.push(...result.differ);
    codeAt ??= result.codeAt;
    last = result.last;
    // Rows that a segment lacks at its end are a break, where others follow.
    const lacks = index < results.length - 1 && rows < (segments[index]?.to ?? rows);
    const brokenAt = result.brokenAt ?? (lacks ? rows + 1n : null);
    if (brokenAt !== null) return { rows, differ, codeAt, last, brokenAt };
  }
  return { rows, differ, codeAt, last, brokenAt: null };
}

function checkAside(
  file: string,
  segment: Segment,
  progress: (rows: bigint) => void,
): Promise<SegmentResult> {
  const own = fileURLToPath(import.meta.url);
  const script = own.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js';
  const worker = new Worker(new URL(script, import.meta.url), { workerData: { file, segment } });
  return new Promise((resolve, reject) => {
    worker.on('message', (said: { rows?: bigint; result?: SegmentResult }) => {
      if (said.rows !== undefined) progress(said.rows);
      if (said.result) resolve(said.result);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the verifying worker ended without a result')));
  });
}

function newest(kept: ReadonlyMap<bigint, Anchor>): bigint | null {
  return [...kept.keys()].at(-1) ?? null;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
