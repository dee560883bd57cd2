import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { AsyncBuffer } from 'hyparquet';
import { readFlags, refuseDrop, stampOf } from './drop.ts';
import type { ReadOptions } from './entry.ts';
import { unpacked } from './source.ts';

/** A file read by places, not from front to back. */
export interface Slices extends AsyncBuffer {
  close(): Promise<void>;
}

/**
 * Opens a file for reading by places. A packed one is unpacked into the scratch folder first, and
 * taken away when it is closed. Refuses as `unpacked` does.
 */
export async function openSlices({
  file,
  scratch,
}: Pick<ReadOptions, 'file' | 'scratch'>): Promise<Slices> {
  if (file.packing === 'plain') return slicesOf(file.path, file.stamp, file.name);
  const copy = path.join(scratch, `unpacked-${randomBytes(8).toString('hex')}`);
  try {
    const handle = await open(copy, 'wx', 0o600);
    try {
      for await (const piece of unpacked(file, () => {})) await handle.write(piece);
    } finally {
      await handle.close();
    }
    const slices = await slicesOf(copy, null, file.name);
    return {
      ...slices,
      async close() {
        await slices.close();
        rmSync(copy, { force: true });
      },
    };
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}

async function slicesOf(from: string, stamp: string | null, name: string): Promise<Slices> {
  const handle = await open(from, readFlags);
  const stats = await handle.stat();
  if (stamp !== null && stampOf(stats) !== stamp) {
    await handle.close();
    throw refuseDrop(
      `${name} changed while it was read.`,
      'Wait until the export is complete and import again.',
    );
  }
  return {
    byteLength: stats.size,
    async slice(start, end = stats.size) {
      const length = Math.max(0, Math.min(end, stats.size) - start);
      const bytes = new ArrayBuffer(length);
      let done = 0;
      while (done < length) {
        const view = new Uint8Array(bytes, done, length - done);
        const { bytesRead } = await handle.read(view, 0, length - done, start + done);
        if (bytesRead === 0) throw new Error('it is shorter than it was');
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
