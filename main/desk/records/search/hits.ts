import type { Hit, RecordKind } from '../../../../contract/records.ts';
import type { PartReader } from '../rows.ts';
import type { Candidate } from './candidate.ts';
import { type Described, describers } from './describe.ts';
import { digitsOf, fold, tailLength } from './fold.ts';
import type { Spellings } from './spellings.ts';

/** Most columns named as the reason of one hit. */
const mostReasons = 3;

/** One record that was found, with every column that led to it, best first. */
export interface Found {
  readonly kind: RecordKind;
  readonly record: string | number;
  readonly ways: readonly Candidate[];
  /** What was typed is all of an id of this record and of no other of its kind. */
  readonly wholeId: boolean;
  /** The smaller the better. */
  readonly place: number;
}

/** The best records up to the limit, of which every kind gets its share first. */
function shareOf(records: readonly Found[], limit: number): Found[] {
  const kinds = Map.groupBy(records, ({ kind }) => kind);
  const share = Math.floor(limit / Math.max(1, kinds.size));
  const chosen = new Set([...kinds.values()].flatMap((own) => own.slice(0, share)));
  for (const record of records) {
    if (chosen.size >= limit) break;
    chosen.add(record);
  }
  return records.filter((record) => chosen.has(record));
}

/** What is looked for, and the columns that are found by their whole value only. */
interface Asked {
  readonly spellings: Spellings;
  readonly hidden: ReadonlySet<string> | undefined;
}

/** What came of the records that were looked at. */
interface Hits {
  readonly hits: Hit[];
  /** Those that the copy no longer has, or that are not what was typed when they are read. */
  readonly absent: ReadonlySet<Found>;
  /** There are more that nobody looked at. */
  readonly unseen: boolean;
}

/** Hits made from the best records up to the limit: where some are absent others take their place. */
export function describe(
  rows: PartReader,
  records: readonly Found[],
  limit: number,
  asked: Asked,
): Hits {
  const known = new Map<Found, Hit | null>();
  const absent = new Set<Found>();
  for (;;) {
    const left = absent.size === 0 ? records : records.filter((record) => !absent.has(record));
    const chosen = shareOf(left, limit);
    const before = absent.size;
    const fresh = chosen.filter((record) => !known.has(record));
    for (const [record, hit] of hitsOf(rows, fresh, asked)) {
      known.set(record, hit);
      if (hit === null) absent.add(record);
    }
    if (absent.size === before)
      return {
        hits: chosen.flatMap((record) => known.get(record) ?? []),
        absent,
        unseen: chosen.length < left.length,
      };
  }
}

/** Each record as a hit; null where it is none. */
function* hitsOf(
  rows: PartReader,
  records: readonly Found[],
  asked: Asked,
): Generator<[Found, Hit | null]> {
  const described = new Map<RecordKind, ReadonlyMap<string | number, Described>>();
  for (const [kind, own] of Map.groupBy(records, (record) => record.kind))
    described.set(
      kind,
      describers[kind]?.(
        rows,
        own.map(({ record }) => record),
      ) ?? new Map(),
    );
  for (const one of records) {
    const known = described.get(one.kind)?.get(one.record);
    const why = known ? reasonsOf(one, known, asked) : [];
    yield [one, known && why.length > 0 ? hitOf(one, known, why, asked) : null];
  }
}

function hitOf(one: Found, known: Described, why: Hit['why'], { spellings }: Asked): Hit {
  return {
    kind: one.kind,
    id: known.id,
    title: known.title,
    detail: known.detail,
    why,
    exact: one.wholeId && why.some(({ value }) => spellings.starts.includes(fold(value))),
  };
}

/** The columns that led to a record, with their values. Terms are cut, so long texts are compared whole. */
function reasonsOf(record: Found, known: Described, { spellings, hidden }: Asked): Hit['why'] {
  const long = (spellings.starts[0]?.length ?? 0) > tailLength;
  const why = record.ways.flatMap(({ field, rank, part }) => {
    const value = known.value(field);
    if (value === null) return [];
    if (hidden?.has(field) && !isWhole(value, spellings)) return [];
    // What an index brought is looked at again: a word may come from a name that is there no more.
    const checked = long || rank === 'middle';
    if (checked && !spellings.starts.some((start) => isIn(fold(value), start))) return [];
    if (part !== undefined && !fold(value).includes(part)) return [];
    const shown = rank === 'meaning' ? known.shown(field) : null;
    return [
      { field, value, ...(part !== undefined && { part }), ...(shown !== null && { shown }) },
    ];
  });
  if (why.length < 2) return why;
  const first = new Map(why.toReversed().map((reason) => [reason.field, reason]));
  return why.filter((reason) => first.get(reason.field) === reason).slice(0, mostReasons);
}

/** What was typed is all of the value, in one of its spellings. */
function isWhole(value: string, { starts }: Spellings): boolean {
  const digits = digitsOf(value);
  return starts.some((start) => start === fold(value) || (digits !== '' && start === digits));
}

/** All of the text stands in the value, or each of its words does. */
function isIn(value: string, text: string): boolean {
  return value.includes(text) || text.split(' ').every((word) => value.includes(word));
}
