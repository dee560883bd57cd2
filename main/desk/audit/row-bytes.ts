import { hash as hashOf } from 'node:crypto';
import type { Db } from '../storage/storage.ts';
import { chainHash, type ChainRow, chainStart, digestBytes, prefixBytes } from './chain.ts';

/** A row of the chain as it stands in the file. */
export type StoredRow = ChainRow & { readonly previous: Uint8Array; readonly hash: Uint8Array };

/** Stands where the length of a field belongs; a field that holds it is read apart. */
const gap = 0x1f;
const gapText = `char(${Array.from({ length: prefixBytes }, () => gap).join(', ')})`;

const columns = [
  ...['seq', 'at', 'monotonic_ns', 'actor', 'role', 'door', 'session', 'command', 'object'],
  ...['outcome', 'sentence'],
];

/**
 * One value a row: its bytes as they are hashed, with gaps where lengths belong, and its hash
 * behind them; null where a digest is none. Reading one blob costs a third of reading 14 columns.
 */
const packed = `iif(length(previous) = ${digestBytes} and length(hash) = ${digestBytes}
  and length(details_digest) = ${digestBytes},
  cast(@start || ${gapText} || previous || ${gapText} || concat_ws(${gapText}, ${columns.join(', ')})
    || ${gapText} || details_digest || hash as blob), null)`;

/** Rows fetched at once. */
const batch = 2000n;

/** What the check of one row found. */
export interface RowCheck {
  /** It follows the row before it, and its hash is that of its bytes. */
  readonly holds: boolean;
  /** As the file has it. */
  readonly hash: Buffer;
}

/**
 * Reads rows `from` to `to` in order and recomputes each. Stops nowhere by itself: the caller
 * decides. `before` is the hash that the first of them must follow.
 */
export function* checkedRows(
  db: Db,
  install: string,
  range: { readonly from: bigint; readonly to: bigint; readonly before: Uint8Array },
): Generator<RowCheck> {
  const start = chainStart(install);
  const rows = db
    .prepare<{ start: Buffer; from: bigint; to: bigint }, Buffer | null>(
      `select ${packed} from audit where seq between @from and @to order by seq`,
    )
    .pluck();
  const whole = db.prepare<[bigint], StoredRow>('select * from audit where seq = ?');
  const previousAt = start.length + prefixBytes;
  const fieldsAt = previousAt + digestBytes + prefixBytes;
  let before: Buffer = Buffer.from(range.before);
  let seq = range.from - 1n;
  for (let from = range.from; from <= range.to; from += batch) {
    const last = from + batch - 1n < range.to ? from + batch - 1n : range.to;
    for (const row of rows.all({ start, from, to: last })) {
      seq += 1n;
      if (row === null) {
        yield { holds: false, hash: before };
        continue;
      }
      const hash = row.subarray(row.length - digestBytes);
      const computed =
        hashOfPacked(row, previousAt, fieldsAt, seq) ?? recomputed(whole.get(seq), install);
      const follows = before.compare(row, previousAt, previousAt + digestBytes) === 0;
      yield { holds: follows && hash.equals(computed), hash };
      before = hash;
    }
  }
}

/** The hash of a row by its columns, one by one. */
function recomputed(row: StoredRow | undefined, install: string): Buffer {
  return row ? chainHash(install, row.previous, row) : Buffer.alloc(0);
}

/**
 * Puts the lengths into the gaps and hashes the bytes where they lie. Null where the fields cannot
 * be told apart, which is so where one of them holds a gap.
 */
function hashOfPacked(
  row: Buffer,
  previousAt: number,
  fieldsAt: number,
  seq: bigint,
): Buffer | null {
  const digestAt = row.length - 2 * digestBytes;
  const end = digestAt - prefixBytes;
  let from = fieldsAt;
  for (let field = 0; field < columns.length; field += 1) {
    const found = row.indexOf(gap, from);
    // The last field ends at the gap before the digest, every other one before that.
    if (found < 0 || (found === end) !== (field === columns.length - 1) || !isGap(row, found))
      return null;
    if (field === 0 && row.toString('latin1', from, found) !== String(seq)) return Buffer.alloc(0);
    put(row, from, found - from);
    from = found + prefixBytes;
  }
  put(row, previousAt, digestBytes);
  put(row, digestAt, digestBytes);
  return hashOf('sha256', row.subarray(0, row.length - digestBytes), 'buffer');
}

function isGap(row: Buffer, at: number): boolean {
  return row[at + 1] === gap && row[at + 2] === gap && row[at + 3] === gap;
}

/** The length of the field that begins there, into the gap before it. */
function put(row: Buffer, at: number, length: number): void {
  row[at - 4] = length >>> 24;
  row[at - 3] = (length >>> 16) & 0xff;
  row[at - 2] = (length >>> 8) & 0xff;
  row[at - 1] = length & 0xff;
}
