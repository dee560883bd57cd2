import { open } from 'node:fs/promises';
import type { DeskClient } from '../../../contract/contract.ts';
import { refuse } from '../../../contract/errors.ts';
import { uploadPieceBytes } from '../../../contract/records.ts';

/**
 * Sends a file of this machine up to the desk in pieces; gives the upload. The terminal reads it,
 * with the rights of whoever typed the command. Refuses BAD_INPUT where it cannot be read.
 */
export async function sendFile(client: DeskClient, file: string, name: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
    if (!(await handle.stat()).isFile()) throw new Error('it is not a plain file');
  } catch (error) {
    throw refuse(
      'BAD_INPUT',
      `${file} cannot be read: ${error instanceof Error ? error.message : error}.`,
      'Check its name and rights.',
    );
  }
  try {
    const { upload } = await client.records.uploadBegin();
    const buffer = Buffer.alloc(uploadPieceBytes);
    // An empty file is a file too: it goes as one empty piece.
    for (let from = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      if (bytesRead === 0 && from > 0) return upload;
      const piece = buffer.toString('base64', 0, bytesRead);
      await client.records.uploadPiece({ upload, name, piece });
      if (bytesRead === 0) return upload;
      from += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
