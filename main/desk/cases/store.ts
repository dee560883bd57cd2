import type { CaseFilter, CaseSummary, CopiedRecord, EntryBody } from '../../../contract/cases.ts';
import type { RecordKind } from '../../../contract/records.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import type { Entry, ReadEntry } from './entry.ts';
import { disagreements, type Folded } from './fold.ts';

interface StoredCase {
  readonly id: string;
  readonly title: string;
  readonly kind: CaseSummary['kind'];
  readonly status: CaseSummary['status'];
  readonly owner: string | null;
  readonly priority: CaseSummary['priority'];
  readonly due: string | null;
  readonly tags: string;
  readonly archived: bigint;
  readonly hold: bigint;
  readonly absorbed_by: string | null;
  readonly conflicts: bigint;
  readonly opened_at: bigint;
  readonly changed_at: bigint;
}

/** A bundle that left or came. */
export interface StoredBundle {
  readonly bundle: string;
  readonly direction: 'out' | 'in';
  readonly case_id: string;
  readonly key_id: string;
  readonly sequence: bigint;
  readonly level: string;
  readonly manifest_sha256: string;
  readonly at: bigint;
}

/** A desk whose key was met. */
export interface StoredDesk {
  readonly key_id: string;
  readonly public_key: string;
  readonly install: string | null;
}

const entryColumns = `case_entries.id, case_id, at, by, desk, kind, digest, signature, salt, body, state`;

/** The rows of cases in desk.db, read and written; what they mean stands in fold.ts. */
export function createStore(desk: Db) {
  const ofCase = desk.prepare(
    `select ${entryColumns} from case_entries join case_words on entry_id = case_entries.id
     where case_id = ? order by number`,
  );
  const byId = desk.prepare(
    `select ${entryColumns} from case_entries join case_words on entry_id = case_entries.id
     where case_entries.id = ?`,
  );
  const known = desk.prepare(
    `select digest, signature, state from case_entries join case_words on entry_id = case_entries.id
     where case_entries.id = ?`,
  );
  const isOpened = desk
    .prepare(`select 1 from case_entries where case_id = ? and kind = 'opened' limit 1`)
    .pluck();
  const cameAt = desk.prepare('select came_at from case_entries where id = ?').pluck();
  const newestAt = desk
    .prepare('select coalesce(max(at), 0) from case_entries where case_id = ?')
    .pluck();
  const insertEntry = desk.prepare(
    `insert into case_entries (id, case_id, at, by, desk, kind, digest, signature, came_in, came_at)
     values (@id, @case_id, @at, @by, @desk, @kind, @digest, @signature, @came_in, @came_at)`,
  );
  const insertWords = desk.prepare('insert into case_words values (@id, @state, @salt, @body)');
  const setWords = desk.prepare(
    'update case_words set state = @state, salt = @salt, body = @body where entry_id = @id',
  );
  const one = desk.prepare('select * from cases where id = ?');
  const project = desk.prepare(
    `insert into cases values (@id, @title, @kind, @status, @owner, @priority, @due, @tags, @archived,
       @hold, @absorbed_by, @conflicts, @opened_at, @changed_at)
     on conflict (id) do update set title = @title, kind = @kind, status = @status, owner = @owner,
       priority = @priority, due = @due, tags = @tags, archived = @archived, hold = @hold,
       absorbed_by = @absorbed_by, conflicts = @conflicts, opened_at = @opened_at,
       changed_at = @changed_at`,
  );
  const recordsOf = desk.prepare(
    'select kind, record_id, entry_id from case_records where case_id = ?',
  );
  const forgetRecord = desk.prepare(
    'delete from case_records where kind = ? and record_id = ? and case_id = ?',
  );
  const insertRecord = desk.prepare('insert or ignore into case_records values (?, ?, ?, ?)');
  const forgetGiven = desk.prepare('delete from case_given_elsewhere where case_id = ?');
  const insertGiven = desk.prepare(
    `insert into case_given_elsewhere values (@adjustment_id, @desk, @case_id, @account_id,
       @recharge_id, @external_id, @coins, @reason, @state, @reverses)
     on conflict (adjustment_id, desk) do update set state = @state, case_id = @case_id`,
  );
  const given = desk.prepare(
    `select adjustment_id, desk, case_id, coins from case_given_elsewhere as one
     where (recharge_id in (select value from json_each(@recharges))
         or external_id in (select value from json_each(@externals)))
       and state in ('proposed', 'approved', 'sent', 'confirmed', 'contradicted')
       and reason <> 'GOODWILL' and not exists (select 1 from case_given_elsewhere as undone
         where undone.reverses = one.adjustment_id and undone.desk = one.desk
           and undone.state in ('approved', 'sent', 'confirmed', 'contradicted'))
     order by adjustment_id, desk`,
  );
  const withRecord = desk.prepare(
    `select cases.* from case_records join cases on cases.id = case_id
     where case_records.kind = ? and record_id = ? order by changed_at desc`,
  );
  const narrowed = `from cases where (@status = 'any' or status = @status)
       and (@owner is null or owner = @owner) and archived = @archived
       and (@text is null or instr(lower(title || ' ' || id || ' ' || tags), @text) > 0)
       and (@kind is null or exists (select 1 from case_records
         where case_id = cases.id and case_records.kind = @kind and record_id = @record))`;
  const list = desk.prepare(`select * ${narrowed} order by changed_at desc, id limit @limit`);
  const count = desk.prepare(`select count(*) ${narrowed}`).pluck();
  const starting = desk.prepare(
    `select * from cases where id >= @from and id < @from || char(1114111) or instr(lower(title), @from) > 0
     order by changed_at desc limit @limit`,
  );
  const namesFile = desk.prepare('select 1 from case_words where body like ? limit 1');
  const allCases = desk.prepare('select id from cases order by id').pluck();
  const deskOf = desk.prepare('select * from case_desks where key_id = ?');
  const deskOfInstall = desk.prepare('select * from case_desks where install = ?');
  const meet = desk.prepare(
    `insert into case_desks values (@key_id, @public_key, @install, @at)
     on conflict (key_id) do update set install = coalesce(case_desks.install, @install)`,
  );
  const desksOf = desk.prepare(
    `select distinct case_desks.* from case_entries join case_desks on key_id = desk where case_id = ?`,
  );
  const insertBundle = desk.prepare(
    `insert into case_bundles values (@bundle, @direction, @case_id, @key_id, @sequence, @level,
       @manifest_sha256, @at)`,
  );
  const bundleOf = desk.prepare('select * from case_bundles where direction = ? and bundle = ?');
  const newest = desk
    .prepare(
      `select coalesce(max(sequence), 0) from case_bundles
       where direction = ? and case_id = ? and key_id = ?`,
    )
    .pluck();

  // Words were judged when they were made or came in: here they are read, not judged again.
  const read = (entry: Entry): ReadEntry => ({
    ...entry,
    content: entry.body === null ? null : (JSON.parse(entry.body) as EntryBody),
  });

  /** Keeps which records stand in a case; what stood there before is not written again. */
  function projectRecords(folded: Folded): void {
    const wanted = new Map<string, [kind: string, id: string, entry: string]>();
    for (const entry of folded.of('link')) {
      const { kind, id } = entry.content.record;
      const name = `${kind} ${id}`;
      if (!wanted.has(name) && folded.value(`link:${entry.id}`) !== 'removed')
        wanted.set(name, [kind, id, entry.id]);
    }
    const there = recordsOf.all(folded.id) as {
      kind: string;
      record_id: string;
      entry_id: string;
    }[];
    for (const { kind, record_id, entry_id } of there) {
      const name = `${kind} ${record_id}`;
      if (wanted.get(name)?.[2] === entry_id) wanted.delete(name);
      else forgetRecord.run(kind, record_id, folded.id);
    }
    for (const [kind, id, entry] of wanted.values()) insertRecord.run(folded.id, kind, id, entry);
  }

  return {
    entries: (id: string): ReadEntry[] => (ofCase.all(id) as Entry[]).map(read),
    entry(id: string): ReadEntry | null {
      const found = byId.get(id) as Entry | undefined;
      return found ? read(found) : null;
    },
    /** What an entry that is here already was signed over, and whether its words are whole. */
    known: (id: string) =>
      known.get(id) as Pick<Entry, 'digest' | 'signature' | 'state'> | undefined,
    /** True where the entry that opened a case is here. */
    isOpened: (id: string): boolean => isOpened.get(id) !== undefined,
    /** When an entry came to be here, UTC ms by the clock of this desk. */
    cameAt: (id: string): bigint => cameAt.get(id) as bigint,
    /** The newest time in a case, UTC ms; 0 where it has no entry. */
    newestAt: (id: string): bigint => newestAt.get(id) as bigint,
    has: (id: string): boolean => one.get(id) !== undefined,
    summary(id: string): CaseSummary | null {
      const found = one.get(id) as StoredCase | undefined;
      return found ? toWire(found) : null;
    },
    /** Adds an entry; `cameIn` names the bundle that brought it. */
    insert(entry: Entry, cameIn: string | null, at: number): void {
      insertEntry.run({ ...entry, came_in: cameIn, came_at: at });
      insertWords.run(entry);
    },
    /** Fills in words that were masked, or erases them. */
    setWords(id: string, words: Pick<Entry, 'state' | 'salt' | 'body'>): void {
      setWords.run({ id, ...words });
    },
    /** What other desks gave for these orders or payments, as far as bundles told. */
    given: (subject: { recharges: readonly string[]; externals: readonly string[] }) =>
      given.all({
        recharges: JSON.stringify(subject.recharges),
        externals: JSON.stringify(subject.externals),
      }) as StoredGiven[],
    /**
     * Keeps what the entries of a case say, for lists and look-ups. `own` is the key of this desk:
     * an adjustment that another one linked was given elsewhere.
     */
    project(folded: Folded, own: string): void {
      project.run(projected(folded));
      forgetGiven.run(folded.id);
      for (const entry of folded.of('link'))
        if (entry.desk !== own && entry.content.record.kind === 'adjustment')
          insertGiven.run(givenIn(entry.desk, folded.id, entry.content));
      projectRecords(folded);
    },
    list(filter: CaseFilter): { total: number; cases: CaseSummary[] } {
      const named = {
        status: filter.status,
        owner: filter.owner ?? null,
        archived: filter.archived ? 1 : 0,
        text: filter.text?.trim().toLowerCase() || null,
        kind: filter.record?.kind ?? null,
        record: filter.record?.id ?? null,
        limit: filter.limit,
      };
      const { limit: _, ...counted } = named;
      return {
        total: Number(count.get(counted)),
        cases: (list.all(named) as StoredCase[]).map(toWire),
      };
    },
    starting: (from: string, limit: number): CaseSummary[] =>
      (starting.all({ from, limit }) as StoredCase[]).map(toWire),
    withRecord: (kind: RecordKind, id: string): CaseSummary[] =>
      (withRecord.all(kind, id) as StoredCase[]).map(toWire),
    /** True where an entry whose words stand still names this file. */
    namesFile: (sha256: string): boolean => namesFile.get(`%"sha256":"${sha256}"%`) !== undefined,
    /** Every case, by id. */
    all: () => allCases.all() as string[],
    deskOf: (key: string) => deskOf.get(key) as StoredDesk | undefined,
    deskOfInstall: (install: string) => deskOfInstall.get(install) as StoredDesk | undefined,
    meet: (met: StoredDesk, at: number) => meet.run({ ...met, at }),
    desksOf: (id: string) => desksOf.all(id) as StoredDesk[],
    insertBundle: (bundle: StoredBundle) => insertBundle.run(bundle),
    bundleOf: (direction: 'out' | 'in', bundle: string) =>
      bundleOf.get(direction, bundle) as StoredBundle | undefined,
    newestSequence: (direction: 'out' | 'in', id: string, key: string): number =>
      Number(newest.get(direction, id, key)),
  };
}

/** An adjustment of another desk. */
export interface StoredGiven {
  readonly adjustment_id: string;
  readonly desk: string;
  readonly case_id: string;
  /** A decimal string, as it was told. */
  readonly coins: string;
}

function givenIn(
  desk: string,
  case_id: string,
  { record, copied: { fields } }: { record: { id: string }; copied: CopiedRecord },
) {
  return {
    adjustment_id: record.id,
    desk,
    case_id,
    account_id: fields.account ?? null,
    recharge_id: fields.recharge ?? null,
    external_id: fields.external_id ?? null,
    coins: fields.coins ?? '0',
    reason: fields.reason ?? '',
    state: fields.state ?? '',
    reverses: fields.reverses ?? null,
  };
}

export type Store = ReturnType<typeof createStore>;

function projected(folded: Folded) {
  return {
    id: folded.id,
    title: folded.title,
    kind: folded.kind,
    status: folded.status,
    owner: folded.value('owner'),
    priority: folded.priority,
    due: folded.value('due'),
    tags: JSON.stringify(tagsOf(folded)),
    archived: folded.value('archived') === 'yes' ? 1 : 0,
    hold: folded.heads('hold').some(({ value }) => value === 'yes') ? 1 : 0,
    absorbed_by: absorberOf(folded),
    conflicts: disagreements(folded).length,
    opened_at: folded.opened?.at ?? 0n,
    changed_at: folded.entries.at(-1)?.at ?? 0n,
  };
}

/** The tags that stand, in order. */
export function tagsOf(folded: Folded): string[] {
  return folded
    .names('tag:')
    .filter((name) => folded.value(name) === 'on')
    .map((name) => name.slice('tag:'.length))
    .toSorted();
}

/** The case that took this one up, while that stands. */
export function absorberOf(folded: Folded): string | null {
  const name = folded.names('absorbed_by:').find((one) => folded.value(one) === 'on');
  return name === undefined ? null : name.slice('absorbed_by:'.length);
}

function toWire(row: StoredCase): CaseSummary {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    status: row.status,
    owner: row.owner,
    priority: row.priority,
    due: row.due,
    tags: JSON.parse(row.tags) as string[],
    archived: row.archived === 1n,
    hold: row.hold === 1n,
    absorbed_by: row.absorbed_by,
    conflicts: Number(row.conflicts),
    opened_at: wireTime(Number(row.opened_at)),
    changed_at: wireTime(Number(row.changed_at)),
  };
}
