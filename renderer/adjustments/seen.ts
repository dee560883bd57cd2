import { z } from 'zod';
import type { Verdict } from '../../contract/diagnosis.ts';

/** What a maker saw, as the desk keeps it with the proposal. */
const seenSchema = z.object({
  root_cause: z.string().nullable(),
  coins_owed: z.string().nullable(),
  confidence: z.string().nullable(),
  checklist_version: z.string().nullable(),
  copy_as_of: z.string().nullable(),
  balance_computed: z.string(),
});
export type Seen = z.infer<typeof seenSchema>;

/** Reads the evidence kept with an adjustment; null where it is of a form not known here. */
export function readSeen(evidence: string): Seen | null {
  try {
    const read = seenSchema.safeParse(JSON.parse(evidence));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** One thing the maker saw, beside what is so now. */
export interface Compared {
  readonly name: string;
  readonly before: string | null;
  readonly now: string | null;
  readonly changed: boolean;
}

/** What the maker saw beside the verdict of now; without one only what was seen. */
export function compare(seen: Seen, now: Verdict | null): Compared[] {
  const rows = [
    ['cause', seen.root_cause, now?.root_cause],
    ['coins owed', seen.coins_owed, now?.coins_owed],
    ['confidence', seen.confidence, now?.confidence],
    ['copy as of', seen.copy_as_of, now?.copy_as_of],
    ['checklist', seen.checklist_version, now?.checklist_version],
  ] as const;
  return rows.map(([name, before, today]) => ({
    name,
    before,
    now: today ?? null,
    changed: now !== null && before !== (today ?? null),
  }));
}
