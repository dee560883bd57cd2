import {
  type KeptVerdict,
  type Replayed,
  verdict as verdictShape,
} from '../../../contract/diagnosis.ts';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';

interface Stored {
  readonly number: bigint;
  readonly at: bigint;
  readonly verdict: string;
}

/** Verdicts that something rests on, as they were then. They never change. */
export function createKept(desk: Db, clock: () => number) {
  const insert = desk.prepare(
    'insert into verdicts (recharge_id, checklist_version, copy_as_of, at, verdict) values (?, ?, ?, ?, ?)',
  );
  const one = desk.prepare('select number, at, verdict from verdicts where number = ?');
  const of = desk.prepare(
    'select number, at, verdict from verdicts where recharge_id = ? order by number desc limit 100',
  );
  return {
    /** Called inside the transaction of what rests on it. */
    keep(verdict: Verdict): KeptVerdict {
      const at = clock();
      const { lastInsertRowid } = insert.run(
        verdict.recharge_id,
        verdict.checklist_version,
        verdict.copy_as_of,
        at,
        JSON.stringify(verdict),
      );
      return summary(Number(lastInsertRowid), at, verdict);
    },

    list: (recharge: string): KeptVerdict[] =>
      (of.all(recharge) as Stored[]).map((row) =>
        summary(Number(row.number), Number(row.at), parsed(row)),
      ),

    /** The verdict of then, beside the one that `judge` gives now. Refuses NOT_FOUND. */
    replay(number: number, judge: (recharge: string) => Verdict): Replayed {
      const row = one.get(number) as Stored | undefined;
      if (!row)
        throw refuse('NOT_FOUND', `No verdict ${number} was kept.`, 'Open it from its recharge.');
      const then = parsed(row);
      const now = judge(then.recharge_id ?? '');
      return {
        kept: summary(number, Number(row.at), then),
        before: then,
        now,
        changes: changesBetween(then, now),
      };
    },
  };
}

function parsed(row: Stored): Verdict {
  return verdictShape.parse(JSON.parse(row.verdict));
}

function summary(number: number, at: number, verdict: Verdict): KeptVerdict {
  const { checklist_version, copy_as_of, root_cause, coins_owed } = verdict;
  return { number, at: wireTime(at), checklist_version, copy_as_of, root_cause, coins_owed };
}

const compared = [
  'root_cause',
  'confidence',
  'owner',
  'coins_owed',
  'checklist_version',
  'copy_as_of',
] as const;

/** Pure. What differs: the verdict's own fields, its deadline, checks, and the facts they rest on. */
export function changesBetween(then: Verdict, now: Verdict): Replayed['changes'] {
  const changes: Replayed['changes'] = [];
  const note = (what: string, past: string | null, after: string | null) => {
    if (past !== after) changes.push({ what, before: past, now: after });
  };
  for (const field of compared) note(field, then[field], now[field]);
  // Another checklist may say the same in other words; what it rests on is compared below.
  if (then.checklist_version === now.checklist_version)
    note('agent_text', then.agent_text, now.agent_text);
  const deadline = ({ deadline: one }: Verdict) => (one ? `${one.kind} ${one.at}` : null);
  note('deadline', deadline(then), deadline(now));
  note('story', then.story.join(', '), now.story.join(', '));
  const outcomes = (verdict: Verdict) =>
    new Map(verdict.checks.map((one) => [one.id, one.outcome]));
  const after = outcomes(now);
  for (const [id, outcome] of outcomes(then)) note(`check ${id}`, outcome, after.get(id) ?? null);
  const [before, today] = [factsOf(then), factsOf(now)];
  for (const [fact, value] of before)
    note(fact, value, today.has(fact) ? (today.get(fact) ?? null) : 'no longer cited');
  for (const [fact, value] of today) if (!before.has(fact)) note(fact, 'not cited', value);
  return changes;
}

/** Every fact that a check cites: `table/key/field` to its value. */
function factsOf(verdict: Verdict): Map<string, string | null> {
  return new Map(
    verdict.checks.flatMap((one) =>
      one.evidence.map(
        ({ table, key, field, value }) => [`${table} ${key} ${field}`, value] as const,
      ),
    ),
  );
}
