import type { AttachmentType } from '../../contract/cases.ts';
import type { DeskClient } from '../../contract/contract.ts';
import { uploadPieceBytes } from '../../contract/records.ts';

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

/** Sends one file up in pieces and gives its upload. Throws what the desk refuses. */
export async function sendBytes(desk: DeskClient, file: File, as = file.name): Promise<string> {
  const { upload } = await desk.records.uploadBegin();
  // An empty file is a file too: it goes as one empty piece.
  for (let from = 0; from === 0 || from < file.size; from += uploadPieceBytes) {
    const piece = await base64Of(file.slice(from, from + uploadPieceBytes));
    await desk.records.uploadPiece({ upload, name: as, piece });
  }
  return upload;
}

/** Fetches a file that comes in base64 pieces of a megabyte. */
export async function fetchPieces(
  next: (from: number) => Promise<{ piece: string; bytes: number }>,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; ; ) {
    const { piece, bytes } = await next(from);
    const read = Uint8Array.from(atob(piece), (sign) => sign.codePointAt(0) ?? 0);
    pieces.push(read);
    from += read.length;
    if (from >= bytes || read.length === 0) return pieces;
  }
}

const endings: Readonly<Record<AttachmentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
};

/**
 * The name under which an attachment is saved: what its sender called it, without what hides, turns
 * text round or leads elsewhere, and with the ending of what it is, so that nothing else opens it.
 */
export function savedName(name: string, type: AttachmentType): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, '_');
  const stem = plain
    .replace(/\.[^.]{1,10}$/, '')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100);
  return `${stem === '' ? 'attachment' : stem}.${endings[type]}`;
}

/** Hands bytes to the browser as a download. */
export function saveBytes(name: string, pieces: readonly Uint8Array<ArrayBuffer>[]): void {
  const address = URL.createObjectURL(new Blob([...pieces], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
