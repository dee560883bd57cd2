import { z } from 'zod';
import { time } from './values.ts';

export const watchEntry = z.object({
  entry: z.string(),
  kind: z.enum(['seller', 'account', 'instrument', 'device', 'ip', 'email', 'phone', 'contact']),
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
