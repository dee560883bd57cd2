import { type ClientContext, type ClientLink, createORPCClient, ORPCError } from '@orpc/client';
import type { DeskClient } from '../../contract/contract.ts';
import { PageRefusal } from '../ui/refusal.ts';
import type { Pipe, Pipes } from './pipe.ts';

/** `gone` is lost for good: only loading the page anew opens another pipe. */
export type ConnectionState = 'opening' | 'open' | 'lost' | 'gone';

/** How long a call may take to answer; streams only until their first answer. */
const callLimitMs = 30_000;
const firstPauseMs = 400;
const longestPauseMs = 5_000;

export interface Connection {
  readonly client: DeskClient;
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
}

interface Options {
  readonly pipes: Pipes;
  /** Said first on every new pipe, before any other call: takes up the sign-in again. */
  readonly greet: (client: DeskClient) => Promise<void>;
  /** The desk says that nobody is signed in any more. */
  readonly onSignedOut: () => void;
  /** The desk has locked the sign-in. */
  readonly onLocked: () => void;
  /** The password is needed once more; true when it was given, false when it was not. */
  readonly askPassword: () => Promise<boolean>;
  /** The passphrase of the signing key is needed; true when it was given. */
  readonly askPassphrase: () => Promise<boolean>;
  /** A pipe stands again after one was lost: what is on the screen may be old. */
  readonly onReturn: () => void;
}

function notSent(): PageRefusal {
  return new PageRefusal(
    'CONNECTION',
    'There is no connection to the desk, so this was not sent.',
    'It is tried again by itself; do this once more when the line at the top is gone.',
  );
}

function brokenOff(): PageRefusal {
  return new PageRefusal(
    'CONNECTION',
    'The connection ended before the desk answered. Whether it did this is not known here.',
    'Look at the record when the connection is back, before you do it again.',
  );
}

function signedOut(): PageRefusal {
  return new PageRefusal(
    'SIGNED_OUT',
    'The sign-in had ended, so this was not done.',
    'Sign in and do it once more.',
  );
}

function locked(): PageRefusal {
  return new PageRefusal(
    'LOCKED',
    'The sign-in was locked, so this was not done.',
    'Give the password and do it once more.',
  );
}

function tooLong(): PageRefusal {
  return new PageRefusal(
    'CONNECTION',
    `The desk has not answered within ${callLimitMs / 1000} s. It may still do this, or have done it.`,
    'Look at the record before you do it again.',
  );
}

/** What the refusal of a call that gives a password or passphrase speaks of: that one, not the sign-in. */
const ofWhatIsGiven: Readonly<Record<string, readonly string[]>> = {
  'staff.signIn': ['SIGNED_OUT', 'LOCKED'],
  'staff.resume': ['SIGNED_OUT'],
  'staff.recover': ['SIGNED_OUT'],
  'staff.unlock': ['LOCKED', 'PASSWORD_NEEDED'],
  'staff.changePassword': ['LOCKED', 'PASSWORD_NEEDED'],
  'audit.unlockKey': ['KEY_SEALED'],
  'audit.protectKey': ['KEY_SEALED'],
  'audit.releaseKey': ['KEY_SEALED'],
};

/** The code of a refusal that asks for something else first; empty where the error is of another kind. */
function whatIsMissing(path: readonly string[], error: unknown): string {
  if (!(error instanceof ORPCError)) return '';
  return ofWhatIsGiven[path.join('.')]?.includes(error.code) ? '' : error.code;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function clientOf(link: ClientLink<ClientContext>): DeskClient {
  return createORPCClient<DeskClient>(link);
}

/**
 * One call with its time limit. An answer of the desk, also a refusal, comes back as it is;
 * everything else says only what is known: that no answer came.
 */
async function answered(call: Promise<unknown>, signal: AbortSignal | undefined) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLong()), callLimitMs);
  });
  try {
    return await Promise.race([call, late]);
  } catch (error) {
    if (error instanceof ORPCError || error instanceof PageRefusal) throw error;
    if (signal?.aborted === true) throw error;
    throw brokenOff();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Keeps a way to the desk open for as long as the page lives. Calls wait for the first pipe;
 * when one ends, what runs on it rejects, new calls are refused at once, and another pipe is
 * opened with growing pauses.
 */
export function connect(options: Options): Connection {
  const { pipes } = options;
  let state: ConnectionState = 'opening';
  let opening: Promise<Pipe | null>;
  const listeners = new Set<() => void>();

  function become(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    for (const each of listeners) each();
  }

  async function greeted(): Promise<Pipe> {
    const pipe = await pipes.open();
    const lost = pipe.ended.then(() => Promise.reject(brokenOff()));
    try {
      await Promise.race([answered(options.greet(clientOf(pipe.link)), undefined), lost]);
    } catch (error) {
      pipe.close();
      throw error;
    }
    return pipe;
  }

  async function keepOpen(): Promise<void> {
    for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
      const attempt = greeted().catch(() => null);
      if (state === 'opening') opening = attempt;
      const pipe = await attempt;
      if (pipe !== null) {
        const back = state === 'lost';
        opening = Promise.resolve(pipe);
        become('open');
        if (back) options.onReturn();
        await pipe.ended;
        wait = firstPauseMs / 2;
      }
      opening = Promise.resolve(null);
      become(pipes.canReopen() ? 'lost' : 'gone');
      if (!pipes.canReopen()) return;
      await pause(wait);
    }
  }

  const link: ClientLink<ClientContext> = {
    async call(path, input, callOptions) {
      const ask = async () => {
        const pipe = await opening;
        if (pipe === null) throw notSent();
        return answered(pipe.link.call(path, input, callOptions), callOptions.signal);
      };
      // Nothing was done yet: once what is missing is given the same call is made again.
      const gates = new Map([
        ['PASSWORD_NEEDED', options.askPassword],
        ['KEY_SEALED', options.askPassphrase],
      ]);
      for (;;) {
        try {
          return await ask();
        } catch (error) {
          const missing = whatIsMissing(path, error);
          if (missing === 'SIGNED_OUT') {
            options.onSignedOut();
            throw signedOut();
          }
          if (missing === 'LOCKED') {
            options.onLocked();
            throw locked();
          }
          // Each is asked for once.
          const gate = gates.get(missing);
          gates.delete(missing);
          if (gate === undefined || !(await gate())) throw error;
        }
      }
    },
  };

  opening = Promise.resolve(null);
  void keepOpen();
  return {
    client: clientOf(link),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
