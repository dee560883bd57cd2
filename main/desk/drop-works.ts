import type { WatchedDrop } from '../../contract/drops.ts';
import { type Refusal, refuse } from '../../contract/errors.ts';
import type { ImportEvent, ImportProgress } from '../../contract/records.ts';

/** A drop that is planned or imported at this moment. */
interface Work {
  readonly importing: boolean;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  progress: ImportProgress | null;
}

type KeptDrop = Omit<WatchedDrop, 'progress' | 'reject_list'>;

/** What is done with drops of the watched folder just now: how far it is, and how it is stopped. */
export function createDropWorks() {
  const works = new Map<string, Work>();
  return {
    /** Hands on what `begin` tells of a plan or an import; what it throws too. */
    async *run(
      id: string,
      importing: boolean,
      begin: (signal: AbortSignal) => AsyncIterable<ImportEvent>,
    ): AsyncGenerator<ImportEvent> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const own: Work = { importing, stop: new AbortController(), ended: promise, progress: null };
      works.set(id, own);
      try {
        for await (const event of begin(own.stop.signal)) {
          if (event.kind === 'progress') own.progress = event.progress;
          yield event;
        }
      } finally {
        works.delete(id);
        resolve();
      }
    },
    has: (id: string): boolean => works.has(id),
    /** Ends what is done with a drop; resolves when it has ended, one way or the other. */
    async stop(id: string): Promise<void> {
      const now = works.get(id);
      now?.stop.abort(leftOut());
      await now?.ended;
    },
    /** A drop as it stands now. */
    shown(drop: KeptDrop): WatchedDrop {
      const now = works.get(drop.id);
      const rejected = Object.values(drop.tables ?? {}).some((counts) => counts.rejected > 0);
      const list = drop.run ?? (drop.state === 'waiting' ? drop.id : null);
      return {
        ...drop,
        state: drop.state === 'waiting' && now?.importing === true ? 'importing' : drop.state,
        progress: now?.progress ?? null,
        reject_list: rejected ? list : null,
      };
    },
  };
}

function leftOut(): Refusal {
  return refuse(
    'NOT_FOUND',
    'This drop was left out while it was in work; the old copy stays.',
    'Import it by its path, should it go in after all.',
  );
}
