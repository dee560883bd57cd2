import type { CaseFilter, CaseSummary, EntryBody } from '../../../contract/cases.ts';
import type { RecordKind } from '../../../contract/records.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import type { ReadEntry } from './entry.ts';
import type { DeskKeys } from './desk-keys.ts';
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

/** An adjustment of another desk. */
export interface StoredGiven {
  readonly adjustment_id: string;
  readonly desk: string;
  readonly case_id: string;
  /** A decimal string, as it was told. */
  readonly coins: string;
}

/**
 * What the entries of cases say, kept beside them so that lists and look-ups need no folding. It
 * is worked out from the few entries that change something, so that what a case costs to keep does
 * not grow with what lies in it.
 */
export function createProjection(
  desk: Db,
  shaping: (id: string) => ReadEntry[],
  fold: (id: string, entries: readonly ReadEntry[]) => Folded,
  keys: Pick<DeskKeys, 'home' | 'ownKeys'>,
) {
  const span = desk.prepare(
    'select coalesce(min(at), 0) as first, coalesce(max(at), 0) as last from case_entries where case_id = ?',
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
  const stand = desk.prepare(
    'update case_links set standing = @standing where entry_id = @entry and case_id = @id and standing <> @standing',
  );
  const forgetGiven = desk.prepare('delete from case_given_elsewhere where case_id = ?');
  const insertGiven = desk.prepare(
    `insert into case_given_elsewhere values (@adjustment_id, @desk, @case_id, @account_id,
       @recharge_id, @external_id, @coins, @reason, @state, @reverses)
     on conflict (adjustment_id, desk) do update set state = @state, case_id = @case_id`,
  );
  // An adjustment that another desk linked was given elsewhere: links made here have no bundle.
  const linkedElsewhere = desk.prepare(
    `select desk, body from case_links join case_entries on case_entries.id = case_links.entry_id
       join case_words on case_words.entry_id = case_links.entry_id
     where case_links.kind = 'adjustment' and case_links.case_id = @id
       and desk not in (select value from json_each(@own))
     order by at, case_entries.id`,
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
    `select * from cases where id in (select case_id from case_links
       where kind = ? and record_id = ? and standing = 1) order by changed_at desc`,
  );
  const narrowed = `from cases where (@status = 'any' or status = @status)
       and (@owner is null or owner = @owner) and archived = @archived
       and (@text is null or instr(lower(title || ' ' || id || ' ' || tags), @text) > 0)
       and (@kind is null or id in (select case_id from case_links
         where case_links.kind = @kind and record_id = @record and standing = 1))`;
  const list = desk.prepare(`select * ${narrowed} order by changed_at desc, id limit @limit`);
  const count = desk.prepare(`select count(*) ${narrowed}`).pluck();
  const starting = desk.prepare(
    `select * from cases where id >= @from and id < @from || char(1114111) or instr(lower(title), @from) > 0
     order by changed_at desc limit @limit`,
  );
  const allCases = desk.prepare('select id from cases order by id').pluck();

  return {
    /**
     * Keeps what the entries of a case say now, and gives it folded from those that change something.
     * An adjustment that another desk linked was given elsewhere, once, whatever key signed the link.
     */
    project(id: string): Folded {
      const folded = fold(id, shaping(id));
      project.run(projected(folded, span.get(id) as Span));
      for (const name of folded.names('link:')) {
        const standing = folded.value(name) === 'removed' ? 0 : 1;
        stand.run({ id, entry: name.slice('link:'.length), standing });
      }
      forgetGiven.run(id);
      const own = JSON.stringify(keys.ownKeys());
      for (const linked of linkedElsewhere.all({ id, own }) as { desk: string; body: string }[])
        insertGiven.run(givenIn(keys.home(linked.desk), id, JSON.parse(linked.body) as LinkBody));
      return folded;
    },
    has: (id: string): boolean => one.get(id) !== undefined,
    summary(id: string): CaseSummary | null {
      const found = one.get(id) as StoredCase | undefined;
      return found ? toWire(found) : null;
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
    /** What other desks gave for these orders or payments, as far as bundles told. */
    given: (subject: { recharges: readonly string[]; externals: readonly string[] }) =>
      given.all({
        recharges: JSON.stringify(subject.recharges),
        externals: JSON.stringify(subject.externals),
      }) as StoredGiven[],
    /** Every case, by id. */
    all: () => allCases.all() as string[],
  };
}

type LinkBody = Extract<EntryBody, { kind: 'link' }>;

function givenIn(desk: string, case_id: string, { record, copied: { fields } }: LinkBody) {
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

/** The oldest and the newest time of any entry, UTC ms. */
interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

function projected(folded: Folded, { first, last }: Span) {
  const opened = folded.of('opened').find((entry) => entry.case_id === folded.id);
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
    opened_at: opened?.at ?? first,
    changed_at: last,
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
