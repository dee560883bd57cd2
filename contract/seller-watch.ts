import { z } from 'zod';
import { time } from './values.ts';

/** What can be watched, and the field that says who sees its value whole. */
export const watchKinds = {
  seller: 'seller_id',
  account: 'account_id',
  instrument: 'instrument_id',
  device: 'device_id',
  ip: 'ip',
  email: 'email',
  phone: 'phone',
  // What a seller is reached by is evidence, like its offers.
  contact: 'seller_contact',
} as const;
export const watchKind = z.enum(Object.keys(watchKinds) as [WatchKind, ...WatchKind[]]);
export type WatchKind = keyof typeof watchKinds;

export const watchEntry = z.object({
  entry: z.string(),
  kind: watchKind,
  /** The column that such a value stands in; `value` is masked as it is there. */
  field: z.string(),
  value: z.string(),
  reason: z.string(),
  /** Who put it there: a person of this desk, or the list it was imported from. */
  origin: z.string(),
  by: z.string(),
  created_at: time,
  expires_at: time,
  ended_at: time.nullable(),
});
export type WatchEntry = z.infer<typeof watchEntry>;

/** How a record has to do with what is watched. */
export const watchWays = [
  'itself',
  'account',
  'instrument',
  'device',
  'ip',
  'email',
  'phone',
  'seller',
  'gift',
  'contact',
] as const;
export const watchWay = z.enum(watchWays);
export type WatchWay = z.infer<typeof watchWay>;

/** An entry that stands, and by which way a record touches it. */
export const watchMatch = watchEntry.extend({ way: watchWay });
export type WatchMatch = z.infer<typeof watchMatch>;
