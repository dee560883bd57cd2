import { ORPCError } from '@orpc/client';

/** What a person needs of a call that was not done: code, sentence, next step. */
export interface RefusalWords {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/** A call that failed on the way, before or after the desk did it: nobody here can know. */
export class ConnectionLost extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.name = 'ConnectionLost';
    this.next = next;
  }
}

function nextOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('next' in data)) return undefined;
  return typeof data.next === 'string' ? data.next : undefined;
}

/** Reads whatever a call threw as code, sentence and next step; never a stack trace. */
export function readRefusal(error: unknown): RefusalWords {
  if (error instanceof ConnectionLost) {
    return { code: 'CONNECTION', message: error.message, next: error.next };
  }
  if (error instanceof ORPCError) {
    const next = nextOf(error.data);
    if (next !== undefined) return { code: String(error.code), message: error.message, next };
    if (error.code === 'BAD_REQUEST') {
      return {
        code: 'BAD_INPUT',
        message: 'The desk could not read what was entered.',
        next: 'Check the fields and try again.',
      };
    }
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return {
      code: 'CONNECTION',
      message: 'This was broken off before the desk was finished. What it did is not known here.',
      next: 'Look at the record before you do it again.',
    };
  }
  return {
    code: 'INTERNAL',
    message: 'Something went wrong in this window.',
    next: 'Try again. If it stays, reload the window; what the desk has written is safe.',
  };
}
