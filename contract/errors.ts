import { z } from 'zod';

/** Every code a desk answers a refusal with. Other programs rely on these words. */
export const refusalCodes = [
  'BAD_INPUT',
  'BAD_JSON',
  'NOT_FOUND',
  'SIGNED_OUT',
  'LOCKED',
  'PASSWORD_NEEDED',
  'KEY_SEALED',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'NEEDS_OTHER_PERSON',
  'STALE_EVIDENCE',
  'LAPSED',
  'KEY_REUSED',
  'ALREADY_COMPENSATED',
  'ALREADY_REVERSED',
  'DROP_REFUSED',
  'BUNDLE_REFUSED',
  'NEWER_FILE',
  'BUSY',
  'DISK',
  'INTERNAL',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export const refusalData = z.object({ next: z.string() });

/**
 * A call that the desk will not do, said so that a person can act on it: a clear sentence
 * (`message`), a code, and a next step. Crosses every door as `{code, message, next}`.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly next: string;

  constructor(code: RefusalCode, message: string, next: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.next = next;
  }
}

/** Shorthand, so that a refusal reads as one sentence: `throw refuse('NOT_FOUND', …, …)`. */
export function refuse(code: RefusalCode, message: string, next: string): Refusal {
  return new Refusal(code, message, next);
}

/** The error map every procedure carries: one schema for all codes. */
export const refusals = Object.fromEntries(
  refusalCodes.map((code) => [code, { data: refusalData }]),
) as Record<RefusalCode, { data: typeof refusalData }>;
