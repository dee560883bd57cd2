import { isAscii, isUtf8 } from 'node:buffer';
import { refuseDrop } from './drop.ts';

/** Some lines of a file that follow each other, without their line feeds. */
export interface Lines {
  readonly texts: readonly string[];
  /** The number of the first of them, counted from 1. */
  readonly first: number;
  /** Lines, by place in `texts`, whose bytes are not UTF-8. */
  readonly broken: ReadonlySet<number>;
  /** There is a quotation mark in one of them. */
  readonly quotes: boolean;
  /** There is a NUL byte in one of them. */
  readonly nul: boolean;
}

/** No row is longer; a file with such a line is refused, a quote left open that long is given up. */
export const longestRow = 64 * 2 ** 20;

const lineFeed = 0x0a;

/**
 * Cuts the bytes of a file into lines, some thousands at a time. A byte order mark of UTF-8 is
 * passed over. Refuses a file that is UTF-16 or has a line without end.
 */
export async function* linesOf(name: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let rest: Buffer[] = [];
  let first = 1;
  let atStart = true;
  const take = (block: Buffer): Lines => {
    const lines = cut(atStart ? withoutMark(name, block) : block, first);
    first += lines.texts.length;
    atStart = false;
    return lines;
  };
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(lineFeed);
    if (end < 0) {
      rest.push(piece);
      assertNotEndless(name, rest);
      continue;
    }
    const block =
      rest.length > 0 ? Buffer.concat([...rest, piece.subarray(0, end)]) : piece.subarray(0, end);
    rest = end + 1 < piece.length ? [piece.subarray(end + 1)] : [];
    yield take(block);
  }
  if (rest.length > 0) yield take(Buffer.concat(rest));
}

function assertNotEndless(name: string, rest: readonly Buffer[]): void {
  let bytes = 0;
  for (const piece of rest) bytes += piece.length;
  if (bytes > longestRow)
    throw refuseDrop(
      `${name} cannot be read: it has a line of more than ${longestRow / 2 ** 20} MiB.`,
      'Check that it is a text file with one row a line.',
    );
}

function withoutMark(name: string, block: Buffer): Buffer {
  const [a, b, c] = block;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw utf16(name);
  return a === 0xef && b === 0xbb && c === 0xbf ? block.subarray(3) : block;
}

/** The refusal of a file with NUL bytes where text should be. */
export function utf16(name: string): Error {
  return refuseDrop(
    `${name} cannot be read: it is not UTF-8 but looks like UTF-16.`,
    'Export it as UTF-8 and import again.',
  );
}

function cut(block: Buffer, first: number): Lines {
  const quotes = block.includes(0x22);
  const nul = block.includes(0);
  if (isAscii(block))
    return { texts: block.toString('latin1').split('\n'), first, broken: none, quotes, nul };
  if (isUtf8(block))
    return { texts: block.toString('utf8').split('\n'), first, broken: none, quotes, nul };
  return { ...cutBroken(block), first, quotes, nul };
}

const none: ReadonlySet<number> = new Set();

/** A block with bytes that are not UTF-8: line by line, so that only the bad ones suffer. */
function cutBroken(block: Buffer): Pick<Lines, 'texts' | 'broken'> {
  const texts: string[] = [];
  const broken = new Set<number>();
  for (let from = 0; from <= block.length; ) {
    const found = block.indexOf(lineFeed, from);
    const end = found < 0 ? block.length : found;
    const line = block.subarray(from, end);
    if (!isUtf8(line)) broken.add(texts.length);
    texts.push(line.toString('utf8'));
    from = end + 1;
  }
  return { texts, broken };
}
