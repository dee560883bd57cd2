import type { Adjustment, Proposal, Proposed } from '../../../contract/adjustments.ts';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { isInt64Text } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { seenOf } from './evidence.ts';
import { householdOf } from './household.ts';
import { type Body, bodyOf, differingField, madeKey, payloadHash } from './payload.ts';
import { reasonRules } from './reasons.ts';
import { limitLeft, misfit, overLimit, size, tierOf } from './rules.ts';
import { lapseOld } from './lapse.ts';
import { type Store, type Stored, storedAnswer } from './store.ts';
import { isKnown, type Subject, subjectOf } from './subject.ts';
import { isTakenBack, madeGoodBefore } from './twice.ts';

/** The most coins one adjustment moves; beyond it is a typing error, whoever signs. */
const mostCoins = 1_000_000_000n;

/** A proposal weighed: nothing written yet. */
interface Weighed {
  readonly coins: bigint;
  readonly computed: bigint;
  readonly before: bigint;
  readonly left: bigint;
  readonly alone: boolean;
  readonly verdict: Verdict | null;
  readonly earlier: readonly Stored[];
  readonly warnings: readonly string[];
}

const cameToNothing: ReadonlySet<string> = new Set(['rejected', 'lapsed', 'refused']);

export function createProposals(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock, newId, rows } = deps;

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

  const write = (caller: Caller, body: Body, key: string, reverses: string | null): Proposed => {
    const now = clock();
    const weighed = weigh(caller, body, reverses, now);
    const id = newId();
    const answer: Proposed = {
      id,
      key,
      state: weighed.alone ? 'approved' : 'proposed',
      balance_before: weighed.before.toString(),
      balance_after: (weighed.before + weighed.coins).toString(),
      limit_left: weighed.left.toString(),
      warnings: [...weighed.warnings],
    };
    const evidence = JSON.stringify(seenOf(weighed.verdict, weighed.computed));
    const row: Stored = {
      id,
      key,
      account_id: body.account,
      coins: weighed.coins,
      reason: body.reason as Stored['reason'],
      note: body.note,
      recharge_id: body.recharge,
      ticket_id: body.ticket,
      case_id: body.case,
      external_id: body.external_id,
      reverses,
      state: answer.state,
      maker: caller.user,
      maker_role: caller.role,
      created_at: BigInt(now),
      evidence,
      payload_sha256: payloadHash(id, body, reverses, evidence),
      balance_before: weighed.before,
      answer: JSON.stringify(answer),
    };
    store.insert(row);
    if (weighed.alone) store.post(row, now, true);
    if (weighed.verdict) deps.keepVerdict(weighed.verdict);
    audit.append(caller, {
      command: reverses === null ? 'adjustments.propose' : 'adjustments.reverse',
      object: `adjustment/${id}`,
      outcome: 'done',
      sentence:
        `${caller.user} (${caller.role}) ${weighed.alone ? 'made' : 'proposed'} ${signed(weighed.coins)} coins ` +
        `for account ${body.account}, ${body.reason}` +
        `${body.recharge === null ? '' : ` for recharge ${body.recharge}`}` +
        `${reverses === null ? '' : ` reversing ${reverses}`}: ` +
        `${answer.balance_before} before, ${answer.balance_after} after; payload ${row.payload_sha256}.`,
      details: { note: body.note },
    });
    return answer;
  };

  const lapse = () => desk.transaction(() => lapseOld(store, audit, clock())).immediate();

  /**
   * The key of a proposal that names none. A made key stands for one adjustment as long as that
   * may still count; where it came to nothing or was taken back, asking again is a new one.
   */
  const freeKey = (body: Body): string => {
    const made = madeKey(body);
    if (made === null) return newId();
    for (let turn = 1; ; turn += 1) {
      const key = turn === 1 ? made : `${made}/${turn}`;
      const known = store.ofKey(key);
      if (!known || !(cameToNothing.has(known.state) || isTakenBack(store, known))) return key;
    }
  };

  return {
    /** What proposing would do, without doing it. Refuses what `propose` would refuse. */
    preview(
      caller: Caller,
      input: Omit<Proposal, 'note'> & { note?: string | undefined },
    ): Omit<Proposed, 'id' | 'key'> & { earlier: Adjustment[] } {
      lapse();
      const body = bodyOf({ ...input, note: input.note ?? '' });
      const weighed = weigh(caller, body, null, clock());
      return {
        state: weighed.alone ? 'approved' : 'proposed',
        balance_before: weighed.before.toString(),
        balance_after: (weighed.before + weighed.coins).toString(),
        limit_left: weighed.left.toString(),
        warnings: [...weighed.warnings],
        earlier: weighed.earlier.map(store.toWire),
      };
    },

    /**
     * Asks for an adjustment; inside the maker's own limit it is approved and posted at once.
     * The same key with the same body gives the first answer again; with another body it is
     * refused with KEY_REUSED and the field's name.
     */
    propose(caller: Caller, input: Proposal): Proposed {
      if (input.reason === 'REVERSAL_OF_ADJUSTMENT')
        throw refuse(
          'BAD_INPUT',
          'A reversal names the adjustment it takes back.',
          'Use `adjust reverse ID` instead.',
        );
      const body = bodyOf(input);
      return desk
        .transaction(() => {
          lapseOld(store, audit, clock());
          const key = input.key ?? freeKey(body);
          const known = store.ofKey(key);
          if (!known) return write(caller, body, key, null);
          const field = differingField(known, body);
          if (field === null) return storedAnswer(known);
          throw refuse(
            'KEY_REUSED',
            `The key ${key} stands for adjustment ${known.id}, which differs in ${field}.`,
            'Give a key of its own with --key, or look at the adjustment it stands for.',
          );
        })
        .immediate();
    },

    /** Takes an adjustment back by one of the opposite sign, under the same limits and approvals. */
    reverse(caller: Caller, input: { id: string; note: string }): Proposed {
      return desk
        .transaction(() => {
          lapseOld(store, audit, clock());
          const row = store.get(input.id);
          if (!row) throw unknownAdjustment(input.id);
          const taken = store.reversalOf(row.id);
          if (taken)
            throw refuse(
              'ALREADY_REVERSED',
              `Adjustment ${row.id} is reversed by ${taken.id}.`,
              'Look at that one; one adjustment is reversed once.',
            );
          if (!['approved', 'sent', 'confirmed'].includes(row.state) || row.reverses !== null)
            throw refuse(
              'BAD_INPUT',
              row.reverses !== null
                ? `${row.id} is a reversal itself.`
                : `Adjustment ${row.id} is ${row.state}: it moved no coins that could be taken back.`,
              'Propose a new adjustment instead.',
            );
          const body: Body = {
            account: row.account_id,
            coins: (-row.coins).toString(),
            reason: 'REVERSAL_OF_ADJUSTMENT',
            note: input.note,
            recharge: row.recharge_id,
            ticket: row.ticket_id,
            case: row.case_id,
            external_id: row.external_id,
          };
          return write(caller, body, `reverse/${row.id}/${newId()}`, row.id);
        })
        .immediate();
    },
  };
}

export function unknownAdjustment(id: string) {
  return refuse('NOT_FOUND', `There is no adjustment ${id}.`, 'See `adjust list` for the ids.');
}

export function signed(coins: bigint): string {
  return coins > 0n ? `+${coins}` : coins.toString();
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
