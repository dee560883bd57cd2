import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { refuse } from '../../../../contract/errors.ts';
import { type WatchEntry, watchEntry } from '../../../../contract/seller-watch.ts';
import { wireTime } from '../../../../contract/values.ts';
import { type Caller, keyId, signedBy } from '../../audit/audit.ts';
import type { SellersDeps } from '../sellers.ts';

/** How a signed list begins; another version is refused. */
const format = 'recharge-desk-watchlist/1' as const;
const mostEntries = 20_000;

const entryOnPaper = watchEntry
  .pick({ kind: true, value: true, reason: true, origin: true, created_at: true, expires_at: true })
  .extend({
    value: z.string().min(1).max(500),
    reason: z.string().min(1).max(4000),
    origin: z.string().min(1).max(300),
  });

const signedList = z.object({
  format: z.literal(format),
  key_id: z.string().max(100),
  public_key: z.base64().max(200),
  made_at: z.string().max(40),
  entries: z.array(entryOnPaper).max(mostEntries),
  signature: z.base64().max(200),
});

interface StoredEntry {
  readonly entry: string;
  readonly kind: WatchEntry['kind'];
  readonly value: string;
  readonly reason: string;
  readonly origin: string;
  readonly user: string;
  readonly created_at: bigint;
  readonly expires_at: bigint;
  readonly ended_at: bigint | null;
}

type WatchDeps = Pick<SellersDeps, 'desk' | 'audit' | 'clock' | 'newId' | 'key'>;

/** Watch lists: what to look out for, with a reason, an origin and a date at which it ends. */
export function createWatch(deps: WatchDeps) {
  const { desk, audit, clock } = deps;
  const columns = `entry, kind, value, watch_entries.reason as reason, origin, watch_entries.user as user,
    created_at, expires_at, watch_ends.at as ended_at`;
  const all = desk.prepare(
    `select ${columns} from watch_entries left join watch_ends using (entry) order by number desc`,
  );
  const one = desk.prepare(
    `select ${columns} from watch_entries left join watch_ends using (entry) where entry = ?`,
  );
  const same = desk.prepare(
    `select ${columns} from watch_entries left join watch_ends using (entry)
     where kind = ? and value = ? and watch_ends.at is null and expires_at > ?`,
  );
  const insert = desk.prepare(
    `insert into watch_entries (entry, kind, value, reason, origin, user, created_at, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const end = desk.prepare('insert into watch_ends (entry, user, reason, at) values (?, ?, ?, ?)');

  const toWire = (row: StoredEntry): WatchEntry => ({
    entry: row.entry,
    kind: row.kind,
    value: row.value,
    reason: row.reason,
    origin: row.origin,
    by: row.user,
    created_at: wireTime(Number(row.created_at)),
    expires_at: wireTime(Number(row.expires_at)),
    ended_at: row.ended_at === null ? null : wireTime(Number(row.ended_at)),
  });
  const living = (): WatchEntry[] => {
    const now = BigInt(clock());
    return (all.all() as StoredEntry[])
      .filter((row) => row.ended_at === null && row.expires_at > now)
      .map(toWire);
  };
  const append = (caller: Caller, act: string, object: string, sentence: string, details = {}) =>
    audit.append(caller, { command: `sellers.${act}`, object, outcome: 'done', sentence, details });

  /** As a list that this desk signed. Refuses KEY_SEALED while it cannot. */
  const signedOf = (entries: readonly WatchEntry[]): string => {
    const body = {
      format,
      key_id: deps.key.id,
      public_key: deps.key.publicKey,
      made_at: wireTime(clock()),
      entries: entries.map(({ kind, value, reason, origin, created_at, expires_at }) => ({
        kind,
        value,
        reason,
        origin: origin === 'this desk' ? `desk ${deps.key.id}` : origin,
        created_at,
        expires_at,
      })),
    };
    const signature = deps.key.sign(signedBytes(body)).toString('base64');
    return `${JSON.stringify({ ...body, signature }, null, 1)}\n`;
  };

  return {
    /** Every entry, the newest first; ended and expired ones too. */
    list: (): WatchEntry[] => (all.all() as StoredEntry[]).map(toWire),

    /** Entries that stand against a value. */
    on: (kind: WatchEntry['kind'], value: string): WatchEntry[] =>
      (same.all(kind, value, clock()) as StoredEntry[]).map(toWire),

    /** Refuses BAD_INPUT for a date that is not in the next two years, or a value that is watched already. */
    add(
      caller: Caller,
      input: { kind: WatchEntry['kind']; value: string; reason: string; expires_at: string },
    ): WatchEntry {
      const now = clock();
      const expires = Date.parse(input.expires_at);
      if (Number.isNaN(expires) || expires <= now || expires > now + 732 * 86_400_000)
        throw refuse(
          'BAD_INPUT',
          'An entry ends at a date within two years.',
          'Choose such a date.',
        );
      return desk
        .transaction(() => {
          if (same.get(input.kind, input.value, now))
            throw refuse(
              'BAD_INPUT',
              `This ${input.kind} is watched already.`,
              'End that entry first.',
            );
          const entry = deps.newId();
          insert.run(
            entry,
            input.kind,
            input.value,
            input.reason,
            'this desk',
            caller.user,
            now,
            expires,
          );
          append(
            caller,
            'watchAdd',
            `watch/${entry}`,
            `${caller.user} put ${entry} on the watch list.`,
            {
              kind: input.kind,
              value: input.value,
              reason: input.reason,
            },
          );
          return toWire(one.get(entry) as StoredEntry);
        })
        .immediate();
    },

    /** Ends an entry for a reason; it stays in the list as ended. */
    end(caller: Caller, input: { entry: string; reason: string }): WatchEntry {
      return desk
        .transaction(() => {
          const row = one.get(input.entry) as StoredEntry | undefined;
          if (!row)
            throw refuse(
              'NOT_FOUND',
              `There is no entry ${input.entry}.`,
              'Take it from the watch list.',
            );
          if (row.ended_at !== null)
            throw refuse('BAD_INPUT', 'This entry has ended already.', 'Nothing is to be done.');
          end.run(input.entry, caller.user, input.reason, clock());
          append(
            caller,
            'watchEnd',
            `watch/${input.entry}`,
            `${caller.user} ended ${input.entry} of the watch list.`,
            {
              reason: input.reason,
            },
          );
          return toWire(one.get(input.entry) as StoredEntry);
        })
        .immediate();
    },

    /** What stands now, as CSV guarded against formulas or as a list that this desk signed. */
    export(caller: Caller, form: 'csv' | 'signed'): { name: string; text: string } {
      const entries = living();
      const day = wireTime(clock()).slice(0, 10);
      // Made before it is written down: where nothing can be signed, nothing was exported.
      const file =
        form === 'csv'
          ? { name: `watch-list-${day}.csv`, text: csvOf(entries) }
          : { name: `watch-list-${day}.json`, text: signedOf(entries) };
      desk
        .transaction(() =>
          append(
            caller,
            'watchExport',
            'watch',
            `${caller.user} exported ${entries.length} entries of the watch list.`,
          ),
        )
        .immediate();
      return file;
    },

    /**
     * Takes in another desk's signed list. Entries keep where they came from; those that are known
     * or have expired are passed over. Refuses BAD_INPUT where it is no such list, or is not what
     * was signed.
     */
    import(caller: Caller, text: string) {
      const list = readList(text);
      const now = clock();
      return desk
        .transaction(() => {
          let added = 0;
          let known = 0;
          let expired = 0;
          for (const entry of list.entries) {
            const expires = Date.parse(entry.expires_at);
            if (Number.isNaN(expires) || expires <= now) expired += 1;
            else if (same.get(entry.kind, entry.value, now)) known += 1;
            else {
              insert.run(
                deps.newId(),
                entry.kind,
                entry.value,
                entry.reason,
                entry.origin,
                caller.user,
                now,
                expires,
              );
              added += 1;
            }
          }
          const origin = `desk ${list.key_id}`;
          append(
            caller,
            'watchImport',
            'watch',
            `${caller.user} took in ${added} entries signed by key ${list.key_id}.`,
          );
          return { origin, added, known, expired };
        })
        .immediate();
    },
  };
}

type ListBody = Omit<z.infer<typeof signedList>, 'signature'>;

/** The bytes a signature is over: the list without it, in one spelling. */
function signedBytes({ format: name, key_id, public_key, made_at, entries }: ListBody): Uint8Array {
  return Buffer.from(
    JSON.stringify([
      name,
      key_id,
      public_key,
      made_at,
      entries.map((one) => [
        one.kind,
        one.value,
        one.reason,
        one.origin,
        one.created_at,
        one.expires_at,
      ]),
    ]),
  );
}

function readList(text: string): z.infer<typeof signedList> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse(
      'BAD_INPUT',
      'This is no watch list: it is not JSON.',
      'Choose the file a desk exported as signed.',
    );
  }
  const list = signedList.safeParse(parsed);
  if (!list.success)
    throw refuse(
      'BAD_INPUT',
      `This is no ${format}: ${list.error.issues[0]?.path.join('.') ?? ''} ${list.error.issues[0]?.message ?? ''}.`,
      'Choose the file a desk exported as signed.',
    );
  const { public_key, key_id, signature } = list.data;
  const named = keyId(Buffer.from(public_key, 'base64')) === key_id;
  if (!named || !signedBy(public_key, signedBytes(list.data), signature))
    throw refuse(
      'BAD_INPUT',
      'This list is not what was signed: something in it was changed.',
      'Ask for it anew.',
    );
  return list.data;
}

/** As a table, guarded against formulas. */
function csvOf(entries: readonly WatchEntry[]): string {
  return stringify([...entries], {
    header: true,
    columns: ['kind', 'value', 'reason', 'origin', 'created_at', 'expires_at'],
    escape_formulas: true,
    quoted_string: true,
  });
}
