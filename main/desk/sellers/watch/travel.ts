import { stringify } from 'csv-stringify/sync';
import { type WatchEntry, watchKinds } from '../../../../contract/seller-watch.ts';
import type { Role } from '../../../../contract/staff.ts';
import { counted } from '../../../../contract/say.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Caller } from '../../audit/audit.ts';
import { maskedFields, maskFor } from '../../staff/staff.ts';
import type { Directory } from '../derive/directory.ts';
import type { SellersDeps } from '../sellers.ts';
import { unfitOf } from './fits.ts';
import { type Form, formsOf } from './forms.ts';
import { type EntryOnPaper, readList, signedText } from './signed-list.ts';
import { ours, type WatchStore } from './store.ts';

interface TravelDeps extends Pick<SellersDeps, 'desk' | 'clock' | 'newId' | 'key' | 'rows'> {
  readonly directory: () => Directory;
  readonly store: WatchStore;
  readonly watching: (forms: readonly Form[]) => WatchEntry | null;
  readonly append: (caller: Caller, act: string, object: string, sentence: string) => void;
}

/** Watch lists that leave, and those of other desks that come. */
export function createTravel(deps: TravelDeps) {
  const { desk, clock, directory, store, append } = deps;
  return {
    /**
     * What stands now, as CSV guarded against formulas or as a list that this desk signed. Entries
     * whose value the caller sees only in part are left out, and counted. Refuses KEY_SEALED while
     * it cannot sign.
     */
    export(
      caller: Caller,
      form: 'csv' | 'signed',
    ): { name: string; text: string; left_out: number } {
      const now = clock();
      const all = store.open().filter((entry) => Date.parse(entry.expires_at) > now);
      const entries = onPaper(all, caller.role as Role, deps.key.id);
      const day = wireTime(now).slice(0, 10);
      // Made before it is written down: where nothing can be signed, nothing was exported.
      const file =
        form === 'csv'
          ? { name: `watch-list-${day}.csv`, text: csvOf(entries) }
          : { name: `watch-list-${day}.json`, text: signedText(deps.key, entries, now) };
      const said = `${caller.user} exported ${counted(entries.length, 'entry', 'entries')} of the watch list.`;
      desk.transaction(() => append(caller, 'watchExport', 'watch', said)).immediate();
      return { ...file, left_out: all.length - entries.length };
    },

    /**
     * Takes in another desk's signed list. Entries keep where they came from; those that are known,
     * have expired or are nothing of their kind are passed over, and counted. Refuses BAD_INPUT where it is no such list, or is not what
     * was signed.
     */
    import(caller: Caller, text: string) {
      const list = readList(text);
      const now = clock();
      return desk
        .transaction(() => {
          const counts = { added: 0, known: 0, expired: 0, unfit: 0 };
          const here = { directory: directory(), rows: deps.rows };
          const own = new Set<Form>();
          for (const { kind, value, reason, origin, expires_at } of list.entries) {
            const expires = Date.parse(expires_at);
            const forms = formsOf(kind, value, here.directory);
            if (Number.isNaN(expires) || expires <= now) counts.expired += 1;
            else if (unfitOf(kind, value, here) !== null) counts.unfit += 1;
            else if (forms.some((form) => own.has(form)) || deps.watching(forms) !== null)
              counts.known += 1;
            else {
              const entry = deps.newId();
              store.insert(
                { entry, kind, value, reason, origin, created_at: now, expires_at: expires },
                caller.user,
              );
              for (const form of forms) own.add(form);
              counts.added += 1;
            }
          }
          const said = `${caller.user} took in ${counted(counts.added, 'entry', 'entries')} signed by key ${list.key_id}.`;
          append(caller, 'watchImport', 'watch', said);
          return { origin: `desk ${list.key_id}`, ...counts };
        })
        .immediate();
    },
  };
}

/** Entries as they leave with somebody of a role: what the role sees only in part stays here. */
function onPaper(entries: readonly WatchEntry[], role: Role, key: string) {
  const hidden = maskedFields(role);
  const mask = maskFor(role);
  return entries.flatMap(({ kind, value, reason, origin, created_at, expires_at }) => {
    const seen = mask({ field: watchKinds[kind], kind, value }).value;
    if (hidden.has(watchKinds[kind]) || seen !== value) return [];
    return [
      {
        kind,
        value,
        reason: mask(reason),
        origin: origin === ours ? `desk ${key}` : origin,
        created_at,
        expires_at,
      },
    ];
  });
}

/** As a table, guarded against formulas. */
function csvOf(entries: readonly EntryOnPaper[]): string {
  return stringify([...entries], {
    header: true,
    columns: ['kind', 'value', 'reason', 'origin', 'created_at', 'expires_at'],
    escape_formulas: true,
    quoted_string: true,
  });
}
