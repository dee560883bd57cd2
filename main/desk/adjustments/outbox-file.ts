import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Both kinds of files are NDJSON whose last line signs, by Ed25519, every byte before it. */
const lastLine = z.object({ signature: z.string().min(1).max(200) });

/** A signed file taken apart. */
export interface SignedLines {
  readonly lines: readonly string[];
  /** What was signed: everything before the last line, its line break included. */
  readonly signed: Buffer;
  /** As written: base64, or hex. */
  readonly signature: string;
}

/** Joins lines and signs them; the file ends with a line break. */
export function signLines(lines: readonly string[], sign: (bytes: Uint8Array) => Buffer): string {
  const body = lines.map((line) => `${line}\n`).join('');
  return `${body}${JSON.stringify({ signature: sign(Buffer.from(body, 'utf8')).toString('base64') })}\n`;
}

/** Takes a signed file apart; null where its last line is no signature. Nothing is believed yet. */
export function takeApart(text: string): SignedLines | null {
  const whole = text.replace(/[\r\n\t ]+$/, '');
  const end = whole.lastIndexOf('\n') + 1;
  const parsed = lastLine.safeParse(jsonOf(whole.slice(end)));
  if (!parsed.success) return null;
  const { signature } = parsed.data;
  return {
    lines: whole
      .slice(0, end)
      .split('\n')
      .map((line) => line.replace(/\r$/, ''))
      .filter((line) => line.trim() !== ''),
    signed: Buffer.from(whole.slice(0, end), 'utf8'),
    signature: /^[0-9a-fA-F]{128}$/.test(signature)
      ? Buffer.from(signature, 'hex').toString('base64')
      : signature,
  };
}

/** What a line parses to; undefined where it is no JSON. */
export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
