import { type AdjustmentDetail, reasonNames } from '../../contract/adjustments.ts';
import type { Explanation } from '../../contract/audit.ts';
import { refuse } from '../../contract/errors.ts';
import { sayCoins, sayDelta, sayNumber, sayTime } from '../../contract/say.ts';
import { causeOf } from '../../contract/verdict-words.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas } from './desk.ts';

/** Most adjustments of one account that are told; the newest. */
const mostTold = 50;

/**
 * Who moved coins, why, who approved and what they saw, one sentence an adjustment, newest first.
 * Asked of `adjustment/ID` or `account/ID`; of anything else the audit's own rows are the story.
 * Refuses NOT_FOUND for an adjustment that is not there.
 */
export function explain(areas: Areas, caller: Caller, object: string): Explanation {
  const slash = object.indexOf('/');
  const [kind, id] = [object.slice(0, slash), object.slice(slash + 1)];
  const ids = idsOf(areas, kind, id);
  const items = ids.slice(0, mostTold).map((one) => {
    const detail = areas.adjustments.show(caller, { id: one });
    return { object: `adjustment/${one}`, sentence: sentenceOf(detail), links: linksOf(detail) };
  });
  return { items, total: ids.length };
}

function idsOf({ adjustments }: Areas, kind: string, id: string): string[] {
  if (kind === 'adjustment') return [id];
  if (kind !== 'account')
    throw refuse(
      'BAD_INPUT',
      'Only an adjustment or an account is explained.',
      'Name it as in adjustment/adj_1 or account/ac_1.',
    );
  return adjustments
    .list({ account: id })
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
    .map((one) => one.id);
}

/** `ana proposed +1,400 coins for ac_1 on …` and what became of it, from the ledger itself. */
export function sentenceOf(detail: AdjustmentDetail): string {
  const about = [
    `“${reasonNames[detail.reason]}”`,
    detail.recharge && `recharge ${detail.recharge}`,
    detail.ticket && `ticket ${detail.ticket}`,
    detail.case && `case ${detail.case}`,
    detail.reverses && `reverses ${detail.reverses}`,
  ].filter((part) => part !== null);
  return (
    `${detail.maker} proposed ${sayDelta(BigInt(detail.coins))} for account ${detail.account} on ` +
    `${day(detail.created_at)} (${about.join(', ')}), having seen ${seen(detail.evidence)}; ` +
    `${decided(detail)}; the balance ${detail.state === 'proposed' ? 'would go' : moved(detail)} ` +
    `from ${grouped(detail.balance_before)} to ${grouped(detail.balance_after)}; it is now ${detail.state}.`
  );
}

function decided({ decisions, maker, state }: AdjustmentDetail): string {
  if (decisions.length > 0)
    return decisions
      .map((one) => `${one.user} (${one.role}) ${one.decision} it on ${day(one.at)}`)
      .join(' and ');
  return state === 'proposed' || state === 'lapsed'
    ? 'nobody has decided it'
    : `it was inside the own limit of ${maker} and needed nobody else`;
}

function moved({ entries }: AdjustmentDetail): string {
  return entries.length > 0 ? 'went' : 'would have gone';
}

/** What stood before the maker, as it was kept with the proposal. */
function seen(evidence: string): string {
  const kept: unknown = JSON.parse(evidence);
  const of = (name: string): string | null => {
    if (typeof kept !== 'object' || kept === null || !(name in kept)) return null;
    const value: unknown = Reflect.get(kept, name);
    return typeof value === 'string' ? value : null;
  };
  const cause = of('root_cause');
  const balance = of('balance_computed');
  const copy = of('copy_as_of');
  return [
    cause === null
      ? 'no verdict'
      : `the verdict “${causeOf(cause)}” with ${owed(of('coins_owed'))} owed (${of('confidence') ?? 'unsure'})`,
    balance !== null && `a balance of ${grouped(balance)}`,
    copy !== null && `in records as of ${day(copy)}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function owed(coins: string | null): string {
  return coins === null ? 'an amount it could not say' : sayCoins(BigInt(coins));
}

function linksOf(detail: AdjustmentDetail): Explanation['items'][number]['links'] {
  return [
    { object: `account/${detail.account}`, text: 'the account' },
    ...(detail.recharge ? [{ object: `recharge/${detail.recharge}`, text: 'the recharge' }] : []),
    ...(detail.ticket ? [{ object: `ticket/${detail.ticket}`, text: 'the ticket' }] : []),
    ...(detail.case ? [{ object: `case/${detail.case}`, text: 'the case' }] : []),
    ...(detail.reverses
      ? [{ object: `adjustment/${detail.reverses}`, text: 'what it reverses' }]
      : []),
  ];
}

function grouped(coins: string): string {
  return sayNumber(BigInt(coins));
}

function day(at: string): string {
  return sayTime(Date.parse(at));
}
