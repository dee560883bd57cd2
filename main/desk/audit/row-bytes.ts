import { hash as hashOf } from 'node:crypto';
import type { Db } from '../storage/storage.ts';
import { chainHash, type ChainRow, chainStart, digestBytes, prefixBytes } from './chain.ts';

/** A row of the chain as it stands in the file. */
export type StoredRow = ChainRow & { readonly previous: Uint8Array; readonly hash: Uint8Array };

/** Stands where the length of a field belongs; a field that holds it is read apart. */
const gap = 0x1f;
const gapText = `char(${Array.from({ length: prefixBytes }, () => gap).join(', ')})`;

const numbers = ['seq', 'at', 'monotonic_ns'] as const;
const texts = [
  ...(['actor', 'role', 'door', 'session', 'command', 'object', 'outcome', 'sentence'] as const),
];
const digests = ['previous', 'hash', 'details_digest'] as const;
const columns = [...numbers, ...texts];

/**
 * A row's bytes as they are hashed, with gaps where lengths belong, and its hash behind them. Null
 * where a digest is none or a field is missing: every row that is there has as many gaps.
 */
const packed = `iif(${digests.map((name) => `length(${name}) = ${digestBytes}`).join(' and ')},
  cast(@start || ${gapText} || previous || ${gapText} || ${columns.join(` || ${gapText} || `)}
    || ${gapText} || details_digest || hash as blob), null)`;

/**
 * Many rows as one value, one behind the other, and how many there are: a value costs about as much
 * to fetch as a row of this length costs to hash. The count is null where a row is left out.
 */
const block = `select cast(group_concat(bytes, '') as blob) as bytes,
  iif(count(*) = count(bytes), count(*), null) as count from (
  select ${packed} as bytes from audit where seq between @from and @to order by seq)`;

/** Rows fetched at once. */
const blockRows = 256n;

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
  const blocks = db.prepare<
    { start: Buffer; from: bigint; to: bigint },
    { bytes: Buffer | null; count: bigint | null }
  >(block);
  const whole = db.prepare<[bigint, bigint], StoredRow>(
    'select * from audit where seq between ? and ? order by seq',
  );
  let before: Buffer = Buffer.from(range.before);
  for (let from = range.from; from <= range.to; from += blockRows) {
    const to = from + blockRows - 1n < range.to ? from + blockRows - 1n : range.to;
    const { bytes = null, count = null } = blocks.get({ start, from, to }) ?? {};
    const rows =
      (bytes === null || count === null
        ? null
        : packedRows(bytes, Number(count), start.length, from)) ??
      rowByRow(whole.all(from, to), install, from);
    for (const { previous, hash, computed } of rows) {
      yield { holds: previous.equals(before) && hash.equals(computed), hash };
      before = hash;
    }
  }
}

interface HashedRow {
  /** As the file has them. */
  readonly previous: Buffer;
  readonly hash: Buffer;
  /** What the hash of its bytes is; empty where the row is not the one that belongs there. */
  readonly computed: Buffer;
}

/** The hashes of rows by their columns, one by one: slow, and sure of where each field ends. */
function rowByRow(rows: readonly StoredRow[], install: string, from: bigint): HashedRow[] {
  return rows.map((row, index) => {
    if (row.seq !== from + BigInt(index) || !isWhole(row)) return noRow;
    return {
      previous: Buffer.from(row.previous),
      hash: Buffer.from(row.hash),
      computed: chainHash(install, row.previous, row),
    };
  });
}

/** In the place of a row that cannot be hashed; it follows nothing, and is not its hash. */
const noRow: HashedRow = {
  previous: Buffer.alloc(0),
  hash: Buffer.alloc(digestBytes),
  computed: Buffer.alloc(0),
};

/** A file that was made anew need not keep to the types of ours. */
function isWhole(row: StoredRow): boolean {
  return (
    numbers.every((name) => typeof row[name] === 'bigint') &&
    texts.every((name) => typeof row[name] === 'string') &&
    digests.every((name) => row[name] instanceof Uint8Array && row[name].length === digestBytes)
  );
}

/**
 * Puts the lengths into the gaps of a block and hashes the rows where they lie. Null where anything
 * is not as it should be: a number out of turn, a row left out, a field that holds a gap.
 */
function packedRows(
  bytes: Buffer,
  count: number,
  startLength: number,
  from: bigint,
): HashedRow[] | null {
  const rows: HashedRow[] = [];
  const first = Number(from);
  for (let at = 0; at < bytes.length; ) {
    const previousAt = at + startLength + prefixBytes;
    let field = previousAt + digestBytes + prefixBytes;
    for (let index = 0; index < columns.length; index += 1) {
      // Byte by byte: the fields are short, and a call into native code costs more than they do.
      let end = field;
      while (end < bytes.length && bytes[end] !== gap) end += 1;
      if (!isGap(bytes, end)) return null;
      if (index === 0 && bytes.toString('latin1', field, end) !== String(first + rows.length))
        return null;
      put(bytes, field, end - field);
      field = end + prefixBytes;
    }
    const hashAt = field + digestBytes;
    if (hashAt + digestBytes > bytes.length) return null;
    put(bytes, previousAt, digestBytes);
    put(bytes, field, digestBytes);
    rows.push({
      previous: bytes.subarray(previousAt, previousAt + digestBytes),
      hash: bytes.subarray(hashAt, hashAt + digestBytes),
      computed: hashOf('sha256', bytes.subarray(at, hashAt), 'buffer'),
    });
    at = hashAt + digestBytes;
  }
  return rows.length === count ? rows : null;
}

function isGap(row: Buffer, at: number): boolean {
  return row[at] === gap && row[at + 1] === gap && row[at + 2] === gap && row[at + 3] === gap;
}

/** The length of the field that begins there, into the gap before it. */
function put(row: Buffer, at: number, length: number): void {
  row[at - 4] = length >>> 24;
  row[at - 3] = (length >>> 16) & 0xff;
  row[at - 2] = (length >>> 8) & 0xff;
  row[at - 1] = length & 0xff;
}
