import { createHash, randomBytes } from 'node:crypto';

/** A sign-in nobody used for so long ends (facts: security, PCI DSS 8.2.8). */
export const idleMs = 15 * 60_000;
/** The longest a sign-in lasts, used or not. */
export const longestMs = 12 * 60 * 60_000;

export interface Session {
  readonly user: string;
  /** A name for the audit; the token cannot be told from it. */
  readonly name: string;
}

interface Held extends Session {
  readonly begunMs: number;
  usedMs: number;
}

/** The sign-ins of a running desk. They live in memory alone: a desk that restarts has none. */
export interface Sessions {
  /** A new sign-in and its token of 256 random bits, which is kept only as a digest. */
  begin(user: string): { token: string; session: Session };
  /** The sign-in of a token, marked as used now; null where it ended or never was. */
  use(token: string): Session | null;
  end(token: string): void;
  endAllOf(user: string): void;
}

/** `monotonicMs` never goes back, so that a changed wall clock neither ends nor prolongs a sign-in. */
export function createSessions(monotonicMs: () => number): Sessions {
  const held = new Map<string, Held>();
  const digest = (token: string) => createHash('sha256').update(token).digest('base64');
  return {
    begin(user) {
      const token = randomBytes(32).toString('base64url');
      const now = monotonicMs();
      const session = { user, name: randomBytes(6).toString('hex'), begunMs: now, usedMs: now };
      held.set(digest(token), session);
      return { token, session };
    },
    use(token) {
      const key = digest(token);
      const session = held.get(key);
      if (!session) return null;
      const now = monotonicMs();
      if (now - session.usedMs > idleMs || now - session.begunMs > longestMs) {
        held.delete(key);
        return null;
      }
      session.usedMs = now;
      return session;
    },
    end(token) {
      held.delete(digest(token));
    },
    endAllOf(user) {
      for (const [key, session] of held) if (session.user === user) held.delete(key);
    },
  };
}
