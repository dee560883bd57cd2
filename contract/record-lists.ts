import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { id } from './values.ts';

/** The lists of the copy: one a table of the exchange format. */
export const listNames = [
  'recharges',
  'accounts',
  'tickets',
  'payments',
  'store_records',
  'ledger',
  'instruments',
  'devices',
  'sessions',
  'sellers',
  'offers',
  'incidents',
  'recharge_events',
  'packages',
  'gifts',
  'limits',
  'app_versions',
  'fx_rates',
] as const;
export const listName = z.enum(listNames);
export type ListName = z.infer<typeof listName>;

const column = z.string().min(1).max(64);
const value = z.string().max(1000);

/** Deepest nesting of brackets in a filter, and most conditions of one group. */
export const filterDepth = 6;
export const filterBreadth = 100;

const common = {
  /** The rows that it does not meet. */
  not: z.boolean().optional(),
  /** Kept, but without effect. */
  off: z.boolean().optional(),
};

/**
 * One condition on a column. Values are text as on the wire: coins and minor units as decimals,
 * times as RFC 3339, booleans as true or false; null stands for an empty field. An empty field
 * meets nothing but an `in` that names null; `not` turns that round without exception.
 */
export const condition = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('in'),
    column,
    values: z.array(value.nullable()).min(1).max(1000),
    ...common,
  }),
  z.object({
    op: z.enum(['contains', 'starts', 'ends']),
    column,
    text: value.min(1),
    ...common,
  }),
  /** From and to belong to it; either may be open. */
  z.object({
    op: z.literal('range'),
    column,
    from: value.nullable(),
    to: value.nullable(),
    ...common,
  }),
  /** As `range`, in minor units of one currency. */
  z.object({
    op: z.literal('money'),
    column,
    currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code, as in USD'),
    from: value.nullable(),
    to: value.nullable(),
    ...common,
  }),
  /** The hours up to now, counted from the beginning of the present hour. */
  z.object({
    op: z.literal('last'),
    column,
    hours: z.number().int().min(1).max(87_600),
    ...common,
  }),
]);
export type Condition = z.infer<typeof condition>;

/** Brackets: all of its parts, or any of them. One without parts that are on has no effect. */
export interface FilterGroup {
  readonly op: 'all' | 'any';
  readonly parts: FilterNode[];
  readonly not?: boolean | undefined;
  readonly off?: boolean | undefined;
}
export type FilterNode = Condition | FilterGroup;

function nodeOfDepth(depth: number): z.ZodType<FilterNode, FilterNode> {
  if (depth === 0) return condition;
  const group = z.object({
    op: z.enum(['all', 'any']),
    parts: z.array(nodeOfDepth(depth - 1)).max(filterBreadth),
    ...common,
  });
  return z.union([condition, group]);
}

/** A filter is data, never a query language: every part of it must be met. */
export const filter = z.array(nodeOfDepth(filterDepth)).max(filterBreadth);
export type Filter = z.infer<typeof filter>;

/** Earlier entries weigh more; empty fields stand last, whichever way it is turned. */
export const sorting = z.array(z.object({ column, desc: z.boolean() })).max(8);
export type Sorting = z.infer<typeof sorting>;

/** What rows, in what order. */
export const listQuery = z.object({ list: listName, filter, sort: sorting });
export type ListQuery = z.infer<typeof listQuery>;

export const columnKinds = [
  'id',
  'text',
  'word',
  'country',
  'currency',
  'time',
  'day',
  'boolean',
  'integer',
  'minor',
  'coins',
  'decimal',
  'json',
] as const;

export const listColumn = z.object({
  name: z.string(),
  kind: z.enum(columnKinds),
  /** For `minor`: the column that names the currency. */
  currency: z.string().nullable(),
  /** Few enough values to be counted at the side. */
  facet: z.boolean(),
  /** Shown to this person in part only; it cannot be searched in parts or counted either. */
  masked: z.boolean(),
});
export type ListColumn = z.infer<typeof listColumn>;

export const listDescription = z.object({
  list: listName,
  columns: z.array(listColumn),
  /** Columns that make the key of a row. */
  key: z.array(z.string()),
  /** What a row leads to: a kind of record, and the columns of its id. The first that is not empty. */
  opens: z.array(z.object({ kind: z.string(), columns: z.array(z.string()) })),
  sort: sorting,
});
export type ListDescription = z.infer<typeof listDescription>;

/** Most rows one window carries. */
export const windowLimit = 1000;

const cells = z.array(z.string().nullable());

export const listWindow = z.object({
  /** Rows that meet the filter, and all there are. */
  total: z.number(),
  all: z.number(),
  /** Names the state of the copy; windows of two states do not belong together. */
  copy: z.string(),
  /** Each row as the cells asked for; a row that has gone since is null. */
  rows: z.array(cells.nullable()),
});
export type ListWindow = z.infer<typeof listWindow>;

export const valueCount = z.object({ value: z.string().nullable(), count: z.number() });

export type ValueCount = z.infer<typeof valueCount>;

export const frequency = z.object({
  column: z.string(),
  /** Rows counted, and the values among them, empty included. */
  rows: z.number(),
  distinct: z.number(),
  values: z.array(valueCount),
});
export type Frequency = z.infer<typeof frequency>;

/** What frequencies of times are counted by; null counts each moment alone. */
export const timeSpans = ['hour', 'day', 'month'] as const;

/** `json` is one array, a row a line; `ndjson` the rows alone, as a drop has them. */
export const exportFormats = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun'), total: z.number() }),
  z.object({ kind: z.literal('piece'), text: z.string(), rows: z.number() }),
  z.object({ kind: z.literal('done'), rows: z.number() }),
]);
export type ExportEvent = z.infer<typeof exportEvent>;

/** How a list looks: which columns, how wide, what stands still at the left, what is counted. */
export const listLook = z.object({
  order: z.array(column).max(200),
  hidden: z.array(column).max(200),
  pinned: z.array(column).max(20),
  widths: z.record(column, z.number().int().min(40).max(2000)),
  facets: z.array(column).max(20),
});

export type ListLook = z.infer<typeof listLook>;

/** What a person looks at: rows, order and look; the place in it where that is kept. */
export const listView = z.object({ filter, sort: sorting, look: listLook });
export type ListView = z.infer<typeof listView>;

/** Lists of other areas keep their views here, too, under a name of their own. */
export const viewsOf = z.string().regex(/^[a-z][a-z_]{0,39}$/, 'the name of a list');

export const savedView = z.object({
  view: id,
  list: viewsOf,
  name: z.string().trim().min(1).max(80),
  content: listView,
});
export type SavedView = z.infer<typeof savedView>;

/** What was on the screen when a person left a list: it comes back with them. */
export const standing = z.object({
  content: listView,
  view: id.nullable(),
  row: z.number().int().min(0),
});
export type Standing = z.infer<typeof standing>;

export const listCalls = {
  lists: call.output(z.array(listDescription)),
  rows: call
    .input(
      listQuery.extend({
        columns: z.array(column).min(1).max(200),
        offset: z.number().int().min(0).max(4_294_967_295),
        limit: z.number().int().min(1).max(windowLimit),
      }),
    )
    .output(listWindow),
  /** Where a question waits for columns that are read for the first time after an import. */
  reading: call.output(z.object({ rows: z.number(), total: z.number() }).nullable()),
  /** Counts a column by all filters but those on that column alone: what a click would find. */
  facets: call
    .input(
      z.object({
        list: listName,
        filter,
        columns: z.array(column).max(20),
        limit: z.number().int().min(1).max(200).default(20),
      }),
    )
    .output(z.object({ total: z.number(), facets: z.array(frequency) })),
  /** The values of one column among the rows of a filter, the most frequent first. */
  frequency: call
    .input(
      z.object({
        list: listName,
        filter,
        column,
        by: z.enum(timeSpans).nullable().default(null),
        limit: z.number().int().min(1).max(10_000).default(500),
      }),
    )
    .output(frequency),
  /**
   * The rows of a query in its order, those columns in theirs, as text in pieces. CSV as the
   * exchange format has it, but for one thing: text that a spreadsheet would take for a formula
   * (any apostrophes, then = + - @, also full-width, tab or carriage return) begins with one apostrophe more.
   */
  exportRows: call
    .input(
      listQuery.extend({
        columns: z.array(column).min(1).max(200),
        format: z.enum(exportFormats),
      }),
    )
    .output(eventIterator(exportEvent)),
  views: call.input(z.object({ list: viewsOf })).output(z.array(savedView)),
  /** Keeps a view under its name; without `view` a new one. */
  saveView: call
    .input(
      z.object({
        view: id.optional(),
        list: viewsOf,
        name: savedView.shape.name,
        content: listView,
      }),
    )
    .output(savedView),
  removeView: call.input(z.object({ view: id })).output(z.object({})),
  standing: call.input(z.object({ list: viewsOf })).output(standing.nullable()),
  /** The list that this person looked at last. */
  lastList: call.output(z.object({ list: listName.nullable() })),
  keepStanding: call.input(z.object({ list: viewsOf, standing })).output(z.object({})),
};
