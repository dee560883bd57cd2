import type { Succession } from '../../../contract/audit.ts';
import type { Db } from '../storage/storage.ts';
import type { StoredRow } from './row-bytes.ts';

/** The first line says it; docs/audit-format.md says the rest for other programs. */
const exportFormat = 'recharge-desk-audit/1';

/**
 * The chain as lines of JSON: a head with the public keys, every row, every checkpoint, every change of
 * the key. Integers
 * are decimal strings, digests lower-case hex. What persons wrote stays out: its salted digest
 * stands for it.
 */
export function* exportedLines(
  desk: Db,
  install: string,
  successions: readonly Succession[],
  to: bigint,
): Generator<string> {
  const keys = desk.prepare('select key_id, public_key from signing_keys order by key_id').all();
  yield JSON.stringify({ format: exportFormat, install, rows: String(to), keys });
  const page = desk.prepare(
    'select * from audit where seq > ? and seq <= ? order by seq limit 500',
  );
  for (let after = 0n; after < to; ) {
    const rows = page.all(after, to) as StoredRow[];
    for (const row of rows)
      yield JSON.stringify({
        ...row,
        seq: String(row.seq),
        at: String(row.at),
        monotonic_ns: String(row.monotonic_ns),
        details_digest: hex(row.details_digest),
        previous: hex(row.previous),
        hash: hex(row.hash),
      });
    const last = rows.at(-1);
    if (!last) break;
    after = last.seq;
  }
  const checkpoints = desk
    .prepare('select * from checkpoints where seq <= ? order by seq')
    .all(to) as {
    seq: bigint;
    hash: Uint8Array;
    at: bigint;
    key_id: string;
    signature: Uint8Array;
  }[];
  for (const one of checkpoints)
    yield JSON.stringify({
      checkpoint: String(one.seq),
      hash: hex(one.hash),
      at: String(one.at),
      key_id: one.key_id,
      signature: Buffer.from(one.signature).toString('base64'),
    });
  for (const one of successions) if (BigInt(one.seq) <= to) yield JSON.stringify(one);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
