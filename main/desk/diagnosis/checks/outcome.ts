import type { Check, CheckId, Outcome } from '../../../../contract/diagnosis.ts';
import type { Cited } from '../cite.ts';
import type { Matter } from '../matter.ts';
import { type QuestionId, questions } from '../questions.ts';

/** One check: the evidence of one attempt in, one outcome with its evidence out. Pure. */
export type CheckRule = (matter: Matter) => Check;

function outcome(
  id: CheckId,
  result: Outcome,
  text: string,
  evidence: readonly Cited[],
  settles: Check['settles'] = null,
): Check {
  return { id, outcome: result, text, evidence: [...evidence], settles };
}

export function pass(id: CheckId, text: string, evidence: readonly Cited[]): Check {
  return outcome(id, 'pass', text, evidence);
}
export function fail(id: CheckId, text: string, evidence: readonly Cited[]): Check {
  return outcome(id, 'fail', text, evidence);
}
export function warn(id: CheckId, text: string, evidence: readonly Cited[]): Check {
  return outcome(id, 'warn', text, evidence);
}
export function skipped(id: CheckId, text: string): Check {
  return outcome(id, 'skipped', text, []);
}

/** Evidence is missing: `record` names what to fetch. */
export function unknown(
  id: CheckId,
  text: string,
  record: string,
  evidence: readonly Cited[] = [],
): Check {
  return outcome(id, 'unknown', text, evidence, { kind: 'record', text: record });
}

/** Made once: the same few questions stand in a dozen checks of every attempt. */
const asked = Object.fromEntries(
  Object.entries(questions).map(([question, { wording, values }]) => [
    question,
    { kind: 'question', text: wording.en, question, values: [...values] },
  ]),
) as Readonly<Record<QuestionId, NonNullable<Check['settles']>>>;

/** Evidence is missing, and the customer knows it: a question with ready wording in English. */
export function ask(
  id: CheckId,
  text: string,
  question: QuestionId,
  evidence: readonly Cited[] = [],
): Check {
  return outcome(id, 'unknown', text, evidence, asked[question]);
}

/** What this attempt would be looked up by at the processor. */
export function paymentName(matter: Matter): string {
  const { recharge } = matter.e;
  const name = recharge.payment_id ?? recharge.external_id;
  return name ? `payment ${name}` : `the payment of ${recharge.recharge_id}`;
}

export function storeName(matter: Matter): string {
  const { recharge } = matter.e;
  return recharge.external_id
    ? `store record ${recharge.external_id}`
    : `the store record of ${recharge.recharge_id}`;
}
