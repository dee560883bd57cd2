import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import { useDesk } from '../../app/desk.tsx';
import { formatCount, formatRows, sumCounts } from '../import-words.ts';
import { useWarning } from '../import/warn.ts';
import { watchedKey } from './watched.ts';

/** A drop that this page imports, or why it was not imported. */
export interface Taken {
  readonly id: string;
  /** Null while it goes on. */
  readonly error: unknown;
}

interface Taking {
  readonly taken: Taken | null;
  /** Yes to a drop. */
  take(id: string): void;
  /** Calls off what this page imports; the drop waits again. */
  cancel(): void;
}

const TakingContext = createContext<Taking | null>(null);

/** The import of a waiting drop, which goes on while other screens are looked at. */
export function useTaking(): Taking {
  const taking = useContext(TakingContext);
  if (taking === null) throw new Error('the watched folder stands outside <TakingHolder>');
  return taking;
}

function useTakingRun(): Taking {
  const desk = useDesk();
  const answers = useQueryClient();
  const [taken, setTaken] = useState<Taken | null>(null);
  const running = useRef<AbortController | null>(null);

  async function run(id: string, controller: AbortController): Promise<void> {
    try {
      const { signal } = controller;
      for await (const event of await desk.drops.take({ id }, { signal })) {
        if (event.kind !== 'done') continue;
        const { inserted, updated } = sumCounts(event.result.tables);
        const counts = `${formatRows(inserted)} new, ${formatCount(updated)} updated`;
        notifications.show({ message: `Imported: ${counts}.` });
      }
      setTaken(null);
      await answers.invalidateQueries();
    } catch (error) {
      const { aborted } = controller.signal;
      if (aborted) notifications.show({ message: 'Cancelled. The drop waits again.' });
      setTaken(aborted ? null : { id, error });
      await answers.invalidateQueries({ queryKey: watchedKey });
    } finally {
      if (running.current === controller) running.current = null;
    }
  }

  return {
    taken,
    take(id) {
      if (running.current !== null) return;
      const controller = new AbortController();
      running.current = controller;
      setTaken({ id, error: null });
      void run(id, controller);
      void answers.invalidateQueries({ queryKey: watchedKey });
    },
    cancel: () => running.current?.abort(),
  };
}

export function TakingHolder(props: { children: ReactNode }) {
  const taking = useTakingRun();
  useWarning(taking.taken !== null && taking.taken.error === null);
  return <TakingContext value={taking}>{props.children}</TakingContext>;
}
