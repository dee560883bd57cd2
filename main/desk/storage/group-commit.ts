import { Refusal } from '../../../contract/errors.ts';
import type { Db } from './database.ts';

/** The most acts that share one commit: no answer waits longer than so many take. */
const mostTogether = 64;

interface Waiting {
  /** Runs the act, in a transaction or savepoint of its own; what it then tells is told later. */
  run(): void;
  /** Answers: what the act gave, or why it was refused. */
  tell(): void;
  fail(error: unknown): void;
}

/** Runs acts over one file so that those that wait at the same moment share one commit. */
export interface GroupCommit {
  /**
   * Runs an act that writes in transactions of its own, and resolves or rejects once what it did
   * is durable. Acts run in the order of asking.
   */
  together<T>(act: () => T): Promise<T>;
}

/**
 * The acts of a group run one after the other in one transaction, each as a savepoint: one that is
 * refused undoes only itself, and nobody is answered before the shared commit is durable. Where
 * anything but a refusal happens, or the commit fails, all of the group is undone and each act runs
 * again by itself, so that nobody is answered for what another one met.
 */
export function createGroupCommit(desk: Db): GroupCommit {
  let waiting: Waiting[] = [];
  const all = desk.transaction((group: readonly Waiting[]) => {
    for (const one of group) one.run();
  });

  const commit = (group: readonly Waiting[]) => {
    try {
      if (group.length > 1) {
        all.immediate(group);
        for (const one of group) one.tell();
        return;
      }
    } catch {
      // Undone as a whole, and nobody was told anything.
    }
    for (const one of group)
      try {
        one.run();
        one.tell();
      } catch (error) {
        one.fail(error);
      }
  };

  const next = () => {
    const group = waiting.slice(0, mostTogether);
    waiting = waiting.slice(mostTogether);
    if (waiting.length > 0) setImmediate(next);
    commit(group);
  };

  return {
    together: (act) =>
      new Promise((resolve, reject) => {
        let tell: () => void = () => {};
        waiting.push({
          run() {
            try {
              const given = act();
              tell = () => resolve(given);
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
              tell = () => reject(error);
            }
          },
          tell: () => tell(),
          fail: reject,
        });
        if (waiting.length === 1) setImmediate(next);
      }),
  };
}
