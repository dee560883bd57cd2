import type { AccountFacts } from './facts.ts';

const minute = 60_000;
const day = 86_400_000;

/** A creator who takes what a group is funded with. */
export interface Sink {
  readonly receiver: string;
  /** Members who gave at least a third of their gifts to it soon after a recharge. */
  readonly givers: readonly string[];
  /** Coins from the group, and from everybody, that the copy knows of. */
  readonly fromGroup: bigint;
  readonly fromAll: bigint;
}

/** What a group shares and how it behaves: all that judging it and naming roles rests on. */
export interface GroupMatter {
  readonly members: readonly AccountFacts[];
  /** Things used by at least two members, by kind, each with the members. */
  readonly shared: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Untrusted sellers that members bought through or wrote of, with those members. */
  readonly sellers: ReadonlyMap<string, readonly string[]>;
  /** Members whose phone or mail is a seller's contact, with the seller. */
  readonly contacts: ReadonlyMap<string, string>;
  readonly sinks: readonly Sink[];
  /** When each member was first on each device, the earliest first. */
  readonly firstOn: ReadonlyMap<string, readonly FirstUse[]>;
}

export interface FirstUse {
  readonly account: string;
  readonly at: number;
}

/** Coins a receiver had from everybody, by the whole copy. */
export type IncomeOf = (receiver: string) => bigint;
/** The seller whose contact this phone or mailbox is; null where it is nobody's. */
export type ContactOwner = (kind: 'phone' | 'email', node: string) => string | null;

export function groupMatter(
  members: readonly AccountFacts[],
  known: { incomeOf: IncomeOf; contactOwner: ContactOwner; isTrusted: (seller: string) => boolean },
): GroupMatter {
  const shared = sharedBy(members);
  const sellers = new Map<string, string[]>();
  const contacts = new Map<string, string>();
  const name = (seller: string, account: string) => {
    if (known.isTrusted(seller)) return;
    const list = sellers.get(seller);
    if (!list) sellers.set(seller, [account]);
    else if (!list.includes(account)) list.push(account);
  };
  for (const member of members) {
    for (const use of member.uses) {
      if (use.kind === 'seller') name(use.node, member.id);
      if (use.kind !== 'phone' && use.kind !== 'email') continue;
      const owner = known.contactOwner(use.kind, use.node);
      if (owner !== null && !known.isTrusted(owner)) contacts.set(member.id, owner);
    }
    for (const mention of member.mentions) name(mention.seller, member.id);
  }
  const sinks = sinksOf(members, known.incomeOf);
  return { members, shared, sellers, contacts, sinks, firstOn: firstUses(members) };
}

function firstUses(members: readonly AccountFacts[]): Map<string, FirstUse[]> {
  const by = new Map<string, FirstUse[]>();
  for (const member of members) {
    const first = new Map<string, number>();
    const see = (device: string | null, at: number) => {
      if (device !== null && at < (first.get(device) ?? Number.POSITIVE_INFINITY))
        first.set(device, at);
    };
    for (const one of member.sessions) see(one.device_id, one.started_at);
    for (const one of member.recharges) see(one.device_id, one.created_at);
    for (const [device, at] of first) {
      const known = by.get(device);
      if (known) known.push({ account: member.id, at });
      else by.set(device, [{ account: member.id, at }]);
    }
  }
  for (const known of by.values()) known.sort((a, b) => a.at - b.at);
  return by;
}

function sharedBy(members: readonly AccountFacts[]) {
  const by = new Map<string, Map<string, string[]>>();
  for (const member of members)
    for (const { kind, node } of member.uses) {
      const nodes = by.get(kind) ?? new Map<string, string[]>();
      by.set(kind, nodes);
      const users = nodes.get(node);
      if (users) users.push(member.id);
      else nodes.set(node, [member.id]);
    }
  for (const nodes of by.values())
    for (const [node, users] of nodes) if (users.length < 2) nodes.delete(node);
  return by;
}

/** Receivers of much of the gifts of at least two members, given within the hour after a recharge. */
function sinksOf(members: readonly AccountFacts[], incomeOf: IncomeOf): Sink[] {
  const found = new Map<string, { givers: string[]; coins: bigint }>();
  for (const member of members) {
    for (const [receiver, coins] of quickGifts(member)) {
      const sink = found.get(receiver) ?? { givers: [], coins: 0n };
      sink.givers.push(member.id);
      sink.coins += coins;
      found.set(receiver, sink);
    }
  }
  return [...found]
    .filter(([, sink]) => sink.givers.length >= 2)
    .map(([receiver, sink]) => ({
      receiver,
      givers: sink.givers,
      fromGroup: sink.coins,
      fromAll: incomeOf(receiver),
    }))
    .sort((a, b) => b.givers.length - a.givers.length || (a.receiver < b.receiver ? -1 : 1));
}

/** Receivers who had at least a third of an account's gifts within the hour after a recharge. */
export function quickGifts(member: AccountFacts): ReadonlyMap<string, bigint> {
  let total = 0n;
  const quick = new Map<string, bigint>();
  for (const gift of member.gifts) {
    if (gift.asset !== 'coins' || gift.counterparty_id === null || gift.delta >= 0n) continue;
    total -= gift.delta;
    const soon = member.recharges.some(
      (one) => gift.at >= one.created_at - minute && gift.at - one.created_at <= 60 * minute,
    );
    if (soon) quick.set(gift.counterparty_id, (quick.get(gift.counterparty_id) ?? 0n) - gift.delta);
  }
  return new Map([...quick].filter(([, coins]) => coins * 3n >= total));
}

/** A famous creator is given to by everybody; a sink lives from the group. */
export function isSink(sink: Sink): boolean {
  return sink.givers.length >= 2 && sink.fromGroup * 10n >= sink.fromAll * 3n;
}

/** First recharge within three days of the account's making. */
export function isFresh(member: AccountFacts): boolean {
  const made = member.row?.created_at ?? null;
  const first = member.recharges[0]?.created_at ?? null;
  return made !== null && first !== null && first - made <= 3 * day;
}

/** Devices that the group works from: used by at least two members. */
export function workDevices(matter: GroupMatter): ReadonlySet<string> {
  return new Set((matter.shared.get('device') ?? new Map()).keys());
}

/** Cards and the like that at least two members paid with. */
export function workInstruments(matter: GroupMatter): ReadonlySet<string> {
  return new Set((matter.shared.get('instrument') ?? new Map()).keys());
}

/** When a member was first on a device of the group, UTC ms; null where it never was. */
export function firstOnDevices(member: AccountFacts, devices: ReadonlySet<string>): number | null {
  const times = [
    ...member.sessions
      .filter((one) => devices.has(one.device_id ?? ''))
      .map((one) => one.started_at),
    ...member.recharges
      .filter((one) => devices.has(one.device_id ?? ''))
      .map((one) => one.created_at),
  ];
  return times.length === 0 ? null : Math.min(...times);
}

/** A record that shows an account on a device that is not the group's. */
export interface OwnLife {
  readonly table: 'sessions' | 'recharges' | 'devices';
  readonly key: string;
}

/** Signs of a life of its own before a moment: sessions, recharges and devices that are not the group's. */
export function ownLifeBefore(
  member: AccountFacts,
  devices: ReadonlySet<string>,
  at: number,
): OwnLife | null {
  for (const one of member.sessions)
    if (one.device_id !== null && !devices.has(one.device_id) && one.started_at < at)
      return { table: 'sessions', key: one.session_id };
  for (const one of member.recharges)
    if (one.device_id !== null && !devices.has(one.device_id) && one.created_at < at)
      return { table: 'recharges', key: one.recharge_id };
  for (const [device, since] of member.ownDevices)
    if (!devices.has(device) && since !== null && since < at)
      return { table: 'devices', key: device };
  return null;
}

/**
 * Devices of somebody else that an account was recharged on: not its own by record, and used from
 * addresses that none of its other devices ever had. A family's tablet stands in the same home.
 * Empty where the records do not tell.
 */
export function foreignDevices(member: AccountFacts): ReadonlySet<string> {
  const places = new Map<string, Set<string>>();
  for (const { device_id, ip } of [...member.sessions, ...member.recharges])
    if (device_id !== null && ip !== null)
      places.set(device_id, (places.get(device_id) ?? new Set()).add(ip));
  const foreign = new Set<string>();
  for (const { device_id } of member.recharges) {
    if (device_id === null || member.ownDevices.has(device_id)) continue;
    const there = places.get(device_id);
    const elsewhere = [...places].filter(([device]) => device !== device_id);
    if (!there || elsewhere.length === 0) continue;
    if (!elsewhere.some(([, ips]) => [...ips].some((ip) => there.has(ip)))) foreign.add(device_id);
  }
  return foreign;
}
