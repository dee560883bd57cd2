import { type Proposal, reasonNames } from '../../../contract/adjustments.ts';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { sayCoins, sayDelta, saySigned } from '../../../contract/say.ts';
import type { Role } from '../../../contract/staff.ts';
import { isInt64Text } from '../../../contract/values.ts';
import { causeName } from '../../../contract/verdict-words.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { householdOf } from './household.ts';
import type { Body } from './payload.ts';
import type { ReasonBook, StandingRule } from './reason-book.ts';
import { limitLeft, misfit, overLimit, size, tierOf } from './rules.ts';
import type { Store } from './store.ts';
import { isKnown, type Subject, subjectOf } from './subject.ts';
import { decidedElsewhere, madeGoodBefore } from './twice.ts';
import { warningsOf } from './warnings.ts';

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
  readonly rule: StandingRule;
  readonly subject: Subject;
  readonly warnings: readonly string[];
}

/** What a proposal would do and what speaks against it, read and decided in one place. */
export function createWeigher(deps: AdjustmentDeps, store: Store, book: ReasonBook) {
  const { rows } = deps;

  /**
   * Weighs a proposal against reasons, evidence, earlier adjustments and limits, as of `now`.
   * Refuses NOT_FOUND, BAD_INPUT, FORBIDDEN, NEEDS_OTHER_PERSON, ALREADY_COMPENSATED, LIMIT_EXCEEDED.
   */
  const weigh = (caller: Caller, body: Body, reverses: string | null, now: number): Weighed => {
    const coins = BigInt(body.coins);
    if (size(coins) > mostCoins)
      throw refuse(
        'BAD_INPUT',
        `One adjustment moves at most ${sayCoins(mostCoins)}; this asks for ${saySigned(coins)}.`,
        'Check the number of digits.',
      );
    const reason = body.reason as Proposal['reason'];
    const rule = book.rule(reason);
    const subject = requireRecords(body, rule);
    refuseOwnAccount(caller, body.account);
    const computed = deps.computedBalance(body.account);
    const limits = store.limits();
    const sums = store.sumsOf(body.account, limits.own_limit, now);
    const before = computed + sums.unconfirmed;
    if (!isInt64Text((before + coins).toString()))
      throw refuse('BAD_INPUT', 'The balance would not fit 64 bits.', 'Check the amount.');
    const linked = body.recharge !== null || body.external_id !== null;
    const unfit = misfit({ coins, reason, linked }, rule, before + coins);
    if (unfit) throw unfit;
    refuseReason(caller, reason, rule);
    const foreign = decidedElsewhere(deps, subject);
    const twice =
      reverses === null ? madeGoodBefore(store, { coins, reason }, subject, null, foreign) : null;
    if (twice) throw twice;
    const about = body.recharge ?? onlyOne(subject.recharges);
    const verdict = about === null ? null : deps.verdictOf(about);
    if (rule.owed) refuseUnowed(coins, verdict);
    const moved = store.moved({ maker: caller.user, case: body.case }, sums, now);
    const over = overLimit(coins, reason, rule, limits, moved);
    if (over) throw over;
    const unproven = reverses === null ? unprovenBy(rule, reason, verdict) : null;
    return {
      coins,
      computed,
      before,
      left: limitLeft(coins, reason, limits, moved),
      alone: tierOf(coins, limits) === 'alone' && unproven === null,
      verdict,
      rule,
      subject,
      warnings: warningsOf({
        deps,
        user: caller.user,
        body,
        subject,
        earlier: store.briefly(body, now),
        small: sums.small,
        foreign,
        verdict,
        unproven,
        ownLimit: limits.own_limit,
      }),
    };
  };

  /** What the verdict says is owed, for a reason that takes its amount from there. */
  const owedBy = (named: {
    recharge?: string | undefined;
    external_id?: string | undefined;
  }): string | null => {
    const subject = subjectOf(rows, {
      recharge: named.recharge ?? null,
      external: named.external_id ?? null,
    });
    const about = named.recharge ?? onlyOne(subject.recharges);
    return about === null ? null : (deps.verdictOf(about)?.coins_owed ?? null);
  };

  const refuseOwnAccount = (caller: Caller, account: string): void => {
    const standing = deps.standing(caller.user);
    if (standing && householdOf(rows, standing.ownAccounts).has(account))
      throw refuse(
        'NEEDS_OTHER_PERSON',
        'This account is yours or of your household.',
        'Ask a colleague to look at it.',
      );
  };

  /** What the proposal is about. Refuses NOT_FOUND for records this copy lacks, BAD_INPUT where another account paid. */
  const requireRecords = (body: Body, rule: StandingRule): Subject => {
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
    if (body.external_id !== null && rule.link && !isKnown(rows, subject, body.external_id))
      throw missing('order or payment', body.external_id);
    if (subject.payers.size > 0 && !subject.payers.has(body.account))
      throw refuse(
        'BAD_INPUT',
        `The evidence says that another account paid ${body.recharge ?? body.external_id}.`,
        'Open the recharge and propose from its verdict.',
      );
    return subject;
  };

  return { weigh, owedBy };
}

export type Weigher = ReturnType<typeof createWeigher>;

/** The only one of a set; null where there is none or more than one. */
export function onlyOne(set: ReadonlySet<string>): string | null {
  const [first, second] = set;
  return first !== undefined && second === undefined ? first : null;
}

function refuseReason(caller: Caller, reason: Proposal['reason'], rule: StandingRule): void {
  if (!rule.enabled)
    throw refuse(
      'BAD_INPUT',
      `The reason “${reasonNames[reason]}” is switched off here.`,
      'Choose another reason, or ask an owner.',
    );
  if (!rule.may.includes(caller.role as Role))
    throw refuse(
      'FORBIDDEN',
      `The role ${caller.role} may not use the reason “${reasonNames[reason]}”.`,
      `It takes ${rule.may.join(' or ') || 'an owner to open it again'}.`,
    );
}

/** What speaks against the maker giving it alone: the verdict names no cause that proves the reason. */
function unprovenBy(
  rule: StandingRule,
  reason: Proposal['reason'],
  verdict: Verdict | null,
): string | null {
  if (rule.causes.length === 0) return null;
  if (verdict && rule.causes.includes(verdict.root_cause)) return null;
  const seen =
    verdict === null ? 'there is no verdict' : `the verdict is “${causeName(verdict.root_cause)}”`;
  const causes = rule.causes.map((cause) => `“${causeName(cause)}”`).join(' or ');
  return `The reason “${reasonNames[reason]}” rests on the verdict ${causes}, and ${seen}: somebody else has to look.`;
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
      `The verdict says that ${sayCoins(BigInt(owed))} ${owed === '1' ? 'is' : 'are'} owed, not ${saySigned(coins)}.`,
      owed === '0' ? 'Nothing is to be made good here.' : `Propose ${sayDelta(BigInt(owed))}.`,
    );
}
