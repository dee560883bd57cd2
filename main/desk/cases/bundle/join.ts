import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { BundleManifest, Joined } from '../../../../contract/case-bundles.ts';
import type { Caller } from '../../audit/audit.ts';
import type { Attachments } from '../attachments.ts';
import type { CaseDeps } from '../cases.ts';
import type { Entry } from '../entry.ts';
import { disagreements } from '../fold.ts';
import { readEntry, type Store } from '../store.ts';
import type { Work } from '../work.ts';
import type { Opened } from './open.ts';
import { refuseBundle } from './refusal.ts';
import { withStaged } from './staged.ts';

/** What of a bundle is not here yet. */
interface Found {
  /** Entries that are not here, and those whose words come whole where they are masked. */
  readonly fresh: number;
  readonly filled: number;
  /** The cases that something joins. */
  readonly touched: readonly string[];
}

/** Pages in the log after which SQLite folds it into the file by itself: its own default. */
const checkpointPages = 1000;

const isNew = 'not exists (select 1 from case_entries as here where here.id = staged.entries.id)';
const fills = `from staged.entries join case_words on case_words.entry_id = staged.entries.id
  where staged.entries.state = 'whole' and case_words.state = 'masked' and not ${isNew}`;

/**
 * Joins what is new in a bundle, and leaves what is here as it is. Everything was judged off this
 * thread and lies staged; here it moves in sets. Words weigh the most, so they come ahead in slices,
 * each in a transaction of its own, and are read by nobody until one last transaction brings all of
 * the entries. What is cut off before that leaves words without an entry alone, and they go again.
 */
export function createJoining(
  deps: CaseDeps,
  store: Store,
  work: Pick<Work, 'insert'>,
  attachments: Pick<Attachments, 'take' | 'forget'>,
) {
  const { desk } = deps;
  const coming = desk.prepare('insert or ignore into case_coming values (?)');
  const came = desk.prepare('delete from case_coming');
  const isComing = desk.prepare('select 1 from case_coming limit 1').pluck();
  let before: Promise<unknown> = Promise.resolve();
  forgetWords();

  /** Takes away words whose entries never came: nothing of them is left in the file. */
  function forgetWords(): void {
    if (isComing.get() === undefined) return;
    desk.pragma('secure_delete = ON');
    desk
      .transaction(() => {
        desk.exec(
          'delete from case_words where not exists (select 1 from case_entries where id = entry_id)',
        );
        came.run();
      })
      .immediate();
    desk.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** What of the staged entries is not here. Refuses what contradicts what is. Writes nothing. */
  function look({ manifest, desks }: Opened): Found {
    for (const { key_id, public_key } of desks)
      if ((store.deskOf(key_id)?.public_key ?? public_key) !== public_key)
        throw refuseBundle(`The key of desk ${key_id} is another one here.`, 'Ask that desk.');
    assertAgrees();
    const tally = (sql: string) =>
      desk.prepare(`select case_id, count(*) as count ${sql} group by case_id`).all() as Tally[];
    const fresh = tally(`from staged.entries where ${isNew}`);
    const filled = countOf(fresh) === manifest.entries ? [] : tally(fills);
    return {
      fresh: countOf(fresh),
      filled: countOf(filled),
      touched: [...new Set([...fresh, ...filled].map(({ case_id }) => case_id))],
    };
  }

  function assertAgrees(): void {
    const other = desk
      .prepare(
        `select staged.entries.id from staged.entries join case_entries as here using (id)
         where here.digest <> staged.entries.digest or here.signature <> staged.entries.signature
         limit 1`,
      )
      .pluck()
      .get();
    if (other !== undefined)
      throw refuseBundle(
        `Entry ${String(other)} is another one here, though the same desk signed both.`,
        'That desk, or its key, is not to be trusted any more: ask its owner.',
      );
    const again = desk
      .prepare(
        `select id, case_id from staged.entries where kind = 'opened' and ${isNew}
           and exists (select 1 from case_entries as here
             where here.case_id = staged.entries.case_id and here.kind = 'opened') limit 1`,
      )
      .get() as { id: string; case_id: string } | undefined;
    if (again)
      throw refuseBundle(
        `Entry ${again.id} opens ${again.case_id} once more, which is here already.`,
        'Ask the sender which of the two cases is the true one.',
      );
  }

  /** On what desks would disagree if the bundle were joined. */
  function wouldDisagree(id: string): string[] {
    const theirs = desk
      .prepare(
        `select id, case_id, at, by, desk, kind, digest, signature, salt, body, words.state
         from staged.entries join staged.words on entry_id = id
         where case_id = ? and kind in ('opened', 'set')`,
      )
      .all(id) as Entry[];
    const together = new Map(store.shaping(id).map((entry) => [entry.id, entry]));
    for (const entry of theirs) {
      const here = together.get(entry.id);
      if (!here || (here.state === 'masked' && entry.state === 'whole'))
        together.set(entry.id, readEntry(entry));
    }
    return disagreements(store.fold(id, [...together.values()]));
  }

  /** Brings the words ahead, slice by slice, and lets others in between. */
  async function bringWords({ entries, manifest }: Opened): Promise<void> {
    const slices = withStaged(desk, entries, () =>
      desk.prepare('select first, last from staged.slices order by slice').all(),
    ) as { first: bigint; last: bigint }[];
    coming.run(manifest.bundle);
    for (const { first, last } of slices) {
      await yieldToOthers();
      withStaged(desk, entries, () =>
        desk
          .prepare(
            `insert into case_words select entry_id, state, salt, body from staged.words as theirs
             where number between ? and ?
               and not exists (select 1 from case_words where entry_id = theirs.entry_id)`,
          )
          .run(first, last),
      );
    }
    await yieldToOthers();
  }

  /** Brings the entries, whose words are here, and what they link. In the caller's transaction. */
  function bringEntries(
    { bundle, entries }: BundleManifest,
    { fresh, filled }: Found,
    at: number,
  ): void {
    const links = `insert or replace into case_links
      select id, case_id, record_kind, record_id, 1 from staged.entries where record_kind is not null`;
    if (filled > 0) {
      desk.exec(`${links} and id in (select staged.entries.id ${fills})`);
      desk.exec(
        `update case_words set state = 'whole', salt = theirs.salt, body = theirs.body
         from staged.words as theirs where theirs.entry_id = case_words.entry_id
           and theirs.state = 'whole' and case_words.state = 'masked'`,
      );
    }
    if (fresh === 0) return;
    // Where all of them are new there is nothing to look up once more.
    const which = fresh === entries ? 'true' : isNew;
    desk.exec(`${links} and ${which} order by id`);
    desk
      .prepare(
        `insert into case_entries (id, case_id, at, by, desk, kind, digest, signature, came_in, came_at)
         select id, case_id, at, by, desk, kind, digest, signature, ?, ? from staged.entries
         where ${which} order by id`,
      )
      .run(bundle, at);
    const wordless = desk
      .prepare(
        `select 1 from staged.entries
         where not exists (select 1 from case_words where entry_id = staged.entries.id) limit 1`,
      )
      .get();
    if (wordless !== undefined) throw new Error('an entry came without its words');
  }

  /** All of it at once: what is refused here leaves nothing. In the caller's transaction. */
  function bring(bundle: Opened, caller: Caller): Joined {
    const { manifest, desks } = bundle;
    const found = look(bundle);
    const new_case = !store.has(manifest.case);
    const at = deps.clock();
    const { id: own, publicKey } = deps.key;
    store.meet({ key_id: own, public_key: publicKey, install: deps.audit.install }, at);
    for (const { key_id, public_key } of desks) {
      const install = key_id === manifest.key_id ? manifest.install : null;
      store.meet({ key_id, public_key, install }, at);
    }
    store.keys.take(bundle.successions, caller.user);
    bringEntries(manifest, found, at);
    came.run();
    if (found.touched.includes(manifest.case))
      work.insert(manifest.case, caller.user, [
        {
          kind: 'custody',
          act: 'imported',
          bundle: manifest.bundle,
          level: manifest.level,
          party: `${manifest.created_by} at ${manifest.key_id}`,
          entries: found.fresh + found.filled,
        },
      ]);
    for (const id of found.touched) store.project(id);
    const conflicts = disagreements(store.fold(manifest.case, store.shaping(manifest.case)));
    return joinedOf(bundle, found, new_case, conflicts);
  }

  async function joinNow<T>(
    bundle: Opened,
    caller: Caller,
    act: (bring: () => Joined) => T,
  ): Promise<T> {
    const { fresh } = withStaged(desk, bundle.entries, () => look(bundle));
    const taken: string[] = [];
    try {
      if (fresh > 0) await bringWords(bundle);
      for (const { sha256, path } of bundle.attachments)
        if (attachments.take(sha256, path)) taken.push(sha256);
      // What is written at once is folded into the file in a turn of its own.
      desk.pragma('wal_autocheckpoint = 0');
      return withStaged(desk, bundle.entries, () =>
        desk.transaction(() => act(() => bring(bundle, caller))).immediate(),
      );
    } catch (error) {
      for (const sha256 of taken) attachments.forget(sha256);
      forgetWords();
      throw error;
    } finally {
      desk.pragma(`wal_autocheckpoint = ${checkpointPages}`);
      setImmediate(() => desk.open && desk.pragma('wal_checkpoint(PASSIVE)'));
    }
  }

  return {
    /** What joining would do. Refuses BUNDLE_REFUSED as `join` does. */
    would: (bundle: Opened): Joined =>
      withStaged(desk, bundle.entries, () =>
        joinedOf(
          bundle,
          look(bundle),
          !store.has(bundle.manifest.case),
          wouldDisagree(bundle.manifest.case),
        ),
      ),

    /**
     * Joins all of it or nothing, one bundle after the other, and writes into the case who took it
     * in. `act` calls `bring` once, in the transaction that it is called in. Refuses BUNDLE_REFUSED
     * what contradicts what is here.
     */
    join<T>(bundle: Opened, caller: Caller, act: (bring: () => Joined) => T): Promise<T> {
      const joining = before.then(() => joinNow(bundle, caller, act));
      before = joining.catch(() => undefined);
      return joining;
    },
  };
}

interface Tally {
  readonly case_id: string;
  readonly count: bigint;
}

function countOf(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, { count }) => sum + Number(count), 0);
}

function joinedOf(
  { manifest, cases }: Opened,
  { fresh, filled }: Found,
  new_case: boolean,
  conflicts: string[],
): Joined {
  return {
    case: manifest.case,
    new_case,
    added: fresh + filled,
    known: manifest.entries - fresh - filled,
    also: cases.filter((id) => id !== manifest.case),
    attachments: manifest.files.filter(({ name }) => name.startsWith('attachments/')).length,
    conflicts,
  };
}
