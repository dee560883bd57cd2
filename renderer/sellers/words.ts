import type { FlagState } from '../../contract/seller-flags.ts';
import type { LinkKind } from '../../contract/seller-links.ts';
import type { RingRole } from '../../contract/seller-rings.ts';
import type { WatchKind, WatchWay } from '../../contract/seller-watch.ts';
import type { SignalName } from '../../contract/sellers.ts';
import type { OutcomeName } from '../ui/outcome-badge.tsx';

export const signalWords: Readonly<Record<SignalName, string>> = {
  price_below_floor: 'Price below the official floor',
  many_accounts_one_instrument: 'Many accounts, one instrument',
  many_accounts_one_device: 'Many accounts, one device',
  many_instruments_one_account: 'Many instruments, one account',
  declines_then_success: 'Declined, then paid',
  dispute_burst: 'Burst of disputes',
  refund_after_gifting: 'Refunded after gifting',
  gift_sink: 'Gift sink',
  region_arbitrage: 'Cheap region, bought from elsewhere',
  credential_handover: 'Recharged from somebody else’s device',
  fresh_accounts: 'Fresh accounts',
  look_alike_domain: 'Look-alike name',
  reused_contact: 'Contact shared with other sellers',
  reused_text: 'Text shared with other sellers',
  marketing_claims: 'What it advertises',
  named_in_tickets: 'Named in tickets',
  part_of_ring: 'Part of a ring',
  flagged_by_platform: 'Flagged by the platform',
};

export const roleWords: Readonly<Record<RingRole, string>> = {
  seller: 'Seller',
  mule: 'Mule',
  victim: 'Victim',
  card_holder: 'Card holder',
  bystander: 'Bystander',
};

export const linkWords: Readonly<Record<LinkKind, string>> = {
  account: 'account',
  instrument: 'instrument',
  device: 'device',
  ip: 'address',
  email: 'mail',
  phone: 'phone',
  seller: 'seller',
  receiver: 'gift',
};

export const flagWords: Readonly<Record<FlagState, { word: string; outcome: OutcomeName }>> = {
  proposed: { word: 'flag waits', outcome: 'warn' },
  confirmed: { word: 'flagged', outcome: 'fail' },
  rejected: { word: 'flag rejected', outcome: 'skipped' },
  withdrawn: { word: 'flag withdrawn', outcome: 'skipped' },
  expired: { word: 'flag expired', outcome: 'skipped' },
};

export const watchKindWords: Readonly<Record<WatchKind, string>> = {
  seller: 'seller or site',
  account: 'account',
  instrument: 'instrument',
  device: 'device',
  ip: 'network address',
  email: 'mail address',
  phone: 'telephone',
  contact: 'contact of a seller',
};

/** How a record has to do with what is watched. */
export const watchWays: Readonly<Record<WatchWay, string>> = {
  itself: 'This is on the watch list:',
  account: 'Its account',
  instrument: 'Instrument',
  device: 'Device',
  ip: 'Network address',
  email: 'Mail address',
  phone: 'Telephone',
  seller: 'Seller',
  gift: 'Gave to account',
  contact: 'Contact in its text',
};

/** Reasons to pick from when flagging; one’s own words are taken as well. */
export const flagReasons = [
  'Sells below every official price',
  'Imitates our name',
  'Asks for passwords or codes',
  'Stolen cards behind its recharges',
  'Many customers complain',
  'Part of a known ring',
];

/** Reasons to pick from when there is nothing to flag. */
export const asideReasons = [
  'Official or authorised after all',
  'Price is a promotion or a currency matter',
  'Shared device or family card',
  'Popular creator, not a sink',
  'Named by mistake',
];

/** A site so that no program takes it for a link: dots in brackets. */
export function defanged(text: string): string {
  return text
    .replace(/^https?:\/\//i, (scheme) => scheme.replace(/t/gi, 'x'))
    .replace(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu, '[.]');
}
