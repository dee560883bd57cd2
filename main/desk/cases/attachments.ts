import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import {
  attachmentTypes,
  type AttachmentType,
  largestAttachment,
} from '../../../contract/cases.ts';
import { refuse } from '../../../contract/errors.ts';
import { holdsCardNumber } from '../records/records.ts';

/** Bytes of one piece on its way to a screen. */
const pieceBytes = 1 << 20;

/** What an attachment is found to be before it is taken in. */
export interface Sniffed {
  readonly type: AttachmentType;
  readonly bytes: number;
  readonly sha256: string;
  readonly warning: string | null;
}

/**
 * What a file is by its bytes; its name says nothing. Images, PDF and plain text are taken, and
 * all else refused (BAD_INPUT): SVG and HTML are text that runs. A card number in a text is warned of.
 */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  if (bytes.length > largestAttachment)
    throw refuse(
      'BAD_INPUT',
      `An attachment has at most ${largestAttachment / 1024 / 1024} MiB.`,
      'Attach a smaller file.',
    );
  if (bytes.length === 0)
    throw refuse('BAD_INPUT', 'The file is empty.', 'Attach a file with something in it.');
  const found = await fileTypeFromBuffer(bytes);
  const type = attachmentTypes.find((one) => one === found?.mime) ?? null;
  if (found && type === null)
    throw refuse(
      'BAD_INPUT',
      `By its bytes the file is ${found.mime}, whatever its name says.`,
      'Attach an image (PNG, JPEG, GIF, WebP), a PDF or plain text.',
    );
  const text = type === null ? textOf(bytes) : null;
  return {
    type: type ?? 'text/plain',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    warning:
      text !== null && holdsCardNumber(text) ? 'It holds what looks like a card number.' : null,
  };
}

/** The text of a file that is plain text. Refuses BAD_INPUT for bytes that are none, and for text that runs. */
function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      'BAD_INPUT',
      'The file is neither an image, a PDF nor text in UTF-8.',
      'Attach an image (PNG, JPEG, GIF, WebP), a PDF or plain text.',
    );
  }
  // What begins as markup is looked through to its end: a long remark may stand before the rest.
  const head = /^[\s\ufeff]*</.test(text) ? text : text.slice(0, 4096);
  if (text.includes('\0') || /<(?:!doctype|html|svg|script|\?xml)/i.test(head))
    throw refuse(
      'BAD_INPUT',
      'The file is a page or a drawing that could run something.',
      'Take a screenshot of it and attach that.',
    );
  return text;
}

/** Attachments by their hash, in a folder of their own: the same bytes are kept once. */
export function createAttachments(folder: string) {
  const fileOf = (sha256: string) => path.join(folder, sha256);

  return {
    has: (sha256: string): boolean => existsSync(fileOf(sha256)),
    fileOf,
    /** Keeps bytes under their hash, durably, before anything says they are here. */
    keep(sha256: string, bytes: Uint8Array): void {
      if (existsSync(fileOf(sha256))) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const making = `${fileOf(sha256)}.part`;
      rmSync(making, { force: true });
      const handle = openSync(
        making,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
        0o600,
      );
      try {
        for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(making, fileOf(sha256));
    },
    /** Takes in a file that lies on the disk already, under its hash; false where it is here. */
    take(sha256: string, file: string): boolean {
      if (existsSync(fileOf(sha256))) return false;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      renameSync(file, fileOf(sha256));
      return true;
    },
    read: (sha256: string): Buffer | null =>
      existsSync(fileOf(sha256)) ? readFileSync(fileOf(sha256)) : null,
    forget: (sha256: string): void => rmSync(fileOf(sha256), { force: true }),
    /** A piece in base64, and how many bytes there are in all; null where they are not here. */
    piece(sha256: string, from: number): { piece: string; bytes: number } | null {
      const file = fileOf(sha256);
      if (!existsSync(file)) return null;
      const bytes = statSync(file).size;
      const buffer = Buffer.alloc(Math.max(0, Math.min(pieceBytes, bytes - from)));
      const handle = openSync(file, 'r');
      try {
        readSync(handle, buffer, 0, buffer.length, from);
      } finally {
        closeSync(handle);
      }
      return { piece: buffer.toString('base64'), bytes };
    },
  };
}

export type Attachments = ReturnType<typeof createAttachments>;
