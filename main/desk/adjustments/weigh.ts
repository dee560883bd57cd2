import type { Proposal } from '../../../contract/adjustments.ts';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { isInt64Text } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { householdOf } from './household.ts';
import type { Body } from './payload.ts';
import { reasonRules } from './reasons.ts';
import { limitLeft, misfit, overLimit, signed, size, tierOf } from './rules.ts';
import type { Store, Stored } from './store.ts';
import { isKnown, type Subject, subjectOf } from './subject.ts';
import { madeGoodBefore } from './twice.ts';

/** The most coins one adjustment moves; beyond it is a typing error, whoever signs. */
const mostCoins = 1_000_000_000n;

/** A proposal weighed: nothing written yet. */
export interface Weighed {
  readonly coins: bigint;
  readonly computed: bigint;
  readonly before: bigint;
  readonly left: bigint;
  readonly alone: boolean;
  readonly verdict: Verdict | null;
  readonly earlier: readonly Stored[];
  readonly warnings: readonly string[];
}

/** What a proposal would do and what speaks against it, read and decided in one place. */
export function createWeigher(deps: AdjustmentDeps, store: Store) {
  const { rows } = deps;

  /**
   * Weighs a proposal against reasons, evidence, earlier adjustments and limits, as of `now`.
   * Refuses NOT_FOUND, BAD_INPUT, NEEDS_OTHER_PERSON, ALREADY_COMPENSATED, LIMIT_EXCEEDED.
   */
  const weigh = (caller: Caller, body: Body, reverses: string | null, now: number): Weighed => {
    const coins = BigInt(body.coins);
    if (size(coins) > mostCoins)
      throw refuse(
        'BAD_INPUT',
        `One adjustment moves at most ${mostCoins} coins; this asks for ${coins}.`,
        'Check the number of digits.',
      );
    const subject = requireRecords(body);
    const standing = deps.standing(caller.user);
    if (standing && householdOf(rows, standing.ownAccounts).has(body.account))
      throw refuse(
        'NEEDS_OTHER_PERSON',
        'This account is yours or of your household.',
        'Ask a colleague to look at it.',
      );
    const computed = deps.computedBalance(body.account);
    const before = computed + store.unconfirmed(body.account);
    const after = before + coins;
    if (!isInt64Text(after.toString()))
      throw refuse('BAD_INPUT', 'The balance would not fit 64 bits.', 'Check the amount.');
    const reason = body.reason as Proposal['reason'];
    const linked = body.recharge !== null || body.external_id !== null;
    const unfit = misfit({ coins, reason, linked }, after);
    if (unfit) throw unfit;
    const earlier = store.related(
      {
        recharge_id: body.recharge,
        external_id: body.external_id,
        ticket_id: body.ticket,
        account_id: body.account,
      },
      now,
    );
    const twice =
      reverses === null ? madeGoodBefore(store, { coins, reason }, subject, null) : null;
    if (twice) throw twice;
    const verdict = body.recharge === null ? null : deps.verdictOf(body.recharge);
    if (reasonRules[reason].owed) refuseUnowed(coins, verdict);
    const limits = store.limits();
    const moved = store.moved({ maker: caller.user, account: body.account, case: body.case }, now);
    const over = overLimit(coins, reason, limits, moved);
    if (over) throw over;
    return {
      coins,
      computed,
      before,
      left: limitLeft(coins, reason, limits, moved),
      alone: tierOf(coins, limits) === 'alone',
      verdict,
      earlier,
      warnings: warningsOf(body, earlier, verdict, limits.own_limit),
    };
  };

  /** What the proposal is about. Refuses NOT_FOUND for records this copy lacks, BAD_INPUT where another account paid. */
  const requireRecords = (body: Body): Subject => {
    const missing = (what: string, id: string) =>
      refuse(
        'NOT_FOUND',
        `This copy of the records has no ${what} ${id}.`,
        'Check the id, or import a newer copy first.',
      );
    if (!rows.get('accounts', 'where account_id = ?', body.account))
      throw missing('account', body.account);
    if (body.recharge !== null && !rows.get('recharges', 'where recharge_id = ?', body.recharge))
      throw missing('recharge', body.recharge);
    if (body.ticket !== null && !rows.get('tickets', 'where ticket_id = ?', body.ticket))
      throw missing('ticket', body.ticket);
    const subject = subjectOf(rows, { recharge: body.recharge, external: body.external_id });
    const needsLink = reasonRules[body.reason as Proposal['reason']].link;
    if (body.external_id !== null && needsLink && !isKnown(rows, subject, body.external_id))
      throw missing('order or payment', body.external_id);
    if (subject.payers.size > 0 && !subject.payers.has(body.account))
      throw refuse(
        'BAD_INPUT',
        `The evidence says that another account paid ${body.recharge ?? body.external_id}.`,
        'Open the recharge and propose from its verdict.',
      );
    return subject;
  };

  return weigh;
}

function refuseUnowed(coins: bigint, verdict: Verdict | null): void {
  const owed = verdict?.coins_owed ?? null;
  if (owed === null)
    throw refuse(
      'BAD_INPUT',
      'The evidence in this copy does not prove that coins are owed.',
      'Open the verdict for what would settle it, or choose another reason.',
    );
  if (BigInt(owed) !== coins)
    throw refuse(
      'BAD_INPUT',
      `The verdict says ${owed} coins are owed, not ${coins}.`,
      owed === '0' ? 'Nothing is to be made good here.' : `Propose +${owed} coins.`,
    );
}

function warningsOf(
  body: Body,
  earlier: readonly Stored[],
  verdict: Verdict | null,
  ownLimit: bigint,
): string[] {
  const warnings: string[] = [];
  const told = (rows: readonly Stored[]) =>
    rows.map((row) => `${row.id} (${signed(row.coins)}, ${row.state})`).join(', ');
  const sameRecharge = earlier.filter(
    (row) => body.recharge !== null && row.recharge_id === body.recharge,
  );
  const sameTicket = earlier.filter((row) => body.ticket !== null && row.ticket_id === body.ticket);
  const sameAccount = earlier.filter((row) => row.account_id === body.account);
  if (sameRecharge.length > 0) warnings.push(`Earlier for this recharge: ${told(sameRecharge)}.`);
  if (sameTicket.length > 0) warnings.push(`Earlier for this ticket: ${told(sameTicket)}.`);
  if (sameAccount.length > 0)
    warnings.push(`Earlier for this account in 30 days: ${told(sameAccount.slice(0, 5))}.`);
  const nearLimit = sameAccount.filter(
    (row) => size(row.coins) * 10n >= ownLimit * 9n && size(row.coins) <= ownLimit,
  );
  if (nearLimit.length > 0 && size(BigInt(body.coins)) <= ownLimit)
    warnings.push(
      'Several adjustments just under the own limit for one account look like splitting.',
    );
  if (verdict && BigInt(body.coins) > 0n && verdict.coins_owed === '0')
    warnings.push(`The verdict (${verdict.root_cause}) says that no coins are owed.`);
  return warnings;
}
