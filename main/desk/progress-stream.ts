/** Progress on its way to a reader; where the reader is slow only the newest is kept. */
export function createQueue<P>() {
  let newest: { readonly value: P } | null = null;
  let ended = false;
  let wake: () => void = () => {};
  async function* read(): AsyncGenerator<P> {
    for (;;) {
      if (newest) {
        const { value } = newest;
        newest = null;
        yield value;
      } else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    items: read(),
    push(value: P) {
      newest = { value };
      wake();
    },
    end() {
      ended = true;
      wake();
    },
  };
}

/** Long work as a stream: how far it is, then its result. */
export async function* watched<P extends object, R>(
  run: (tell: (progress: P) => void) => Promise<R>,
): AsyncGenerator<({ kind: 'progress' } & P) | { kind: 'done'; result: R }> {
  const queue = createQueue<P>();
  const work = run(queue.push).finally(queue.end);
  for await (const progress of queue.items) yield { kind: 'progress', ...progress };
  yield { kind: 'done', result: await work };
}
