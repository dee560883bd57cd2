/** Calls that wait until a person has given something: their password once more, a passphrase. */
export interface Gate {
  /** True while something waits. */
  asked(): boolean;
  subscribe(listener: () => void): () => void;
  /** Resolves when the person has answered: true where it was given, false where not. */
  ask(): Promise<boolean>;
  /** The answer, to all that wait. */
  settle(given: boolean): void;
}

/** One question for any number of calls that met it together. */
export function createGate(): Gate {
  let waiting: ((given: boolean) => void)[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const each of listeners) each();
  };
  return {
    asked: () => waiting.length > 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        tell();
      });
    },
    settle(given) {
      if (waiting.length === 0) return;
      const all = waiting;
      waiting = [];
      tell();
      for (const resolve of all) resolve(given);
    },
  };
}
