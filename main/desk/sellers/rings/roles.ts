import { counted } from '../../../../contract/say.ts';
import type { RingRole } from '../../../../contract/seller-rings.ts';
import type { AccountFacts } from './facts.ts';
import {
  firstOnDevices,
  type GroupMatter,
  isFresh,
  isSink,
  ownLifeBefore,
  quickGifts,
  workDevices,
  workInstruments,
} from './matter.ts';

/** A place in a record that a role rests on. */
export type Cite = { readonly key: string } & (
  | { readonly table: 'accounts'; readonly field: 'account_id' | 'phone' }
  | { readonly table: 'recharges'; readonly field: 'device_id' | 'instrument_id' | 'seller_domain' }
  | { readonly table: 'sessions'; readonly field: 'device_id' }
  | { readonly table: 'tickets'; readonly field: 'body' }
  | { readonly table: 'devices'; readonly field: 'account_id' | 'device_id' }
);

export interface RoleFound {
  readonly account: string;
  readonly role: RingRole;
  readonly reason: string;
  readonly cites: readonly Cite[];
}

const day = 86_400_000;

/**
 * The part each member of a ring played. **A victim is never a seller**: signs of a victim are
 * looked for first, and nothing that speaks for a seller outweighs them. Every role is a
 * suggestion to a person, with its reason.
 */
export function rolesOf(matter: GroupMatter, beside: readonly AccountFacts[]): RoleFound[] {
  const devices = workDevices(matter);
  const shared = workInstruments(matter);
  const inside = matter.members.map((member) => ({
    account: member.id,
    ...(signsOf(member, matter, devices, shared) ?? muleRole(member, matter, devices)),
  }));
  const paidWith = new Set(
    matter.members.flatMap((member) => member.recharges.map((one) => one.instrument_id ?? '')),
  );
  paidWith.delete('');
  const outside = beside.map((one) => ({
    account: one.id,
    ...(signsOf(one, matter, devices, paidWith) ??
      funded(one, matter, devices) ??
      buyer(one, matter) ??
      bystander(one)),
  }));
  return [...inside, ...outside].sort((a, b) => (a.account < b.account ? -1 : 1));
}

/** Signs of a victim, of whose card it was, of who sells: in that order. */
function signsOf(
  member: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
  instruments: ReadonlySet<string>,
): Found | null {
  return (
    victimByWords(member, matter) ??
    cardHolder(member, matter, devices, instruments) ??
    victimByHandover(member, matter, devices) ??
    sellerRole(member, matter, devices)
  );
}

/** Made for it and emptied to the ring's sink, though it shares no second thing with the others. */
function funded(
  one: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
): Found | null {
  return isFresh(one) && givesToSink(one, matter) ? muleRole(one, matter, devices) : null;
}

/** Somebody outside who bought through a seller of the ring. */
function buyer(one: AccountFacts, matter: GroupMatter): Found | null {
  const use = one.uses.find((each) => each.kind === 'seller' && matter.sellers.has(each.node));
  const bought = use && one.recharges.find((each) => each.seller_domain !== null);
  if (!bought) return null;
  return {
    role: 'victim',
    reason: 'Bought through the ring’s seller.',
    cites: [{ table: 'recharges', key: bought.recharge_id, field: 'seller_domain' }],
  };
}

function bystander(one: AccountFacts): Found {
  return {
    role: 'bystander',
    reason: 'Shares a thing or a gift with the ring, and nothing else.',
    cites: [{ table: 'accounts', key: one.id, field: 'account_id' }],
  };
}

type Found = Omit<RoleFound, 'account'>;

function victimByWords(member: AccountFacts, matter: GroupMatter): Found | null {
  // Who only asks whether a shop can be trusted has not been cheated by it.
  const told = member.mentions.find((one) => one.complains && matter.sellers.has(one.seller));
  if (!told) return null;
  return {
    role: 'victim',
    reason: `Wrote about ${told.seller} to us.`,
    cites: [{ table: 'tickets', key: told.ticket, field: 'body' }],
  };
}

/** Whose card it was: used it first, from a place of its own, and never worked from the ring's devices. */
function cardHolder(
  member: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
  instruments: ReadonlySet<string>,
): Found | null {
  if (firstOnDevices(member, devices) !== null || isFresh(member)) return null;
  // Whoever deals with the seller, or lives with those who used the card, has lost none to it.
  if (member.uses.some((use) => use.kind === 'seller' && matter.sellers.has(use.node))) return null;
  if (givesToSink(member, matter)) return null;
  for (const instrument of instruments) {
    const own = member.recharges.find((one) => one.instrument_id === instrument);
    if (!own) continue;
    const earlier = matter.members.some(
      (other) =>
        other.id !== member.id &&
        other.recharges.some(
          (one) => one.instrument_id === instrument && one.created_at < own.created_at,
        ),
    );
    if (earlier || sharesHome(member, matter, instrument)) continue;
    return {
      role: 'card_holder',
      reason: 'Paid with this instrument before the others, from a device of its own.',
      cites: [{ table: 'recharges', key: own.recharge_id, field: 'instrument_id' }],
    };
  }
  return null;
}

/** Was it in one place, or on one device, with somebody who paid with this instrument? */
function sharesHome(member: AccountFacts, matter: GroupMatter, instrument: string): boolean {
  const home = new Set(
    member.uses
      .filter((use) => use.kind === 'ip' || use.kind === 'device')
      .map((use) => `${use.kind} ${use.node}`),
  );
  return matter.members.some(
    (other) =>
      other.id !== member.id &&
      other.recharges.some((one) => one.instrument_id === instrument) &&
      other.uses.some((use) => home.has(`${use.kind} ${use.node}`)),
  );
}

/** An account with a life of its own that was suddenly served from the ring's device. */
function victimByHandover(
  member: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
): Found | null {
  if (matter.contacts.has(member.id)) return null;
  if ([...devices].some((device) => runs(member, matter, device))) return null;
  const first = firstOnDevices(member, devices);
  const served = member.recharges.some((one) => devices.has(one.device_id ?? ''));
  const life = first === null ? null : ownLifeBefore(member, devices, first);
  const made = member.row?.created_at ?? null;
  const old = first !== null && made !== null && first - made >= 14 * day;
  if (served && life && (old || made === null))
    return {
      role: 'victim',
      reason: 'Had devices of its own before somebody else’s device came to recharge it.',
      cites: [{ table: life.table, key: life.key, field: 'device_id' }],
    };
  // Paid by itself, from its own device, to a seller of the ring.
  const own = member.recharges.find(
    (one) => one.seller_domain !== null && one.device_id !== null && !devices.has(one.device_id),
  );
  if (own && first === null && !isFresh(member))
    return {
      role: 'victim',
      reason: 'Bought through the ring’s seller from a device of its own.',
      cites: [{ table: 'recharges', key: own.recharge_id, field: 'seller_domain' }],
    };
  return null;
}

function sellerRole(
  member: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
): Found | null {
  const contact = matter.contacts.get(member.id);
  if (contact !== undefined && !ledByRing(member, matter, devices))
    return {
      role: 'seller',
      reason: `Its phone or mail is the contact of ${contact}.`,
      cites: [{ table: 'accounts', key: member.id, field: 'phone' }],
    };
  const sink = matter.sinks.find((one) => one.receiver === member.id && isSink(one));
  if (sink)
    return {
      role: 'seller',
      reason: `${counted(sink.givers.length, 'account')} of the ring give their coins to it.`,
      cites: [{ table: 'accounts', key: member.id, field: 'account_id' }],
    };
  if (givesToSink(member, matter) || member.harm.some((one) => one.what === 'disputed'))
    return null;
  const hub = [...devices].find((device) => runs(member, matter, device));
  if (hub === undefined) return null;
  return {
    role: 'seller',
    reason: 'Had the device that the others are recharged from before them, and went on using it.',
    cites: [{ table: 'devices', key: hub, field: 'account_id' }],
  };
}

/**
 * Whose device it is: on it before everybody else and still there when others came. Somebody who
 * was served on it once is not its owner, whatever its record says.
 */
function runs(member: AccountFacts, matter: GroupMatter, device: string): boolean {
  const second = matter.firstOn.get(device)?.find((one) => one.account !== member.id)?.at;
  if (second === undefined) return false;
  const mine = timesOn(member, device);
  const first = mine[0];
  if (first === undefined) return false;
  if (member.recharges.some((one) => one.seller_domain !== null)) return false;
  const registered = member.ownDevices.get(device) ?? null;
  if (registered !== null && registered <= second && livesOn(member, device)) return true;
  if (first > second) return false;
  const owns = member.ownDevices.has(device);
  const stayed = (mine.at(-1) ?? 0) > second && mine.length >= (owns ? 2 : 3);
  return stayed && (owns || first <= second - 3 * day);
}

/**
 * Is it the only device of an account that comes to it again and again without buying? Somebody
 * who was served there came for the recharge.
 */
function livesOn(member: AccountFacts, device: string): boolean {
  const elsewhere =
    [...member.ownDevices.keys()].some((one) => one !== device) ||
    member.sessions.some((one) => one.device_id !== null && one.device_id !== device);
  const bought = member.recharges.filter((one) => one.device_id === device);
  const visits = member.sessions.filter(
    (one) =>
      one.device_id === device &&
      !bought.some((each) => Math.abs(each.created_at - one.started_at) <= day),
  );
  return !elsewhere && visits.length >= 3;
}

function timesOn(member: AccountFacts, device: string): number[] {
  return [
    ...member.sessions.filter((one) => one.device_id === device).map((one) => one.started_at),
    ...member.recharges.filter((one) => one.device_id === device).map((one) => one.created_at),
  ].sort((a, b) => a - b);
}

/** Funded and emptied by the ring like the others, whatever contact was typed in. */
function ledByRing(
  member: AccountFacts,
  matter: GroupMatter,
  devices: ReadonlySet<string>,
): boolean {
  return (
    isFresh(member) &&
    givesToSink(member, matter) &&
    member.recharges.some((one) => devices.has(one.device_id ?? ''))
  );
}

/** Did it pay with an instrument that another member paid with? */
function paidTogether(member: AccountFacts, matter: GroupMatter): boolean {
  const shared = workInstruments(matter);
  return member.recharges.some((one) => shared.has(one.instrument_id ?? ''));
}

function givesToSink(member: AccountFacts, matter: GroupMatter): boolean {
  const quick = quickGifts(member);
  return matter.sinks.some((sink) => isSink(sink) && quick.has(sink.receiver));
}

function muleRole(member: AccountFacts, matter: GroupMatter, devices: ReadonlySet<string>): Found {
  const worked = member.recharges.find((one) => devices.has(one.device_id ?? ''));
  const paid = worked ?? member.recharges[0];
  const gives = givesToSink(member, matter);
  if (!paid || (!worked && !gives && !paidTogether(member, matter)))
    return buyer(member, matter) ?? bystander(member);
  const made = member.row?.created_at ?? null;
  if (!gives && made !== null && paid.created_at - made >= 30 * day)
    return {
      role: 'victim',
      reason: 'An old account, recharged by the ring; nothing says that it worked for it.',
      cites: [{ table: 'recharges', key: paid.recharge_id, field: 'device_id' }],
    };
  const how = [
    worked ? 'recharged from the ring’s device' : 'recharged with the ring’s instruments',
    ...(isFresh(member) ? ['made just before'] : []),
    ...(gives ? ['gave its coins on within the hour'] : []),
  ];
  return {
    role: 'mule',
    reason: `${how.join(', ').replace(/^./, (letter) => letter.toUpperCase())}.`,
    cites: [
      { table: 'recharges', key: paid.recharge_id, field: worked ? 'device_id' : 'instrument_id' },
    ],
  };
}
