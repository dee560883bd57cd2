import { z } from 'zod';
import { call } from './call.ts';
import { time } from './values.ts';

export const auditRow = z.object({
  seq: z.number(),
  at: time,
  actor: z.string(),
  role: z.string(),
  door: z.string(),
  command: z.string(),
  object: z.string(),
  outcome: z.string(),
  /** One sentence that says what was done. */
  sentence: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

export const auditVerdict = z.object({
  verdict: z.enum(['anchored', 'unanchored', 'broken', 'contradicts_anchor']),
  rows: z.number(),
  anchored_to: z.number().nullable(),
  broken_at: z.number().nullable(),
  key_protected: z.boolean(),
  /** What the verdict means, never a bare OK. */
  sentence: z.string(),
});
export type AuditVerdict = z.infer<typeof auditVerdict>;

export const audit = {
  list: call
    .input(
      z.object({
        before: z.number().int().optional(),
        object: z.string().optional(),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(auditRow) })),
  verify: call.output(auditVerdict),
};
