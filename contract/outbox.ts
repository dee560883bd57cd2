import { z } from 'zod';
import { succession } from './audit.ts';
import { call } from './call.ts';
import { time } from './values.ts';

/** One outbox file as the desk remembers it. */
export const outboxFile = z.object({
  sequence: z.number(),
  created_at: time,
  expires_at: time,
  by: z.string(),
  key_id: z.string(),
  decisions: z.number(),
  /** Adjustments in it by what the platform has said of them. */
  waiting: z.number(),
  confirmed: z.number(),
  refused: z.number(),
  contradicted: z.number(),
});
export type OutboxFile = z.infer<typeof outboxFile>;

export const platformKey = z.object({
  key_id: z.string(),
  name: z.string(),
  registered_by: z.string(),
  registered_at: time,
  withdrawn_at: time.nullable(),
});
export type PlatformKey = z.infer<typeof platformKey>;

/** What confirmations came to. Read = confirmed + refused + contradicted + unchanged. */
export const confirmed = z.object({
  read: z.number(),
  confirmed: z.number(),
  refused: z.number(),
  contradicted: z.number(),
  unchanged: z.number(),
});
export type Confirmed = z.infer<typeof confirmed>;

export const exported = z.object({
  sequence: z.number(),
  created_at: time,
  expires_at: time,
  key_id: z.string(),
  decisions: z.number(),
  adjustments: z.number(),
  /** Decisions that wait for a file of their own, this one being full. */
  remaining: z.number(),
  /** The file, byte for byte. */
  body: z.string(),
});
export type Exported = z.infer<typeof exported>;

/** Largest file of confirmations that a call takes. */
export const confirmationsBytes = 3 * 1024 * 1024;

export const outbox = {
  /** What waits, what left, and whose answers are believed. */
  state: call.output(
    z.object({
      waiting: z.number(),
      public_key: z.string(),
      key_id: z.string(),
      /** What says that this key follows the one before; null while it is the first. */
      succession: succession.nullable(),
      files: z.array(outboxFile),
      keys: z.array(platformKey),
    }),
  ),
  /** Signs all that waits into a file. With `again` the very file of an earlier sequence. */
  export: call.input(z.object({ again: z.number().int().min(1).optional() })).output(exported),
  /** Takes a file of confirmations: all of it, or nothing of it. */
  confirm: call.input(z.object({ text: z.string().max(confirmationsBytes) })).output(confirmed),
  /** Believes what is signed with this key from now on. */
  registerKey: call
    .input(
      z.object({
        name: z.string().trim().min(1).max(100),
        /** PEM, or SPKI in base64. */
        public_key: z.string().min(1).max(4000),
      }),
    )
    .output(platformKey),
  withdrawKey: call.input(z.object({ key_id: z.string().min(1).max(64) })).output(platformKey),
};
