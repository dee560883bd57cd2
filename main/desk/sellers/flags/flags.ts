import { refuse } from '../../../../contract/errors.ts';
import type { BlastRadius, FlagState, SellerFlag } from '../../../../contract/seller-flags.ts';
import type { SellerLine } from '../../../../contract/sellers.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { FurtherDecision } from '../../adjustments/adjustments.ts';
import type { Caller } from '../../audit/audit.ts';
import type { StoredLine } from '../derive/matters.ts';
import type { SellersDeps } from '../sellers.ts';
import { mayNotDecideFlag, proposedForMs } from './rules.ts';
import { createFlagStore, type FlagAct, type StoredFlag } from './store.ts';

/** Who acts when time is up. */
const byTime: Caller = { user: 'desk', role: 'desk', door: 'desk', session: '' };

interface FlagDeps extends Pick<SellersDeps, 'desk' | 'audit' | 'clock' | 'newId' | 'standing'> {
  readonly lineOf: (seller: string) => StoredLine | null;
  readonly keyOf: (text: string) => string | null;
  readonly blast: (seller: string) => BlastRadius;
  /** Does one of these accounts deal with the seller? */
  readonly involved: (accounts: readonly string[], seller: string) => boolean;
}

/**
 * Flags: proposed by one person, confirmed or rejected by another, withdrawn by anybody who may
 * flag, expired by the date that was set. Nothing is deleted; no rule lifts what a person decided.
 */
export function createFlags(deps: FlagDeps) {
  const { desk, audit, clock } = deps;
  const store = createFlagStore(desk);
  let confirmed: ReadonlySet<string> | null = null;

  const write = (caller: Caller, flag: StoredFlag, act: FlagAct, reason: string): void => {
    store.act(flag.flag, {
      act,
      user: caller.user,
      role: caller.role,
      reason,
      at: BigInt(clock()),
    });
    audit.append(caller, {
      command: `sellers.${act}`,
      object: `seller/${flag.flag}`,
      outcome: 'done',
      sentence:
        caller.role === 'desk'
          ? `Flag ${flag.flag} expired.`
          : `${caller.user} ${act === 'appealed' ? 'noted an appeal against' : act} flag ${flag.flag}.`,
      details: { seller: flag.seller_id, reason },
    });
    confirmed = null;
  };

  /** Lets flags expire whose time is up. Part of what was decided, not a rule's judgement. */
  const expire = (): void => {
    const now = clock();
    if (store.due(now, now - proposedForMs).length === 0) return;
    desk
      .transaction(() => {
        for (const flag of store.due(now, now - proposedForMs))
          write(
            byTime,
            flag,
            'expired',
            flag.state === 'proposed' ? 'Nobody confirmed it.' : 'Its date came.',
          );
      })
      .immediate();
  };

  const keyed = (text: string): string => deps.keyOf(text) ?? text;

  const objection = (caller: Pick<Caller, 'user'>, flag: StoredFlag) => {
    const standing = deps.standing(caller.user);
    if (!standing) return refuse('FORBIDDEN', 'You are not enabled.', 'Ask an owner.');
    return mayNotDecideFlag({
      maker: flag.maker,
      checker: caller.user,
      sponsors: standing.sponsors,
      involved: deps.involved(standing.ownAccounts, flag.seller_id),
    });
  };

  const toWire = (flag: StoredFlag, caller: Pick<Caller, 'user'>): SellerFlag => {
    const events = store.events(flag.flag);
    const objected = flag.state === 'proposed' ? objection(caller, flag) : null;
    return {
      flag: flag.flag,
      seller_id: flag.seller_id,
      state: flag.state,
      maker: flag.maker,
      checker:
        events.find((one) => one.act === 'confirmed' || one.act === 'rejected')?.user ?? null,
      reason: flag.reason,
      created_at: wireTime(Number(flag.created_at)),
      expires_at: wireTime(Number(flag.expires_at)),
      events: events.map((one) => ({ ...one, at: wireTime(Number(one.at)) })),
      may_decide: flag.state === 'proposed' && objected === null,
      why_not:
        objected?.message ?? (flag.state === 'proposed' ? null : `It is ${flag.state} already.`),
    };
  };

  /** The flag a person means by its own name or its seller's. Refuses NOT_FOUND. */
  const find = (id: string, states: readonly FlagState[]): StoredFlag => {
    const named = store.byName(id);
    const flag = named ?? store.living(keyed(id)) ?? store.latest(keyed(id));
    if (!flag)
      throw refuse(
        'NOT_FOUND',
        `Nobody has flagged ${id}.`,
        'Propose a flag first: sellers flag ID.',
      );
    if (!states.includes(flag.state))
      throw refuse(
        'BAD_INPUT',
        `The flag of ${flag.seller_id} is ${flag.state} already.`,
        'A new flag can be proposed.',
      );
    return flag;
  };

  const act = (
    caller: Caller,
    input: { id: string; reason: string },
    what: FlagAct,
    states: readonly FlagState[],
    check?: (flag: StoredFlag) => Error | null,
  ): SellerFlag => {
    expire();
    return desk
      .transaction(() => {
        const flag = find(input.id, states);
        const objected = check?.(flag) ?? null;
        if (objected) throw objected;
        write(caller, flag, what, input.reason);
        return toWire(store.byName(flag.flag) ?? flag, caller);
      })
      .immediate();
  };

  return {
    /** Proposes a flag. Refuses NOT_FOUND for a seller nobody knows, BAD_INPUT where one is open, stands, or the seller is official. */
    propose(caller: Caller, input: { id: string; reason: string; days: number }): SellerFlag {
      expire();
      return desk
        .transaction(() => {
          const seller = keyed(input.id);
          const line = deps.lineOf(seller);
          if (!line)
            throw refuse(
              'NOT_FOUND',
              `No record in this copy names a seller ${input.id}.`,
              'Check the name, or import a newer copy first.',
            );
          if (line.status === 'official' || line.status === 'authorised')
            throw refuse(
              'BAD_INPUT',
              `${seller} is ${line.status} on the platform's list.`,
              'Have the list corrected first; a flag here would contradict it.',
            );
          const open = store.living(seller);
          if (open)
            throw refuse(
              'BAD_INPUT',
              `${seller} has a flag that is ${open.state} already.`,
              open.state === 'proposed'
                ? 'Another reviewer confirms it.'
                : 'Withdraw that one first.',
            );
          const now = clock();
          const flag: StoredFlag = {
            flag: deps.newId(),
            seller_id: seller,
            state: 'proposed',
            maker: caller.user,
            reason: input.reason,
            created_at: BigInt(now),
            expires_at: BigInt(now + input.days * 86_400_000),
            evidence: JSON.stringify({ line, blast: deps.blast(seller) }),
          };
          store.insert(flag);
          write(caller, flag, 'proposed', input.reason);
          return toWire(flag, caller);
        })
        .immediate();
    },

    confirm: (caller: Caller, input: { id: string; reason: string }) =>
      act(caller, input, 'confirmed', ['proposed'], (flag) => objection(caller, flag)),
    reject: (caller: Caller, input: { id: string; reason: string }) =>
      act(caller, input, 'rejected', ['proposed'], (flag) => objection(caller, flag)),
    withdraw: (caller: Caller, input: { id: string; reason: string }) =>
      act(caller, input, 'withdrawn', ['proposed', 'confirmed']),
    appeal: (caller: Caller, input: { id: string; reason: string }) =>
      act(caller, input, 'appealed', ['proposed', 'confirmed', 'rejected', 'withdrawn', 'expired']),

    list(caller: Caller, state: FlagState | null): SellerFlag[] {
      expire();
      return store.list(state).map((flag) => toWire(flag, caller));
    },
    ofSeller: (caller: Pick<Caller, 'user'>, seller: string): SellerFlag[] =>
      store.ofSeller(seller).map((flag) => toWire(flag, caller)),
    /** `none`, `proposed` or `confirmed`: the flag that lives. */
    stateOf(seller: string): SellerLine['flag'] {
      const state = store.living(seller)?.state;
      return state === 'proposed' || state === 'confirmed' ? state : 'none';
    },
    expire,
    /** Sellers whose flag stands, kept until a decision changes it. */
    confirmed(): ReadonlySet<string> {
      expire();
      confirmed ??= new Set(store.confirmed());
      return confirmed;
    },
    /** What leaves for the platform: each confirmed flag, and each that was lifted again. */
    decisions: (): FurtherDecision[] =>
      store.leaving().map((one) => ({
        kind: one.act === 'confirmed' ? 'seller_flagged' : 'seller_unflagged',
        id: `${one.flag}/${one.act}`,
        decidedAt: Number(one.at),
        fields: { seller_id: one.seller_id, flag: one.flag, reason: one.reason },
      })),
    living: store.living,
    events: store.events,
  };
}
