import { setImmediate as breathe } from 'node:timers/promises';
import type { Anchor, AuditVerdict } from '../../../contract/audit.ts';
import type { Db } from '../storage/storage.ts';
import { type ChainRow, chainHash, genesis } from './chain.ts';
import { anchorIsSigned, checkpointBytes } from './checkpoint.ts';
import { type SigningKey, signedBy } from './key.ts';

export type StoredRow = ChainRow & { readonly previous: Uint8Array; readonly hash: Uint8Array };

interface StoredCheckpoint {
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: bigint;
  readonly key_id: string;
  readonly signature: Uint8Array;
}

/**
 * Recomputes every row and every checkpoint, a thousand at a time so that other calls get in
 * between, and holds the result against an anchor from outside where one is given.
 */
export function createVerifier(desk: Db, install: string, key: SigningKey) {
  const rowsAfter = desk.prepare('select * from audit where seq > ? order by seq limit 1000');
  const checkpoints = desk.prepare('select * from checkpoints order by seq');

  return async function verify(anchor?: Anchor): Promise<AuditVerdict> {
    const wanted = new Map<bigint, StoredCheckpoint>();
    for (const one of checkpoints.all() as StoredCheckpoint[]) wanted.set(one.seq, one);
    const anchorSeq = anchor ? BigInt(anchor.seq) : null;
    let anchored: Uint8Array | null = null;
    let previous: Uint8Array = genesis;
    let seq = 0n;
    for (;;) {
      const rows = rowsAfter.all(seq) as StoredRow[];
      for (const row of rows) {
        const at = seq + 1n;
        if (!rowFollows(row, at, previous)) return broken(seq, at);
        const checkpoint = wanted.get(at);
        if (checkpoint && !checkpointHolds(checkpoint, row.hash)) return broken(seq, at);
        wanted.delete(at);
        seq = at;
        previous = row.hash;
        if (seq === anchorSeq) anchored = row.hash;
      }
      if (rows.length === 0) break;
      await breathe();
    }
    // A checkpoint beyond the last row: rows were cut from the end.
    const [cut] = wanted.keys();
    if (cut !== undefined) return broken(seq, seq + 1n);
    if (!anchor) return unanchored(seq);
    if (anchor.install !== install || anchor.key_id !== key.id || !anchorIsSigned(anchor))
      return foreign(seq, anchor);
    return anchored && Buffer.from(anchored).toString('hex') === anchor.hash
      ? anchoredTo(seq, anchor)
      : contradicts(seq, anchor);
  };

  function rowFollows(row: StoredRow, at: bigint, previous: Uint8Array): boolean {
    return (
      row.seq === at &&
      same(row.previous, previous) &&
      same(row.hash, chainHash(install, previous, row))
    );
  }

  function checkpointHolds(checkpoint: StoredCheckpoint, hash: Uint8Array): boolean {
    const bytes = checkpointBytes({ install, ...checkpoint });
    const signature = Buffer.from(checkpoint.signature).toString('base64');
    return same(checkpoint.hash, hash) && signedBy(key.publicKey, bytes, signature);
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** What the signing key is worth: proof only up to the newest anchor that is held elsewhere. */
const unprotected =
  'The signing key lies in a file of this workspace, so whoever holds the folder could sign anew: ' +
  'proof reaches only as far as an anchor kept elsewhere.';

function verdict(
  word: AuditVerdict['verdict'],
  rows: bigint,
  sentence: string,
  at: { anchored_to?: number; broken_at?: bigint } = {},
): AuditVerdict {
  return {
    verdict: word,
    rows: Number(rows),
    anchored_to: at.anchored_to ?? null,
    broken_at: at.broken_at === undefined ? null : Number(at.broken_at),
    key_protected: false,
    sentence,
  };
}

function unanchored(rows: bigint): AuditVerdict {
  return verdict(
    'unanchored',
    rows,
    `The chain of ${rows} rows is whole, but no anchor from outside this file was given: rows cut ` +
      `from its end, or a chain rewritten with its key, would not show. ${unprotected}`,
  );
}

function broken(rows: bigint, at: bigint): AuditVerdict {
  return verdict(
    'broken',
    rows,
    `The chain breaks at row ${at}: that row or one before it was changed, taken out or put in.`,
    { broken_at: at },
  );
}

function anchoredTo(rows: bigint, anchor: Anchor): AuditVerdict {
  const tail = rows - BigInt(anchor.seq);
  return verdict(
    'anchored',
    rows,
    `The chain of ${rows} rows is whole and is the one anchored at row ${anchor.seq}` +
      `${tail > 0n ? `; the ${tail} rows after it are not anchored` : ''}. ${unprotected}`,
    { anchored_to: anchor.seq },
  );
}

function contradicts(rows: bigint, anchor: Anchor): AuditVerdict {
  return verdict(
    'contradicts_anchor',
    rows,
    `The anchor says what row ${anchor.seq} was, and this chain of ${rows} rows says otherwise: it ` +
      'was rewritten, cut, or is an older copy.',
  );
}

function foreign(rows: bigint, anchor: Anchor): AuditVerdict {
  return verdict(
    'contradicts_anchor',
    rows,
    `The anchor (key ${anchor.key_id}) was not signed by the key of this workspace, so it proves ` +
      'nothing for this chain: it belongs to another desk, was changed, or the key here was exchanged.',
  );
}
