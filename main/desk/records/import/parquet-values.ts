import { isUtf8 } from 'node:buffer';
import type { SchemaElement } from 'hyparquet';
import { LosslessNumber, stringify } from 'lossless-json';
import type { Fault } from './fault.ts';

/** The values of one row as text, and what makes the row unreadable. */
export interface ParquetTexts {
  readonly texts: string[];
  readonly broken: Fault | null;
}

/**
 * The stored values of a row as the text that a CSV would hold; '' is unknown. In the places of
 * `exact` a floating-point number says that it is one, so that no parser takes it for an integer.
 * Bytes that nobody calls text are hexadecimal digits where the column is none of `known`.
 */
export function textsOf(
  columns: readonly SchemaElement[],
  values: readonly unknown[],
  { exact, known }: Readonly<Record<'exact' | 'known', ReadonlySet<number>>>,
): ParquetTexts {
  let broken: Fault | null = null;
  const texts = columns.map((column, place) => {
    const value = values[place];
    if (value === null || value === undefined) return '';
    if (typeof value === 'number' && exact.has(place) && isFloat(column)) return `${value} (float)`;
    const text = textOf(column, value) ?? (known.has(place) ? null : hexOf(column, value));
    if (text === null) broken = faultOf('NOT_UTF8', column, 'holds bytes that are not UTF-8');
    else if (text.includes('\0')) broken = faultOf('NUL_BYTE', column, 'holds a NUL character');
    return text ?? '\ufffd';
  });
  return { texts, broken };
}

function faultOf(code: Fault['code'], { name }: SchemaElement, says: string): Fault {
  return { code, column: name, sentence: `The value of this column ${says}.` };
}

function isFloat({ type }: SchemaElement): boolean {
  return type === 'FLOAT' || type === 'DOUBLE';
}

/** Bytes of a column that is not said to be text; null for those of one that is. */
function hexOf({ converted_type, logical_type }: SchemaElement, value: unknown): string | null {
  const text = converted_type !== undefined || logical_type !== undefined;
  return text || !(value instanceof Uint8Array) ? null : Buffer.from(value).toString('hex');
}

/** One value as text; null where its bytes are no text. */
function textOf(column: SchemaElement, value: unknown): string | null {
  if (value instanceof Uint8Array && column.num_children === undefined)
    return bytesText(column, value);
  if (typeof value === 'bigint' || typeof value === 'number') return numberText(column, value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.toWellFormed();
  return stringify(plain(value)) ?? '';
}

function bytesText(column: SchemaElement, bytes: Uint8Array): string | null {
  const scale = scaleOf(column);
  if (scale !== null) return decimalText(signed(bytes), scale);
  if (column.type === 'FIXED_LEN_BYTE_ARRAY') {
    const hex = Buffer.from(bytes).toString('hex');
    return column.logical_type?.type === 'UUID'
      ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      : hex;
  }
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : null;
}

function numberText(column: SchemaElement, value: bigint | number): string {
  const { converted_type: converted, logical_type: logical, type } = column;
  const scale = scaleOf(column);
  if (isFloat(column)) return String(value);
  const whole = BigInt(value);
  if (scale !== null) return decimalText(whole, scale);
  if (converted === 'DATE' || logical?.type === 'DATE')
    return timeText(whole * 86_400_000n).slice(0, 10);
  // The oldest way to store times says nothing of their zone.
  if (type === 'INT96') return timeText(floor(whole, 1_000_000n)).slice(0, -1);
  if (logical?.type === 'TIMESTAMP') {
    const parts = { MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n }[logical.unit];
    const text = timeText(floor(whole, parts));
    return logical.isAdjustedToUTC ? text : text.slice(0, -1);
  }
  if (converted === 'TIMESTAMP_MILLIS') return timeText(whole);
  if (converted === 'TIMESTAMP_MICROS') return timeText(floor(whole, 1000n));
  const unsigned =
    converted?.startsWith('UINT') || (logical?.type === 'INTEGER' && !logical.isSigned);
  return String(unsigned ? BigInt.asUintN(type === 'INT32' ? 32 : 64, whole) : whole);
}

function scaleOf({ converted_type, logical_type, scale }: SchemaElement): number | null {
  if (logical_type?.type === 'DECIMAL') return logical_type.scale;
  return converted_type === 'DECIMAL' ? (scale ?? 0) : null;
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(-scale)}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Big-endian two's complement. */
function signed(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

function floor(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return value % by < 0n ? whole - 1n : whole;
}

/** UTC as in 2026-02-28T12:00:00.000Z; a moment that no calendar shows comes as a number too long. */
function timeText(ms: bigint): string {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) ? `${ms}000000000000000Z` : date.toISOString();
}

/** A nested value as plain JSON, its integers exact. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return new LosslessNumber(String(value));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
