import {
  type Adjustment,
  type Proposal,
  type Proposed,
  reasonNames,
} from '../../../contract/adjustments.ts';
import { refuse } from '../../../contract/errors.ts';
import { sayDelta, sayNumber } from '../../../contract/say.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { seenOf } from './evidence.ts';
import { lapseOld } from './lapse.ts';
import { type Body, bodyOf, differingField, madeKey, payloadHash } from './payload.ts';
import { firstRules } from './reasons.ts';
import type { Staleness } from './stale.ts';
import { type Store, type Stored, storedAnswer } from './store.ts';
import { subjectOf } from './subject.ts';
import { isTakenBack, twinOf } from './twice.ts';
import { splitting } from './warnings.ts';
import type { Weighed, Weigher } from './weigh.ts';

const cameToNothing: ReadonlySet<string> = new Set(['rejected', 'lapsed', 'refused']);

export function createProposals(
  deps: AdjustmentDeps,
  store: Store,
  { weigh, owedBy }: Weigher,
  stale: Staleness,
) {
  const { desk, audit, clock, newId } = deps;

  const write = (caller: Caller, body: Body, key: string, reverses: string | null): Proposed => {
    const now = clock();
    const weighed = weigh(caller, body, reverses, now);
    const id = newId();
    const answer: Proposed = { id, key, ...answerOf(weighed) };
    const row = rowOf({ caller, body, weighed, answer, reverses, now });
    store.insert(row);
    if (weighed.alone) store.post(row, now, true);
    if (weighed.verdict) deps.keepVerdict(weighed.verdict);
    audit.append(caller, {
      command: reverses === null ? 'adjustments.propose' : 'adjustments.reverse',
      object: `adjustment/${id}`,
      outcome: 'done',
      sentence:
        `${caller.user} (${caller.role}) ${weighed.alone ? 'made' : 'proposed'} ${sayDelta(weighed.coins)} ` +
        `for account ${body.account}, ${body.reason}` +
        `${body.recharge === null ? '' : ` for recharge ${body.recharge}`}` +
        `${reverses === null ? '' : ` reversing ${reverses}`}: ` +
        `${sayNumber(weighed.before)} before, ${sayNumber(weighed.before + weighed.coins)} after; payload ${row.payload_sha256}` +
        `${answer.warnings.some((one) => one.includes(splitting)) ? `; ${splitting}` : ''}.`,
      details: { note: body.note },
    });
    return answer;
  };

  const lapse = () => lapseOld(desk, store, audit, clock());

  /**
   * The key of a proposal that names none. A made key stands for one adjustment as long as that
   * may still count; where it came to nothing or was taken back, asking again is a new one.
   */
  const freeKey = (made: string | null): string => {
    if (made === null) return newId();
    for (let turn = 1; ; turn += 1) {
      const key = turn === 1 ? made : `${made}/${turn}`;
      const known = store.ofKey(key);
      if (!known || !(cameToNothing.has(known.state) || isTakenBack(store, known))) return key;
    }
  };

  /** The body asked for: the coins given, else those of the first answer, else what is owed. */
  const bodyFor = (
    input: Omit<Proposal, 'note'> & { note: string },
    known: Stored | undefined,
  ): Body => {
    if (input.coins !== undefined) return bodyOf(input, input.coins);
    if (!firstRules[input.reason].owed)
      throw refuse(
        'BAD_INPUT',
        `How many coins is missing; only the reason “${reasonNames.PAID_NOT_DELIVERED}” takes them from the verdict.`,
        'Give coins with their sign, as in +70.',
      );
    if (known) return bodyOf(input, known.coins.toString());
    const owed = owedBy(input);
    if (owed === null || owed === '0')
      throw refuse(
        'BAD_INPUT',
        owed === null
          ? 'The evidence in this copy does not prove that coins are owed.'
          : 'The verdict says that no coins are owed.',
        'Open the verdict for what would settle it, or choose another reason.',
      );
    return bodyOf(input, owed);
  };

  /** An open proposal for the same order that rests on old evidence makes room for a new one. */
  const makeRoom = (body: Body): void => {
    const subject = subjectOf(deps.rows, { recharge: body.recharge, external: body.external_id });
    const asked = { coins: BigInt(body.coins), reason: body.reason as Stored['reason'] };
    stale.replace(twinOf(store, asked, subject, null));
  };

  // Made once: making a transaction costs as much as the reads of one.
  const proposeOnce = desk.transaction((caller: Caller, input: Proposal): Proposed => {
    const made = madeKey(bodyOf(input, ''));
    let key = input.key ?? freeKey(made);
    let known = store.ofKey(key);
    if (known && input.key === undefined && stale.replace(known)) {
      key = freeKey(made);
      known = undefined;
    }
    const body = bodyFor(input, known);
    if (!known) {
      makeRoom(body);
      return write(caller, body, key, null);
    }
    const field = differingField(known, body);
    if (field === null) return storedAnswer(known);
    throw refuse(
      'KEY_REUSED',
      `Adjustment ${known.id} was asked for under the same key, and differs in ${field}.`,
      'Look at that one; a separate adjustment takes a key of its own.',
    );
  });

  return {
    /** What proposing would do, without doing it. Refuses what `propose` would refuse. */
    preview(
      caller: Caller,
      input: Omit<Proposal, 'note'> & { note?: string | undefined },
    ): Omit<Proposed, 'id' | 'key'> & { coins: string; earlier: Adjustment[] } {
      lapse();
      const body = bodyFor({ ...input, note: input.note ?? '' }, undefined);
      const now = clock();
      const weighed = weigh(caller, body, null, now);
      return {
        ...answerOf(weighed),
        coins: body.coins,
        earlier: store.related(body, now).map(store.toWire),
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
      lapse();
      return proposeOnce.immediate(caller, input);
    },

    /** Takes an adjustment back by one of the opposite sign, under the same limits and approvals. */
    reverse(caller: Caller, input: { id: string; note: string }): Proposed {
      lapse();
      return desk
        .transaction(() => {
          const row = reversible(store, input.id);
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

function answerOf(weighed: Weighed): Omit<Proposed, 'id' | 'key'> {
  return {
    state: weighed.alone ? 'approved' : 'proposed',
    balance_before: weighed.before.toString(),
    balance_after: (weighed.before + weighed.coins).toString(),
    limit_left: weighed.left.toString(),
    warnings: [...weighed.warnings],
  };
}

function rowOf(made: {
  caller: Caller;
  body: Body;
  weighed: Weighed;
  answer: Proposed;
  reverses: string | null;
  now: number;
}): Stored {
  const { caller, body, weighed, answer, reverses, now } = made;
  const evidence = JSON.stringify(seenOf(weighed.verdict, weighed.computed, weighed.rule.version));
  return {
    id: answer.id,
    key: answer.key,
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
    payload_sha256: payloadHash(answer.id, body, reverses, evidence),
    balance_before: weighed.before,
    answer: JSON.stringify(answer),
    alone: weighed.alone ? 1n : 0n,
  };
}

/** The adjustment that a reversal would take back. Refuses NOT_FOUND, ALREADY_REVERSED, BAD_INPUT. */
function reversible(store: Store, id: string): Stored {
  const row = store.get(id);
  if (!row) throw unknownAdjustment(id);
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
  return row;
}

export function unknownAdjustment(id: string) {
  return refuse('NOT_FOUND', `There is no adjustment ${id}.`, 'See `adjust list` for the ids.');
}
