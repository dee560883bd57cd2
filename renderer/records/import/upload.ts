import type { DeskClient } from '../../../contract/contract.ts';
import { uploadPieceBytes } from '../../../contract/records.ts';

/** How far a set of files is on its way up. Bytes; `seconds` since it began. */
export interface UploadProgress {
  readonly file: string;
  readonly sent: number;
  readonly total: number;
  readonly seconds: number;
}

function base64Of(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable file')));
    reader.addEventListener('load', () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    });
    reader.readAsDataURL(piece);
  });
}

/**
 * Sends files up in pieces, one after the other, and returns what an import takes for a path.
 * Throws what the desk refuses, and the signal's reason once it is cancelled.
 */
export async function sendUp(
  desk: DeskClient,
  files: readonly File[],
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<string> {
  const { upload } = await desk.records.uploadBegin(undefined, { signal });
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const started = performance.now();
  let sent = 0;
  for (const file of files) {
    // An empty file is a file too: it goes as one empty piece.
    for (let from = 0; from === 0 || from < file.size; from += uploadPieceBytes) {
      signal.throwIfAborted();
      const slice = file.slice(from, from + uploadPieceBytes);
      const piece = await base64Of(slice);
      await desk.records.uploadPiece({ upload, name: file.name, piece }, { signal });
      sent += slice.size;
      const seconds = (performance.now() - started) / 1000;
      onProgress({ file: file.name, sent, total, seconds });
    }
  }
  return `upload:${upload}`;
}

function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A reader hands over at most a hundred at a time and ends with none.
    const next = () =>
      reader.readEntries((some) => {
        all.push(...some);
        if (some.length === 0) resolve(all);
        else next();
      }, reject);
    next();
  });
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** The files that were dropped; of a dropped folder those that lie directly in it. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const dropped = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const listed = await Promise.all(
    dropped.map(async (entry) => (isFolder(entry) ? entriesOf(entry) : [entry])),
  );
  const files = listed
    .flat()
    .filter(isFile)
    .map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
  return Promise.all(files);
}
