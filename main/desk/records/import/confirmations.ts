import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { redactText } from './redact.ts';
import { refuseDrop } from './drop.ts';

/** A file of the platform's answers to an outbox: no record, but signed, and judged elsewhere. */
export interface ConfirmationFile {
  readonly name: string;
  readonly text: string;
}

/** Judges all confirmations of a drop before anything is written. Throws to refuse the run. */
export type JudgeConfirmations = (files: readonly ConfirmationFile[]) => void;

const readable = /^confirmations(?:-\d{1,8})?\.(?:ndjson|jsonl)$/i;

/** Largest file of confirmations that is read. */
const largest = 64 * 2 ** 20;

/**
 * Reads the confirmations of a drop. Refuses DROP_REFUSED for a form that cannot hold a signature:
 * only NDJSON has a last line that signs the bytes before it.
 */
export function readConfirmations(paths: readonly string[]): ConfirmationFile[] {
  return paths.map((file) => {
    const name = redactText(path.basename(file));
    if (!readable.test(path.basename(file)))
      throw refuseDrop(
        `${name} cannot be believed: confirmations come as NDJSON whose last line is a signature.`,
        'Ask the platform for confirmations.ndjson, or take the file out.',
      );
    if (statSync(file).size > largest)
      throw refuseDrop(`${name} is larger than 64 MiB.`, 'Have it split into parts.');
    return { name, text: readFileSync(file, 'utf8') };
  });
}
