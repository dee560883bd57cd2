import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { Built, Form } from './build-column.ts';
import {
  type Codes,
  type Column,
  decimalDictionary,
  exactDictionary,
  numberDictionary,
  textDictionary,
} from './column.ts';

/**
 * A column on disk: a head of eight numbers, then the codes, the values and, for text, its bytes,
 * each from a multiple of eight. In the byte order of this machine: the files never leave it.
 */
const headLength = 8;
const mark = 0x4c_53_54_31;
const forms: readonly Form[] = ['text', 'number', 'exact', 'decimal'];

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function bytesOf(part: Codes | Float64Array | BigInt64Array): Buffer {
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
}

/** Writes a column; it stands under its name only when it is whole. Throws what the disk says. */
export function writeColumn(file: string, built: Built): void {
  const values = 'ends' in built ? built.ends : built.values;
  const text = 'bytes' in built ? built.bytes : Buffer.alloc(0);
  const head = Float64Array.of(
    mark,
    forms.indexOf(built.form),
    built.codes.BYTES_PER_ELEMENT,
    built.codes.length,
    values.length,
    text.length,
    0,
    0,
  );
  const draft = `${file}.${process.pid}.${threadId}.part`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    for (const part of [bytesOf(head), bytesOf(built.codes), bytesOf(values), text])
      writePadded(handle, part);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

function writePadded(handle: number, part: Buffer): void {
  for (let from = 0; from < part.length; ) from += writeSync(handle, part, from);
  writeSync(handle, Buffer.alloc(padded(part.length) - part.length));
}

/** Reads a column that `writeColumn` wrote; null where there is none, it is not whole, or of another form. */
export function readColumn(file: string, wanted: Form): Column | null {
  let all: Buffer;
  try {
    all = readFileSync(file);
  } catch {
    return null;
  }
  if (all.length < headLength * 8) return null;
  // A small file comes out of a shared pool, at any place of it: the parts need a multiple of eight.
  const bytes = new Uint8Array(all).buffer;
  const head = new Float64Array(bytes, 0, headLength);
  const [found, form, width = 0, rows = 0, size = 0, textLength = 0] = head;
  const codesAt = headLength * 8;
  const valuesAt = codesAt + padded(rows * width);
  const textAt = valuesAt + size * 8;
  if (forms[form ?? -1] !== wanted) return null;
  if (found !== mark || bytes.byteLength !== textAt + padded(textLength)) return null;
  const codes = codesIn(bytes, codesAt, rows, width);
  const column = { codes, bytes: bytes.byteLength };
  switch (wanted) {
    case 'text':
    case 'decimal': {
      const ends = new Float64Array(bytes, valuesAt, size);
      const dictionary = wanted === 'text' ? textDictionary : decimalDictionary;
      return { ...column, values: dictionary(ends, Buffer.from(bytes, textAt, textLength)) };
    }
    case 'number':
      return { ...column, values: numberDictionary(new Float64Array(bytes, valuesAt, size)) };
    case 'exact':
      return { ...column, values: exactDictionary(new BigInt64Array(bytes, valuesAt, size)) };
    default:
      return null;
  }
}

function codesIn(bytes: ArrayBuffer, at: number, rows: number, width: number): Codes {
  if (width === 1) return new Uint8Array(bytes, at, rows);
  return width === 2 ? new Uint16Array(bytes, at, rows) : new Uint32Array(bytes, at, rows);
}
