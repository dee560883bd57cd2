import { z } from 'zod';

/** What a saved mapping file says it is. */
export const mappingFormat = 'recharge-desk-mapping/1';

const header = z.string().min(1).max(200);

/** Where the currency of an amount stands: in a column, or the same for the whole file. */
const currency = z.union([
  z.strictObject({ from: header }),
  z.strictObject({ value: z.string().regex(/^[A-Za-z]{3}$/) }),
]);

/** How the text of a column becomes the value of ours. A short list, on purpose: no formulas. */
export const transform = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text') }),
  /** Whole and decimal amounts, to minor units by ISO 4217. */
  z.strictObject({
    kind: z.literal('money'),
    currency,
    decimal: z.enum(['.', ',']).default('.'),
    thousands: z.enum([',', '.', ' ', "'"]).nullable().default(null),
  }),
  /** Whole numbers with marks between groups of three. */
  z.strictObject({ kind: z.literal('integer'), thousands: z.enum([',', '.', ' ', "'"]) }),
  z.strictObject({ kind: z.literal('seconds') }),
  /** `pattern` of YYYY MM DD HH hh mm ss A and other signs as they are; a wall clock in `zone`. */
  z.strictObject({
    kind: z.literal('time'),
    pattern: z.string().min(4).max(60),
    zone: z.string().min(1).max(60),
  }),
  /** Words of the file to words of ours; others are kept, dropped, or reject the row. */
  z.strictObject({
    kind: z.literal('words'),
    words: z.record(z.string().max(200), z.string().max(200)),
    others: z.enum(['keep', 'drop', 'reject']).default('keep'),
  }),
]);
export type Transform = z.infer<typeof transform>;

/** One column of ours: out of a column of the file, or the same for every row. */
export const mappedColumn = z.union([
  z.strictObject({ from: header, as: transform.default({ kind: 'text' }) }),
  z.strictObject({ value: z.string().min(1).max(200) }),
]);
export type MappedColumn = z.infer<typeof mappedColumn>;

/** How the CSV of some other program becomes rows of one of our tables. */
export const mapping = z.strictObject({
  format: z.literal(mappingFormat),
  name: z.string().trim().min(1).max(80),
  table: z.string(),
  columns: z.record(z.string(), mappedColumn),
});
export type Mapping = z.infer<typeof mapping>;

/** A mapping as it is kept: every save is a version of its own. */
export const savedMapping = z.object({
  mapping,
  version: z.number().int(),
  by: z.string(),
  at: z.string(),
});
export type SavedMapping = z.infer<typeof savedMapping>;

/** A delimited file that nothing was known of, for whoever maps it. */
export const unmappedFile = z.object({
  file: z.string(),
  delimiter: z.string(),
  header: z.array(z.string()),
  /** Its first rows, without card numbers and security codes. */
  rows: z.array(z.array(z.string())),
});
export type UnmappedFile = z.infer<typeof unmappedFile>;
