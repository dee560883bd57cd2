import { ORPCError } from '@orpc/client';
import type { DeskClient } from '../../contract/contract.ts';
import type { Role, SessionOnWire } from '../../contract/staff.ts';

/** A person at this page. */
export interface Person {
  readonly user: string;
  readonly role: Role;
}

/** Who works at this page. Signed out with a person: their sign-in ended, their work is kept. */
export interface SessionState {
  readonly signedIn: boolean;
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
  /** The person has left: nothing stays. */
  left(): void;
}

/** Survives a reload of this tab and nothing else. */
const key = 'desk-session';

/** The sign-in of this tab. `onOther` is called before another person's work begins. */
export function createSession(onOther: () => void): Session {
  let state: SessionState = { signedIn: false, person: null };
  const listeners = new Set<() => void>();

  function become(next: SessionState): void {
    state = next;
    for (const each of listeners) each();
  }

  function begin({ token, user, role }: SessionOnWire): void {
    const { person } = state;
    sessionStorage.setItem(key, token);
    if (person !== null && person.user !== user) onOther();
    const same = person?.user === user && person.role === role;
    become({ signedIn: true, person: same ? person : { user, role } });
  }

  function ended(): void {
    sessionStorage.removeItem(key);
    if (state.signedIn) become({ ...state, signedIn: false });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin,
    ended,
    left() {
      sessionStorage.removeItem(key);
      onOther();
      become({ signedIn: false, person: null });
    },
    async resume(client) {
      const token = sessionStorage.getItem(key);
      if (token === null) return;
      try {
        begin(await client.staff.resume({ token }));
      } catch (error) {
        if (!(error instanceof ORPCError)) throw error;
        ended();
      }
    },
  };
}
