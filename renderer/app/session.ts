import { ORPCError } from '@orpc/client';
import type { DeskClient } from '../../contract/contract.ts';
import type { Role, SessionOnWire } from '../../contract/staff.ts';

/** A person at this page. */
export interface Person {
  readonly user: string;
  readonly role: Role;
}

/**
 * Who works at this page. Signed out with a person: their sign-in ended, or is `locked` and opens
 * with the password alone; their work is kept.
 */
export interface SessionState {
  readonly signedIn: boolean;
  readonly locked: boolean;
  readonly person: Person | null;
}

export interface Session {
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Takes up the sign-in of this tab again on a new pipe. */
  resume(client: DeskClient): Promise<void>;
  /** Somebody has signed in. */
  begin(session: SessionOnWire): void;
  /** The desk ended the sign-in: the work stays until the same person comes back. */
  ended(): void;
  /** The desk locked it: the token stays, and the password opens it again. */
  locked(): void;
  /** The person has left: nothing stays. */
  left(): void;
}

/** Survives a reload of this tab and nothing else. */
const key = 'desk-session';

/** The sign-in of this tab. `onOther` is called before another person's work begins. */
export function createSession(onOther: () => void): Session {
  let state: SessionState = { signedIn: false, locked: false, person: null };
  const listeners = new Set<() => void>();

  function become(next: SessionState): void {
    state = next;
    for (const each of listeners) each();
  }

  function take({ token, user, role }: SessionOnWire, locked: boolean): void {
    const { person } = state;
    sessionStorage.setItem(key, token);
    if (person !== null && person.user !== user) onOther();
    const same = person?.user === user && person.role === role;
    become({ signedIn: !locked, locked, person: same ? person : { user, role } });
  }

  function begin(session: SessionOnWire): void {
    take(session, false);
  }

  function ended(): void {
    sessionStorage.removeItem(key);
    if (state.signedIn || state.locked) become({ ...state, signedIn: false, locked: false });
  }

  function locked(): void {
    if (state.signedIn) become({ ...state, signedIn: false, locked: true });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin,
    ended,
    locked,
    left() {
      sessionStorage.removeItem(key);
      onOther();
      become({ signedIn: false, locked: false, person: null });
    },
    async resume(client) {
      const token = sessionStorage.getItem(key);
      if (token === null) return;
      try {
        const session = await client.staff.resume({ token });
        take(session, session.locked);
      } catch (error) {
        if (!(error instanceof ORPCError)) throw error;
        ended();
      }
    },
  };
}
