import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { WatchedDrop, WatchedFolder } from '../../../contract/drops.ts';
import { policy } from '../../../contract/policy.ts';
import { useDesk, useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';

export const watchedKey = ['drops', 'list'] as const;

/** How often the folder is asked after: while something moves, and otherwise. */
const movingMs = 700;
const restingMs = 5_000;

function moves({ settling, drops }: WatchedFolder): boolean {
  return settling.length > 0 || drops.some(isInWork);
}

/** The watched folder and its drops; asked nothing where the role may not. */
export function useWatched() {
  const desk = useDesk();
  const answers = useQueryClient();
  const { role } = useMe();
  const watched = useQuery({
    queryKey: watchedKey,
    queryFn: ({ signal }) => desk.drops.list(undefined, { signal }),
    enabled: may(role, policy.drops.list),
    refetchInterval: ({ state: { data } }) => (data && moves(data) ? movingMs : restingMs),
  });
  const imported = watched.data?.drops.filter(({ state }) => state === 'imported').length;
  const before = useRef(imported);
  useEffect(() => {
    // What came in by itself changes every screen that shows records.
    if (before.current !== undefined && imported !== before.current)
      void answers.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'drops' });
    before.current = imported;
  }, [answers, imported]);
  return watched;
}

/** How many drops wait for this person's answer; asked once a minute. */
export function useWaitingDrops(): number {
  const desk = useDesk();
  const { role } = useMe();
  const { data } = useQuery({
    queryKey: watchedKey,
    queryFn: ({ signal }) => desk.drops.list(undefined, { signal }),
    enabled: may(role, policy.drops.take),
    refetchInterval: 60_000,
  });
  return data?.drops.filter(isWaiting).length ?? 0;
}

export function isInWork({ state }: WatchedDrop): boolean {
  return state === 'planning' || state === 'importing';
}

export function isWaiting({ state }: WatchedDrop): boolean {
  return state === 'waiting';
}
