import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';
import { uploadPieceBytes } from '../../../contract/records.ts';
import { messageOf } from '../storage/storage.ts';
import { isArchiveName } from './import/archive/archive.ts';

/** Largest file that can be sent up, in bytes, and most files of one upload. */
const largestFile = 2 * 1024 ** 3;
const mostFiles = 1000;

const prefix = 'upload:';

/** What must not be in a file name on any of the systems: it names one file in one folder. */
const unsafe = /[\p{Cc}\p{Cf}<>:"/\\|?*]|[. ]$/u;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Files on their way in from a page: pieces are appended to files in a folder of their own under
 * `staging`. Nothing outside that folder is ever written; links are not followed.
 */
export function createUploads(staging: string) {
  const begun = new Map<string, Set<string>>();

  function folderOf(upload: string): string {
    if (!begun.has(upload))
      throw refuse(
        'NOT_FOUND',
        'This upload is not known; the desk may have been started anew since it began.',
        'Choose the files again.',
      );
    return path.join(staging, upload);
  }

  return {
    /** Begins an upload; the id is for `piece` and, as `upload:<id>`, for an import. */
    begin(): { upload: string } {
      const upload = randomBytes(16).toString('hex');
      mkdirSync(path.join(staging, upload), { recursive: true, mode: 0o700 });
      begun.set(upload, new Set());
      return { upload };
    },
    /**
     * Appends a piece (base64) to a file of an upload; gives the bytes it has now. Refuses
     * NOT_FOUND for an unknown upload, BAD_INPUT for a name that is not a plain file name or a
     * file that grows too large, DISK where it cannot be written.
     */
    piece({ upload, name, piece }: { upload: string; name: string; piece: string }): {
      bytes: number;
    } {
      const folder = folderOf(upload);
      const names = begun.get(upload) ?? new Set();
      assertName(name);
      if (!names.has(name) && names.size >= mostFiles)
        throw refuse(
          'BAD_INPUT',
          `An upload holds at most ${mostFiles} files.`,
          'Import from a folder on this machine instead.',
        );
      const bytes = append(path.join(folder, name), Buffer.from(piece, 'base64'), !names.has(name));
      names.add(name);
      return { bytes };
    },
    /**
     * One file of an upload, by its name or as the only one; `discard` ends the upload. Refuses
     * NOT_FOUND for an unknown upload or file.
     */
    file(upload: string, name?: string): { path: string; discard(): void } {
      const folder = folderOf(upload);
      const names = [...(begun.get(upload) ?? [])];
      const found = name === undefined && names.length === 1 ? names[0] : name;
      if (found === undefined || !names.includes(found))
        throw refuse('NOT_FOUND', 'The file was not sent up.', 'Choose the file again.');
      return {
        path: path.join(folder, found),
        discard() {
          begun.delete(upload);
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
    /**
     * The folder, or the one archive, behind `upload:<id>` and what its run is called; any other
     * path as it is. Refuses NOT_FOUND for an unknown upload.
     */
    resolve(drop: string): { drop: string; dropName?: string } {
      if (!drop.startsWith(prefix)) return { drop };
      const upload = drop.slice(prefix.length);
      const names = [...(begun.get(upload) ?? [])];
      const folder = folderOf(upload);
      const [only] = names;
      if (names.length !== 1 || only === undefined)
        return { drop: folder, dropName: `${names.length} uploaded files` };
      return { drop: isArchiveName(only) ? path.join(folder, only) : folder, dropName: only };
    },
  };
}

function assertName(name: string): void {
  if (unsafe.test(name) || reserved.test(name) || !name.isWellFormed() || name.length > 255)
    throw refuse(
      'BAD_INPUT',
      'The name of an uploaded file is not a plain file name.',
      'Rename the file to letters, digits, dots and dashes.',
    );
}

/** Appends without following a link; the first piece must make the file. */
function append(file: string, bytes: Buffer, first: boolean): number {
  if (bytes.length > uploadPieceBytes)
    throw refuse('BAD_INPUT', 'A piece of an upload is too large.', 'Send smaller pieces.');
  let handle: number;
  try {
    const { O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const create = first ? O_CREAT | O_EXCL : 0;
    handle = openSync(file, O_WRONLY | O_APPEND | create | (O_NOFOLLOW ?? 0), 0o600);
  } catch (error) {
    throw refuse(
      'DISK',
      existsSync(file) && first
        ? 'Two files of the upload have the same name here.'
        : `The uploaded file could not be written: ${messageOf(error)}.`,
      'Check the free space of the workspace, then choose the files again.',
    );
  }
  try {
    const size = fstatSync(handle).size + bytes.length;
    if (size > largestFile)
      throw refuse(
        'BAD_INPUT',
        'A file of more than 2 GiB cannot be sent up through the page.',
        'Put it into a folder on this machine and import that.',
      );
    for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
    return size;
  } finally {
    closeSync(handle);
  }
}
