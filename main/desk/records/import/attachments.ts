import { constants, copyFileSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../storage/storage.ts';
import { type DropAttachment, refuseDrop } from './drop.ts';
import { redactText } from './redact.ts';

/**
 * Copies what tickets name into the run's own folder of the workspace: plain files, under their
 * own names without card numbers. Gives a way to take them back where the run does not happen.
 */
export function keepAttachments(attachments: readonly DropAttachment[], folder: string) {
  const discard = () => rmSync(folder, { recursive: true, force: true });
  if (attachments.length === 0) return { discard };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, path: from } of attachments) {
    try {
      if (!lstatSync(from).isFile()) throw new Error('it is not a plain file any more');
      copyFileSync(from, path.join(folder, redactText(name)), constants.COPYFILE_EXCL);
    } catch (error) {
      discard();
      throw refuseDrop(
        `attachments/${name} could not be copied: ${messageOf(error)}.`,
        'Check the file and the space on the disk, then import again.',
      );
    }
  }
  return { discard };
}
