import { counted } from '../../../../contract/say.ts';
import type { Row } from '../../records/records.ts';
import type { AccountFacts } from './facts.ts';
import {
  firstOnDevices,
  type GroupMatter,
  isFresh,
  isSink,
  ownLifeBefore,
  workDevices,
} from './matter.ts';

/** A reason to call a group a ring. */
export interface RingReason {
  readonly kind:
    | 'seller'
    | 'contact'
    | 'disputes'
    | 'refunds'
    | 'sink'
    | 'fresh'
    | 'declines'
    | 'many_instruments'
    | 'handover'
    | 'names';
  readonly points: number;
  readonly text: string;
}

/** From so many points, over at least two kinds of reason, a group is called a ring. */
const ringFrom = 3;
/** Where no seller is known of, more has to speak for it. */
const ringWithoutSellerFrom = 3.5;
/** Without one of these a group is people who know one another. */
const weighty = new Set<RingReason['kind']>(['seller', 'contact', 'disputes', 'sink', 'handover']);

/**
 * Why a group that hangs together is a ring, or null where it is people who know one another: a
 * family with one card, a school behind one address, an agency with one device.
 */
export function ringReasons(
  matter: GroupMatter,
  isSuspect: (seller: string) => boolean,
): RingReason[] | null {
  const reasons = [
    ofSellers(matter, isSuspect),
    ofContacts(matter),
    ofDisputes(matter),
    ofRefunds(matter),
    ofSinks(matter),
    ofFreshness(matter),
    ofDeclines(matter),
    ofInstruments(matter),
    ofHandover(matter),
    ofNames(matter),
  ].filter((reason) => reason !== null);
  const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
  const strong = reasons.some((reason) => weighty.has(reason.kind));
  const sold = reasons.some((reason) => reason.kind === 'seller' || reason.kind === 'contact');
  const enough = points >= (sold ? ringFrom : ringWithoutSellerFrom);
  return enough && strong && reasons.length >= 2 ? reasons : null;
}

/** A shop that is only unlisted says half of what one says that is suspect by itself. */
function ofSellers(
  { members, sellers }: GroupMatter,
  isSuspect: (seller: string) => boolean,
): RingReason | null {
  let best: readonly [string, readonly string[]] | null = null;
  for (const one of sellers) {
    const heavier = best && isSuspect(best[0]) && !isSuspect(one[0]);
    if (!best || (one[1].length > best[1].length && !heavier)) best = one;
  }
  if (!best || best[1].length < 2) return null;
  return {
    kind: 'seller',
    points: isSuspect(best[0]) ? 2 : 1,
    text: `${best[1].length} of ${counted(members.length, 'account')} came from or name ${best[0]}.`,
  };
}

function ofContacts({ contacts }: GroupMatter): RingReason | null {
  const [first] = contacts;
  if (!first) return null;
  return {
    kind: 'contact',
    points: 2,
    text: `The phone or mail of ${first[0]} is the contact of seller ${first[1]}.`,
  };
}

function ofDisputes({ members }: GroupMatter): RingReason | null {
  let disputed = 0;
  let recharges = 0;
  const accounts = new Set<string>();
  for (const member of members) {
    recharges += member.recharges.length;
    const hit = new Set(
      member.harm.filter((one) => one.what === 'disputed').map((one) => one.recharge),
    );
    disputed += hit.size;
    if (hit.size > 0) accounts.add(member.id);
  }
  if (accounts.size < 2 || disputed * 10 < recharges) return null;
  return {
    kind: 'disputes',
    points: 2,
    text: `${disputed} of ${counted(recharges, 'recharge')} on ${counted(accounts.size, 'account')} were disputed.`,
  };
}

/** Bought, given away and then refunded, again and again. */
function ofRefunds({ members }: GroupMatter): RingReason | null {
  let count = 0;
  const accounts = new Set<string>();
  for (const member of members) {
    const refunded = member.harm.filter(
      (one) => one.what === 'refunded' && member.gifts.some((gift) => gift.at < one.at),
    );
    // The order, the store and the ledger each tell of one refund.
    const recharges = new Set(refunded.map((one) => one.recharge)).size;
    count += recharges;
    if (recharges > 0) accounts.add(member.id);
  }
  if (accounts.size < 2 || count < 3) return null;
  return {
    kind: 'refunds',
    points: 1,
    text: `${counted(count, 'refund')} on ${counted(accounts.size, 'account')} came after the coins were given away.`,
  };
}

function ofSinks({ members, sinks }: GroupMatter): RingReason | null {
  const sink = sinks.find(isSink);
  if (!sink || sink.givers.length * 4 < members.length) return null;
  return {
    kind: 'sink',
    points: 1.5,
    text: `${counted(sink.givers.length, 'account')} gave most of their coins to ${sink.receiver} within the hour.`,
  };
}

function ofFreshness({ members }: GroupMatter): RingReason | null {
  const fresh = members.filter(isFresh).length;
  if (fresh < 3 || fresh * 10 < members.length * 3) return null;
  return {
    kind: 'fresh',
    points: 1,
    text: `${fresh} of ${counted(members.length, 'account')} were recharged within three days of being made.`,
  };
}

function ofDeclines({ members }: GroupMatter): RingReason | null {
  const declines = members.flatMap((member) =>
    member.harm.filter((one) => one.what === 'declined'),
  );
  const recharges = new Set(declines.map((one) => one.recharge));
  const instruments = new Set(
    members.flatMap((member) =>
      member.recharges
        .filter((one) => recharges.has(one.recharge_id))
        .map((one) => one.instrument_id ?? ''),
    ),
  );
  if (recharges.size < 3 || instruments.size < 2) return null;
  return {
    kind: 'declines',
    points: 1,
    text: `${counted(recharges.size, 'attempt')} with ${counted(instruments.size, 'instrument')} were declined among them.`,
  };
}

function ofInstruments({ members }: GroupMatter): RingReason | null {
  const byDevice = new Map<string, Set<string>>();
  for (const member of members)
    for (const { device_id, instrument_id } of member.recharges) {
      if (device_id === null || instrument_id === null) continue;
      byDevice.set(device_id, (byDevice.get(device_id) ?? new Set()).add(instrument_id));
    }
  let most = 0;
  for (const instruments of byDevice.values()) most = Math.max(most, instruments.size);
  if (most < 3) return null;
  return {
    kind: 'many_instruments',
    points: most >= 5 ? 1 : 0.5,
    text: `${most} instruments paid from one device.`,
  };
}

function ofHandover(matter: GroupMatter): RingReason | null {
  const devices = workDevices(matter);
  const handed = matter.members.filter((member) => {
    const first = firstOnDevices(member, devices);
    if (first === null || ownLifeBefore(member, devices, first) === null) return false;
    // At home a family shares a tablet; a stranger's device comes from elsewhere or serves many.
    return member.recharges.some(
      (one) =>
        devices.has(one.device_id ?? '') &&
        (isAbroad(member, one) || usersOf(matter, one.device_id ?? '') >= 6),
    );
  });
  if (handed.length < 2) return null;
  const strange = handed.filter((member) => paidByAnother(member, devices)).length;
  return {
    kind: 'handover',
    // A shop that repairs a phone does not pay for its owner, nor is it where they say they bought.
    points: strange >= 3 || soldTo(matter, handed) >= 3 ? 2 : 1,
    text: `${counted(handed.length, 'account')} with devices of their own were recharged from a device they share${strange > 0 ? `, ${strange} of them with an instrument that they used nowhere else` : ''}.`,
  };
}

/** Most of these accounts that came from one and the same untrusted seller. */
function soldTo({ sellers }: GroupMatter, accounts: readonly AccountFacts[]): number {
  const ids = new Set(accounts.map((one) => one.id));
  let most = 0;
  for (const buyers of sellers.values())
    most = Math.max(most, buyers.filter((id) => ids.has(id)).length);
  return most;
}

/** Paid from these devices with an instrument that it never used elsewhere, though it has others. */
function paidByAnother({ recharges }: AccountFacts, devices: ReadonlySet<string>): boolean {
  const own = new Set<string>();
  for (const { device_id, instrument_id } of recharges)
    if (instrument_id !== null && !devices.has(device_id ?? '')) own.add(instrument_id);
  return (
    own.size > 0 &&
    recharges.some(
      (one) =>
        devices.has(one.device_id ?? '') &&
        one.instrument_id !== null &&
        !own.has(one.instrument_id),
    )
  );
}

function isAbroad({ row }: AccountFacts, one: Row<'recharges'>): boolean {
  const home = row?.country ?? null;
  return home !== null && one.ip_country !== null && one.ip_country !== home;
}

function usersOf(matter: GroupMatter, device: string): number {
  return matter.shared.get('device')?.get(device)?.length ?? 0;
}

/** Names that a script made: the same word with numbers that follow one another. */
function ofNames({ members }: GroupMatter): RingReason | null {
  const stems = new Map<string, number[]>();
  for (const { row } of members) {
    const match = /^(.{3,}?)(\d{1,9})$/u.exec(row?.username?.toLowerCase() ?? '');
    if (!match) continue;
    const stem = match[1] ?? '';
    stems.set(stem, [...(stems.get(stem) ?? []), Number(match[2])]);
  }
  let most = 0;
  for (const numbers of stems.values()) most = Math.max(most, longestRun(numbers));
  if (most < 3) return null;
  return { kind: 'names', points: 0.5, text: `${most} user names differ by a running number.` };
}

/** Most numbers in a row with no gap of more than five. */
function longestRun(numbers: readonly number[]): number {
  let most = 0;
  let run = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const one of numbers.toSorted((a, b) => a - b)) {
    run = one - last <= 5 ? run + 1 : 1;
    most = Math.max(most, run);
    last = one;
  }
  return most;
}
