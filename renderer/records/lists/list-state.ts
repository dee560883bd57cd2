import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type {
  Filter,
  ListDescription,
  ListView,
  SavedView,
  Sorting,
  Standing,
} from '../../../contract/record-lists.ts';
import { useDesk } from '../../app/desk.tsx';
import { usualView } from './usual.ts';

/** A pause in what a person does after which it is kept. */
const pauseMs = 500;

/** What a list shows now: rows, order, look, and the view that it came from. */
export interface ListState {
  readonly content: ListView;
  readonly view: string | null;
  setFilter(filter: Filter): void;
  setSort(sort: Sorting): void;
  setLook(look: ListView['look']): void;
  choose(view: SavedView | null): void;
  /** Says which saved view the present content is. */
  became(view: string | null): void;
  /** Told where in the list a person is. */
  atRow(row: number): void;
}

/** The state of a list, begun with what was left there, and kept as it changes. */
export function useListState(
  description: ListDescription,
  left: Standing | null,
  asked: Filter | undefined,
): ListState {
  const desk = useDesk();
  const client = useQueryClient();
  const { list } = description;
  const usual = useMemo(() => usualView(description), [description]);
  const [state, setState] = useState(() => {
    const before = left?.content ?? usual;
    if (asked === undefined) return { content: before, view: left?.view ?? null };
    return { content: { ...before, filter: asked, sort: usual.sort }, view: null };
  });
  const row = useRef(asked === undefined ? (left?.row ?? 0) : 0);
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const keep = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const standing = { ...latest.current, row: row.current };
    client.setQueryData(['lists', 'left', list], standing);
    // Where it cannot be kept, nothing is lost that a person would miss at once.
    desk.records.keepStanding({ list, standing }).catch(() => undefined);
  }, [client, desk, list]);

  const soon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(keep, pauseMs);
  }, [keep]);

  const first = useRef(true);
  useEffect(() => {
    latest.current = state;
    if (first.current && asked === undefined) first.current = false;
    else soon();
  }, [state, soon, asked]);

  // What was not kept yet is kept when the list is left, or the window goes away.
  useEffect(() => {
    const flush = () => {
      if (timer.current !== undefined) keep();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [keep]);

  const change = (part: Partial<ListView>) =>
    setState((now) => ({ ...now, content: { ...now.content, ...part } }));
  return {
    ...state,
    setFilter: (filter) => change({ filter }),
    setSort: (sort) => change({ sort }),
    setLook: (look) => change({ look }),
    choose: (view) =>
      setState(view ? { content: view.content, view: view.view } : { content: usual, view: null }),
    became: (view) => setState((now) => ({ ...now, view })),
    atRow: useCallback(
      (at: number) => {
        if (row.current === at) return;
        row.current = at;
        soon();
      },
      [soon],
    ),
  };
}
