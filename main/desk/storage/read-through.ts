import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Small enough that who waits for a page of the same disk hardly notices. */
const piece = 2 ** 20;

/** Of the memory that is free: what else is near is not to be pushed out by it. */
const share = { of: 3, most: 2 } as const;

/**
 * Reads a file from end to end and keeps nothing of it: the system then has it in memory when single
 * pages are asked for, which a disk gives far more slowly than a whole file. One that would fill more
 * than two thirds of the memory that is free is left alone. `wanted` is asked before each piece, and
 * throws where it is not any more. Gives the bytes that were read.
 */
export function readThrough(
  file: string,
  wanted: () => void,
  free = process.availableMemory(),
): number {
  const open = openSync(file, 'r');
  try {
    if (fstatSync(open).size * share.of > free * share.most) return 0;
    const into = Buffer.allocUnsafe(piece);
    let bytes = 0;
    for (let read = -1; read !== 0; bytes += read) {
      wanted();
      read = readSync(open, into);
    }
    return bytes;
  } finally {
    closeSync(open);
  }
}
