import { ORPCError } from '@orpc/server';
import { Refusal, type RefusalCode, refusalCodes, refuse } from '../../contract/errors.ts';
import { issueWords } from '../../contract/issue-words.ts';
import { type Policy, policy } from '../../contract/policy.ts';
import type { Caller } from './audit/audit.ts';
import { messageOf } from './storage/storage.ts';

/** The policy of a procedure by its path in the contract; null where none is declared. */
export function policyAt(path: readonly string[]): Policy | null {
  let at: unknown = policy;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null;
    at = Object.getOwnPropertyDescriptor(at, name)?.value;
  }
  return typeof at === 'object' && at !== null && 'may' in at && 'audited' in at
    ? (at as Policy)
    : null;
}

/** How a caller's sign-in stands. */
export interface Standing {
  readonly locked: boolean;
  readonly fresh: boolean;
}

/** Why this caller may not make this call, or null where they may. Fails closed. */
export function objectionTo(
  path: readonly string[],
  caller: Caller,
  { locked, fresh }: Standing,
): Refusal | null {
  const found = policyAt(path);
  if (!found)
    return refuse('FORBIDDEN', `${path.join('.')} is not declared.`, 'Update Recharge Desk.');
  if (found.may === 'anyone') return null;
  if (caller.role === 'nobody' || caller.role === 'desk')
    return refuse(
      'SIGNED_OUT',
      'Nobody is signed in, or the sign-in has ended.',
      'Sign in; in a terminal give --as USER and the password in RECHARGE_DESK_PASSWORD.',
    );
  if (locked && !found.whileLocked)
    return refuse(
      'LOCKED',
      `The sign-in of ${caller.user} is locked.`,
      'Give the password again; the work is as it was left.',
    );
  if (found.may !== 'staff' && !found.may.includes(caller.role))
    return refuse(
      'FORBIDDEN',
      `The role ${caller.role} may not do this (${path.join('.')}).`,
      `It takes ${found.may.join(' or ')}.`,
    );
  if (found.fresh && !fresh)
    return refuse(
      'PASSWORD_NEEDED',
      'This needs the password once more.',
      'Give it; it counts for five minutes.',
    );
  return null;
}

/** What went wrong inside a call, as the code, sentence and next step that cross the door. */
export function toWireError(error: unknown, report: (error: unknown) => void): unknown {
  if (error instanceof Refusal) return wire(error.code, error.message, error.next);
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST')
      return wire('BAD_INPUT', issuesOf(error.data), 'Correct it and try again.');
    if ((refusalCodes as readonly string[]).includes(error.code)) return error;
  }
  const disk = diskTrouble(error);
  if (disk) return disk;
  report(error);
  return wire(
    'INTERNAL',
    'The desk met a fault of its own and did not do this.',
    'Try again; if it stays, start the desk with RECHARGE_DESK_DEBUG=1 and report what it says.',
  );
}

function wire(code: RefusalCode, message: string, next: string) {
  return new ORPCError(code, { message, data: { next } });
}

/** Full, read-only or broken disks, as SQLite and the system name them. */
function diskTrouble(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)|^(ENOSPC|EROFS|EIO|EACCES|EDQUOT)/.test(
      code,
    )
  )
    return wire(
      'DISK',
      `The disk refused it (${messageOf(error)}); nothing was acknowledged.`,
      'Make room or mend the disk, then try again.',
    );
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return wire(
      'BUSY',
      'Another program holds the files of this workspace.',
      'Try again in a moment.',
    );
  return null;
}

function issuesOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues))
    return `The input does not fit: ${issueWords(data.issues)}.`;
  return 'The input does not fit.';
}
