import type { Verdict } from '../../../contract/diagnosis.ts';
import { sayCoins } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import { runChecks } from './checks/all.ts';
import { runningDeadline } from './deadlines.ts';
import type { Evidence } from './evidence.ts';
import { coinsOwed } from './match.ts';
import { type Matter, matterOf } from './matter.ts';
import { rootOf } from './root-cause.ts';
import type { Settings } from './settings.ts';
import { agentTexts } from './texts/agent.ts';
import { type CustomerFacts, customerText } from './texts/customer.ts';

export interface Judged {
  readonly verdict: Verdict;
  /** What the customer text is made of, for the other languages. */
  readonly facts: CustomerFacts;
}

/** The verdict on one attempt. Pure: the same evidence and settings give the same verdict. */
export function judge(e: Evidence, settings: Settings): Judged {
  const matter = matterOf(e, settings);
  const root = rootOf(matter);
  const owed = coinsOwed(matter);
  const deadline = runningDeadline(matter);
  const { owner: usual, next, ifWrong } = agentTexts[root.cause];
  const owner = root.owner ?? usual;
  const facts: CustomerFacts = {
    cause: root.cause,
    owner,
    owed,
    coins: matter.promised.coins,
    amountMinor: e.recharge.amount_minor,
    currency: e.recharge.currency,
    at: e.recharge.created_at,
    until: deadline?.kind === 'ask_to_buy' ? deadline.at : null,
  };
  const verdict: Verdict = {
    recharge_id: e.recharge.recharge_id,
    account_id: e.recharge.account_id,
    ticket_id: e.tickets.at(-1)?.ticket_id ?? null,
    story: matter.story.map((course) => course.bundle.recharge.recharge_id),
    root_cause: root.cause,
    confidence: root.confidence,
    owner,
    coins_owed: owed === null ? null : owed.toString(),
    next_step: nextStep(matter, next, owed),
    deadline: deadline ? { kind: deadline.kind, at: wireTime(deadline.at) } : null,
    agent_text: agentText(root.says, owed),
    customer_text: customerText(facts, 'en'),
    if_wrong: ifWrong,
    checklist_version: e.version,
    copy_as_of: wireTime(e.copy.asOf),
    checks: runChecks(matter),
  };
  return { verdict, facts };
}

function agentText(says: string, owed: bigint | null): string {
  if (owed === null) return `${says} What is owed cannot be decided from this copy.`;
  return owed > 0n ? `${says} ${sayCoins(owed)} ${owed === 1n ? 'is' : 'are'} owed.` : says;
}

function nextStep(matter: Matter, usual: string, owed: bigint | null): string {
  const desk = matter.e.deskCoins;
  if (desk > 0n && owed === 0n)
    return `${sayCoins(desk)} ${desk === 1n ? 'was' : 'were'} decided here already; wait until the platform has entered ${desk === 1n ? 'it' : 'them'}.`;
  return usual;
}
