import { refuse } from '../../../contract/errors.ts';

/** So many wrong passphrases cost nothing but themselves … */
const free = 3;
/** … then one waits, longer each time, up to half an hour. */
const firstWaitMs = 10_000;
const longestWaitMs = 30 * 60_000;

interface Failed {
  readonly times: number;
  readonly lastMs: number;
}

/**
 * Tries of a passphrase: one at a time, for each costs memory, and slower and slower for who guesses.
 * Kept in memory alone: whoever can start the desk anew holds the file, and can guess beside it.
 */
export function createTries(monotonicMs: () => number) {
  const failed = new Map<string, Failed>();
  let before: Promise<unknown> = Promise.resolve();

  const waitOf = (user: string): number => {
    const { times, lastMs } = failed.get(user) ?? { times: 0, lastMs: 0 };
    if (times < free) return 0;
    const wait = Math.min(firstWaitMs * 2 ** (times - free), longestWaitMs);
    return Math.max(0, lastMs + wait - monotonicMs());
  };

  async function tried(user: string, isRight: () => Promise<boolean>): Promise<void> {
    const wait = waitOf(user);
    if (wait > 0)
      throw refuse(
        'KEY_SEALED',
        'That was the wrong passphrase several times.',
        `Wait ${Math.ceil(wait / 1000)} seconds, then try again.`,
      );
    if (await isRight()) {
      failed.delete(user);
      return;
    }
    failed.set(user, { times: (failed.get(user)?.times ?? 0) + 1, lastMs: monotonicMs() });
    throw refuse(
      'KEY_SEALED',
      'That is not the passphrase of the signing key.',
      'Check how it is written, capital letters and spaces too, and try again.',
    );
  }

  return {
    /** Refuses KEY_SEALED for a wrong one, and unheard while that person has to wait. */
    one(user: string, isRight: () => Promise<boolean>): Promise<void> {
      const own = before.then(() => tried(user, isRight));
      before = own.catch(() => {});
      return own;
    },
  };
}
