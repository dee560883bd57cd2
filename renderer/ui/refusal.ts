import { ORPCError } from '@orpc/client';

/** What a person needs of a call that was not done: code, sentence, next step. */
export interface RefusalWords {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

type PageCode = 'CONNECTION' | 'SIGNED_OUT' | 'LOCKED';

/**
 * A call that this page itself has to speak about: CONNECTION where it failed on the way and
 * nobody here can know what became of it, SIGNED_OUT or LOCKED where the sign-in ended under it.
 */
export class PageRefusal extends Error {
  readonly code: PageCode;
  readonly next: string;

  constructor(code: PageCode, message: string, next: string) {
    super(message);
    this.name = 'PageRefusal';
    this.code = code;
    this.next = next;
  }
}

function nextOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('next' in data)) return undefined;
  return typeof data.next === 'string' ? data.next : undefined;
}

/** Reads whatever a call threw as code, sentence and next step; never a stack trace. */
export function readRefusal(error: unknown): RefusalWords {
  if (error instanceof PageRefusal) {
    const { code, message, next } = error;
    return { code, message, next };
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
