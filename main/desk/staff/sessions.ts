import { createHash, randomBytes } from 'node:crypto';
import { freshMs } from '../../../contract/policy.ts';

/** A sign-in at which nobody was for so long is locked (facts: security, PCI DSS 8.2.8). */
export const idleMs = 15 * 60_000;
/** The longest a sign-in lasts, used or not. */
export const longestMs = 12 * 60 * 60_000;

/** A sign-in as it stands now. */
export interface Session {
  readonly user: string;
  /** A name for the audit; the token cannot be told from it. */
  readonly name: string;
  /** Nothing is answered on it until the password is given once more. */
  readonly locked: boolean;
  /** The password was given lately enough for what asks for that. */
  readonly fresh: boolean;
}

interface Held {
  readonly user: string;
  readonly name: string;
  readonly door: string;
  readonly begunMs: number;
  usedMs: number;
  provedMs: number;
  locked: boolean;
}

/** The sign-ins of a running desk. They live in memory alone: a desk that restarts has none. */
export interface Sessions {
  /** A new sign-in and its token of 256 random bits, which is kept only as a digest. */
  begin(user: string, door: string): { token: string; session: Session };
  /** The sign-in of a token at its door; null where it ended, never was, or began elsewhere. */
  look(token: string, door: string): Session | null;
  /** Somebody is at the keys. */
  touch(token: string): void;
  lock(token: string): void;
  /** The password was given again: opens it and makes it fresh. */
  prove(token: string): void;
  end(token: string): void;
  /** Ends every sign-in of a person, save the one of `except`. */
  endAllOf(user: string, except?: string): void;
}

/**
 * `monotonicMs` never goes back, so that a changed wall clock neither ends nor prolongs a sign-in.
 * A terminal signs in for one run and leaves with it: its sign-in is neither idle nor stale.
 */
export function createSessions(monotonicMs: () => number): Sessions {
  const held = new Map<string, Held>();
  const digest = (token: string) => createHash('sha256').update(token).digest('base64');
  const forOneRun = (one: Held) => one.door === 'terminal';

  const stateOf = (one: Held, now: number): Session => {
    if (!forOneRun(one) && now - one.usedMs > idleMs) one.locked = true;
    return {
      user: one.user,
      name: one.name,
      locked: one.locked,
      fresh: forOneRun(one) || now - one.provedMs <= freshMs,
    };
  };

  return {
    begin(user, door) {
      const token = randomBytes(32).toString('base64url');
      const now = monotonicMs();
      const name = randomBytes(6).toString('hex');
      const one = { user, name, door, begunMs: now, usedMs: now, provedMs: now, locked: false };
      held.set(digest(token), one);
      return { token, session: stateOf(one, now) };
    },
    look(token, door) {
      const key = digest(token);
      const one = held.get(key);
      if (!one || one.door !== door) return null;
      const now = monotonicMs();
      if (!forOneRun(one) && now - one.begunMs > longestMs) {
        held.delete(key);
        return null;
      }
      return stateOf(one, now);
    },
    touch(token) {
      const one = held.get(digest(token));
      // One that is locked already opens by the password alone.
      if (one && !stateOf(one, monotonicMs()).locked) one.usedMs = monotonicMs();
    },
    lock(token) {
      const one = held.get(digest(token));
      if (one) one.locked = true;
    },
    prove(token) {
      const one = held.get(digest(token));
      if (!one) return;
      one.usedMs = one.provedMs = monotonicMs();
      one.locked = false;
    },
    end(token) {
      held.delete(digest(token));
    },
    endAllOf(user, except) {
      const kept = except === undefined ? null : digest(except);
      for (const [key, one] of held) if (one.user === user && key !== kept) held.delete(key);
    },
  };
}
