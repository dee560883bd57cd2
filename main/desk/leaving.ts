import { refuse } from '../../contract/errors.ts';

/** How a desk stops at a moment of its own: nothing new is begun then, and who began is answered. */
export function createLeaving() {
  const begun = Promise.withResolvers<void>();
  const quiet = Promise.withResolvers<void>();
  let leaving = false;
  let calls = 0;
  return {
    /** Around every call. Refuses BUSY where the desk leaves: what would be written now would be left behind. */
    async during<T>(call: () => Promise<T>): Promise<T> {
      if (leaving)
        throw refuse(
          'BUSY',
          'The desk starts anew with the backup that was put in its place.',
          'Sign in again in a moment, and look whether what you did is there.',
        );
      calls += 1;
      try {
        return await call();
      } finally {
        calls -= 1;
        if (leaving && calls === 0) quiet.resolve();
      }
    },
    /** From here on. Called within a call: it is quiet only after that one, too, is answered. */
    leave(): void {
      leaving = true;
      begun.resolve();
    },
    begun: begun.promise,
    /** Every call that had begun has its answer; streams are cut off. */
    quiet: quiet.promise,
  };
}

export type Leaving = ReturnType<typeof createLeaving>;
