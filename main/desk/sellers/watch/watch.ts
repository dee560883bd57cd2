import { refuse } from '../../../../contract/errors.ts';
import { sayDay } from '../../../../contract/say.ts';
import {
  type WatchEntry,
  type WatchKind,
  type WatchMatch,
} from '../../../../contract/seller-watch.ts';
import type { Caller } from '../../audit/audit.ts';
import type { Db } from '../../storage/storage.ts';
import type { Directory } from '../derive/directory.ts';
import type { SellersDeps } from '../sellers.ts';
import { kindWords, unfitOf } from './fits.ts';
import { type Form, formsOf } from './forms.ts';
import { createWatchStore, ours } from './store.ts';
import { createTravel } from './travel.ts';
import { createTouched, type OfRecord } from './touched.ts';

interface WatchDeps
  extends Pick<SellersDeps, 'desk' | 'audit' | 'clock' | 'newId' | 'key' | 'rows'> {
  readonly directory: () => Directory;
  readonly derived: () => Db;
}

const dayMs = 86_400_000;

/**
 * Watch lists: what to look out for, with a reason, an origin and a date at which it ends. An
 * entry is shown beside the records that touch it, and does nothing else: no score, no verdict
 * and no limit follows from it.
 */
export function createWatch(deps: WatchDeps) {
  const { desk, audit, clock, directory } = deps;
  const store = createWatchStore(desk);
  const touched = createTouched(deps);

  const append = (caller: Caller, act: string, object: string, sentence: string, details = {}) =>
    audit.append(caller, { command: `sellers.${act}`, object, outcome: 'done', sentence, details });

  /** Entries that stand, by the forms of their values; made anew when either changed. */
  let known: { version: string; directory: Directory; by: Map<string, WatchEntry[]> } | null = null;
  const standing = (): ReadonlyMap<string, WatchEntry[]> => {
    const version = store.version();
    if (known?.version !== version || known.directory !== directory()) {
      const by = new Map<string, WatchEntry[]>();
      for (const entry of store.open())
        for (const form of formsOf(entry.kind, entry.value, directory()))
          by.set(form, [...(by.get(form) ?? []), entry]);
      known = { version, directory: directory(), by };
    }
    return known.by;
  };
  const living = (entries: readonly WatchEntry[] | undefined): WatchEntry[] =>
    (entries ?? []).filter((entry) => Date.parse(entry.expires_at) > clock());
  /** The entry that watches this already, however it is written and under whatever kind; null where none does. */
  const watching = (forms: readonly Form[]): WatchEntry | null => {
    const by = standing();
    return forms.flatMap((form) => living(by.get(form)))[0] ?? null;
  };

  return {
    /** Every entry, the newest first; ended and expired ones too. */
    list: store.all,

    /** Entries that stand against what a record has to do with, the newest first, each once. */
    touching(of: OfRecord): WatchMatch[] {
      const by = standing();
      if (by.size === 0) return [];
      const found = new Map<string, WatchMatch>();
      for (const [form, way] of touched(of))
        for (const entry of living(by.get(form)))
          if (!found.has(entry.entry)) found.set(entry.entry, { ...entry, way });
      return [...found.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
    },

    /** Is a seller watched by its name? */
    isSellerWatched: (key: string): boolean => living(standing().get(`seller:${key}`)).length > 0,

    /**
     * Refuses BAD_INPUT for a date that is not in the next two years, a value that is nothing of
     * its kind, or one that is watched already.
     */
    add(
      caller: Caller,
      input: { kind: WatchKind; value: string; reason: string; expires_at: string },
    ): WatchEntry {
      const now = clock();
      const { kind, reason } = input;
      const value = input.value.trim();
      const expires = Date.parse(input.expires_at);
      if (Number.isNaN(expires) || expires <= now || expires > now + 732 * dayMs)
        throw refuse(
          'BAD_INPUT',
          'An entry ends at a date within two years.',
          'Choose such a date.',
        );
      const unfit = unfitOf(kind, value, { directory: directory(), rows: deps.rows });
      if (unfit) throw refuse('BAD_INPUT', unfit.says, unfit.next);
      return desk
        .transaction(() => {
          const there = watching(formsOf(kind, value, directory()));
          if (there)
            throw refuse(
              'BAD_INPUT',
              `This ${kindWords[kind]} is on the watch list already, put there by ${there.by} on ${sayDay(Date.parse(there.created_at))}, until ${sayDay(Date.parse(there.expires_at))}.`,
              'Nothing has to be done; end that entry first where its reason or its end should be another.',
            );
          const entry = deps.newId();
          store.insert(
            { entry, kind, value, reason, origin: ours, created_at: now, expires_at: expires },
            caller.user,
          );
          const said = `${caller.user} put ${entry} on the watch list.`;
          append(caller, 'watchAdd', `watch/${entry}`, said, { kind, value, reason });
          return store.one(entry);
        })
        .immediate();
    },

    /** Ends an entry for a reason; it stays in the list as ended. Refuses NOT_FOUND, and BAD_INPUT where it has ended. */
    end(caller: Caller, input: { entry: string; reason: string }): WatchEntry {
      const { entry, reason } = input;
      return desk
        .transaction(() => {
          if (store.one(entry).ended_at !== null)
            throw refuse('BAD_INPUT', 'This entry has ended already.', 'Nothing is to be done.');
          store.end(entry, caller.user, reason, clock());
          const said = `${caller.user} ended ${entry} of the watch list.`;
          append(caller, 'watchEnd', `watch/${entry}`, said, { reason });
          return store.one(entry);
        })
        .immediate();
    },

    ...createTravel({ ...deps, store, watching, append }),
  };
}
