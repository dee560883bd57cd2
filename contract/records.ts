import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { listCalls } from './record-lists.ts';
import { keptAccounts, sourceAccounts } from './source-accounts.ts';
import { mapping, savedMapping, unmappedFile } from './mapping.ts';
import { coins, id, note, time } from './values.ts';

export const recordKinds = [
  'account',
  'recharge',
  'store_record',
  'payment',
  'instrument',
  'device',
  'ip',
  'seller',
  'ticket',
  'adjustment',
  'case',
] as const;
export const recordKind = z.enum(recordKinds);
export type RecordKind = z.infer<typeof recordKind>;

/** Largest number of hits one search returns. */
export const searchLimit = 200;

/** Column name to value as text; null is unknown. Coins and minor units are decimal strings. */
export const fields = z.record(z.string(), z.string().nullable());
export type Fields = z.infer<typeof fields>;

/** Where a fact came from. */
export const origin = z.object({ file: z.string(), line: z.number(), run: z.string() });
export type OriginOnWire = z.infer<typeof origin>;

/** One thing that happened, with the raw record behind it. */
export const timelineEntry = z.object({
  at: time.nullable(),
  table: z.string(),
  key: z.string(),
  text: z.string(),
  raw: fields,
  origin: origin.nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const shown = z.object({
  kind: recordKind,
  id: z.string(),
  fields,
  timeline: z.array(timelineEntry),
  provenance: z.array(origin),
});
export type Shown = z.infer<typeof shown>;

/** How the text of the search box can be understood. */
export const readings = [
  'id',
  'order',
  'last4',
  'amount',
  'date',
  'email',
  'phone',
  'domain',
  'ip',
  'name',
] as const;
export const reading = z.enum(readings);
export type Reading = z.infer<typeof reading>;

export const hit = z.object({
  kind: recordKind,
  id: z.string(),
  title: z.string(),
  /** What else a person needs to tell hits apart: amount, place, date. */
  detail: z.string(),
  /**
   * `part` is what of the value was found, where it is not what was typed; `shown` an amount or a
   * moment as people read it, where that was found.
   */
  why: z.array(
    z.object({
      field: z.string(),
      value: z.string(),
      part: z.string().optional(),
      shown: z.string().optional(),
    }),
  ),
  /** The typed text is this record's whole id: open it at once. */
  exact: z.boolean(),
});
export type Hit = z.infer<typeof hit>;

export const searchResult = z.object({
  total: z.number(),
  total_exact: z.boolean(),
  ms: z.number(),
  /** Hits a kind, before the limit. */
  groups: z.array(z.object({ kind: recordKind, total: z.number() })),
  hits: z.array(hit),
  /** How the text was understood, the likeliest first; all of these were looked for, or the one asked for. */
  understood: z.array(z.object({ as: reading, shown: z.string() })),
});
export type SearchResult = z.infer<typeof searchResult>;

/** One corner of the three-way match: our order, the store or processor, the ledger. */
export const side = z.object({
  state: z.enum(['present', 'missing', 'not_covered']),
  /** One sentence a person reads first, such as "captured 10:04". */
  summary: z.string(),
  records: z.array(
    z.object({
      table: z.string(),
      key: z.string(),
      text: z.string(),
      raw: fields,
      origin: origin.nullable(),
    }),
  ),
});
export type Side = z.infer<typeof side>;

export const copyAge = z.object({
  as_of: time.nullable(),
  as_of_guessed: z.boolean(),
  covers_from: time.nullable(),
  covers_to: time.nullable(),
});
export type CopyAge = z.infer<typeof copyAge>;

export const rechargePage = z.object({
  recharge_id: z.string(),
  fields,
  account: fields.nullable(),
  order: side,
  payment: side,
  ledger: side,
  timeline: z.array(timelineEntry),
  provenance: z.array(origin),
  tickets: z.array(fields),
  copy: copyAge,
  /** Does the copy cover the moment of the attempt? */
  covered: z.boolean(),
});
export type RechargePage = z.infer<typeof rechargePage>;

export const accountPage = z.object({
  account_id: z.string(),
  fields,
  balances: z.array(z.object({ asset: z.string(), computed: coins, stated: coins.nullable() })),
  /** Newest first. */
  ledger: z.array(fields),
  /** Oldest first, one point an entry (thinned to at most 500): the coin balance after it. */
  balance_series: z.array(z.object({ at: time, balance: coins })),
  recharges: z.array(fields),
  gifts: z.array(fields),
  devices: z.array(fields),
  instruments: z.array(fields),
  /** Countries and addresses seen, newest first. */
  places: z.array(fields),
  tickets: z.array(fields),
  timeline: z.array(timelineEntry),
  provenance: z.array(origin),
  copy: copyAge,
});
export type AccountPage = z.infer<typeof accountPage>;

export const tableCounts = z.object({
  read: z.number(),
  inserted: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  redacted: z.number(),
});
export type TableCounts = z.infer<typeof tableCounts>;

export const reject = z.object({
  file: z.string(),
  line: z.number(),
  column: z.string().nullable(),
  code: z.string(),
  sentence: z.string(),
  original: z.string(),
});
export type Reject = z.infer<typeof reject>;

/** One file of a drop, and what it gave. */
export const importFile = z.object({
  file: z.string(),
  bytes: z.number(),
  /** The other source that it is of; null where it is of our own format. */
  source: z.string().nullable(),
  /** What in the file showed that. */
  because: z.string().nullable(),
  tables: z.record(z.string(), tableCounts),
});

/** A table of ours as somebody who maps a file sees it. */
export const mappableTable = z.object({
  table: z.string(),
  columns: z.array(z.object({ name: z.string(), kind: z.string(), need: z.boolean() })),
});
export type MappableTable = z.infer<typeof mappableTable>;

export const importResult = z.object({
  run: z.string().nullable(),
  tables: z.record(z.string(), tableCounts),
  files: z.array(importFile),
  /** Files passed over that a mapping could read. */
  unmapped: z.array(unmappedFile),
  ignored: z.array(z.string()),
  warnings: z.array(z.string()),
  rejects_file: z.string().nullable(),
  /** The name by which `rejects` gives the same list: of the run, or for a day of the plan. */
  reject_list: z.string().nullable(),
  /** The first rejects, for the eye; the file has all of them. */
  first_rejects: z.array(reject),
  seconds: z.number(),
  as_of: time.nullable(),
  as_of_guessed: z.boolean(),
  covers_from: time.nullable(),
  covers_to: time.nullable(),
});
export type ImportResult = z.infer<typeof importResult>;

/**
 * What an import goes through: a plan is checked, read and compared with the copy; its commit
 * indexes and commits what was worked out. An import that was not planned goes through all.
 */
export const importPhases = ['checking', 'reading', 'comparing', 'indexing', 'committing'] as const;

/** The part of an import that makes all its rows findable, beside its tables. */
export const searchPart = 'search';

/** One file while bytes are read, one table while rows are compared or put in place. */
export const importPart = z.object({
  name: z.string(),
  /** What of `total` is done: bytes of a file, rows of a table. */
  done: z.number(),
  total: z.number(),
});
export type ImportPart = z.infer<typeof importPart>;

export const importProgress = z.object({
  phase: z.enum(importPhases),
  /** How much of the whole plan or import is done, 0 to 1; it never goes back. */
  share: z.number(),
  /** What the phase works on, in its order; of many files the tables that they fill. */
  parts: z.array(importPart),
  file: z.string(),
  rows: z.number(),
  bytes: z.number(),
  bytes_total: z.number(),
  rows_a_second: z.number(),
  seconds_left: z.number().nullable(),
});
export type ImportProgress = z.infer<typeof importProgress>;

export const importEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: importProgress }),
  z.object({ kind: z.literal('done'), result: importResult }),
]);
export type ImportEvent = z.infer<typeof importEvent>;

export const importRun = z.object({
  run: z.string(),
  drop: z.string(),
  by: z.string(),
  started_at: time,
  seconds: z.number(),
  as_of: time.nullable(),
  as_of_guessed: z.boolean(),
  tables: z.record(z.string(), tableCounts),
});
export type ImportRun = z.infer<typeof importRun>;

export const copyCoverage = copyAge.extend({
  tables: z.array(
    z.object({
      table: z.string(),
      rows: z.number(),
      newest: time.nullable(),
      as_of: time.nullable(),
    }),
  ),
});
export type CopyCoverage = z.infer<typeof copyCoverage>;

/** Largest piece of an uploaded file, in bytes before base64. */
export const uploadPieceBytes = 1 << 20;

export const records = {
  ...listCalls,
  search: call
    .input(
      z.object({
        text: z.string().max(500),
        kind: recordKind.optional(),
        /** Only this way to understand the text. */
        as: reading.optional(),
        limit: z.number().int().min(1).max(searchLimit).default(50),
      }),
    )
    .output(searchResult),
  show: call.input(z.object({ kind: recordKind, id })).output(shown),
  recharge: call.input(z.object({ id })).output(rechargePage),
  account: call.input(z.object({ id })).output(accountPage),
  tickets: call
    .input(
      z.object({
        status: z.enum(['open', 'waiting', 'closed', 'any']).default('open'),
        before: z.object({ at: time, id }).optional(),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ total: z.number(), tickets: z.array(fields) })),
  /**
   * The contact data and addresses of one record, whole, for somebody who says why. The values
   * may stay in sight until `until`; reason and person are in the audit.
   */
  reveal: call
    .input(z.object({ kind: recordKind, id, reason: note }))
    .output(z.object({ fields, until: time })),
  coverage: call.output(copyCoverage),
  runs: call.output(z.array(importRun)),
  /**
   * The whole list of the rows that a run or a plan rejected as CSV text, guarded against formulas:
   * by the name of the run, or the `reject_list` of a plan. Who sees data about people in part sees
   * no text of the rows. Refuses NOT_FOUND where there is none any more, DISK for one too large to
   * hand over.
   */
  rejects: call.input(z.object({ list: id })).output(z.object({ csv: z.string() })),
  /** The first rows of the same list, for the eye, seen in part by the same. */
  firstRejects: call.input(z.object({ list: id })).output(
    z.object({
      rejects: z.array(reject),
      /** Files whose rejected rows `rejectedRows` hands out. */
      mendable: z.array(z.string()),
    }),
  ),
  /**
   * The rejected rows of one file of a list as a file to be mended and imported: with the header of
   * the file, and of a table with columns why each was rejected in front, which an import passes
   * over. Refuses NOT_FOUND for a file of another source, DISK as `rejects` does.
   */
  rejectedRows: call.input(z.object({ list: id, file: z.string().min(1).max(1000) })).output(
    z.object({
      /** A name that an import knows. */
      name: z.string(),
      text: z.string(),
      /** Rows that cannot be told apart into fields, or are cut or withheld in the list. */
      left_out: z.number(),
    }),
  ),
  /**
   * Plans (commit false) or does an import. `path` is a folder or archive on this machine, or
   * `upload:<id>` for one sent up by `uploadPiece`. Ends with a `done` event or a refusal.
   */
  importDrop: call
    .input(
      z.object({
        path: z.string().min(1),
        commit: z.boolean(),
        zone: z.string().optional(),
        /** By which one file at least is read; saved mappings read what they fit by themselves. */
        mapping: mapping.optional(),
      }),
    )
    .output(eventIterator(importEvent)),
  /** The tables that a mapping may fill. */
  mappable: call.output(z.array(mappableTable)),
  /** The newest version of every saved mapping, by name. */
  mappings: call.output(z.array(savedMapping)),
  /** Keeps a mapping under its name, as a new version. Refuses BAD_INPUT where it cannot work. */
  saveMapping: call.input(mapping).output(savedMapping),
  /** What was said of our accounts at stores and processors, and by whom. */
  sourceAccounts: call.output(keptAccounts),
  /** Says it anew, for what is imported from now on; the same file again is read by it, too. */
  setSourceAccounts: call.input(sourceAccounts).output(keptAccounts),
  uploadBegin: call.output(z.object({ upload: z.string() })),
  uploadPiece: call
    .input(
      z.object({
        upload: id,
        name: z.string().min(1).max(255),
        piece: z.base64().max(Math.ceil((uploadPieceBytes * 4) / 3) + 4),
      }),
    )
    .output(z.object({ bytes: z.number() })),
};
