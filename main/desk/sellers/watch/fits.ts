import { isIP } from 'node:net';
import type { WatchKind } from '../../../../contract/seller-watch.ts';
import { otherKind, type RowReader } from '../../records/records.ts';
import { type Directory, pageOn } from '../derive/directory.ts';
import { mailboxOf, phoneOf } from '../names/contact.ts';
import { siteOf } from '../names/registered.ts';
import { formsOf } from './forms.ts';

/** What each kind is called where a sentence speaks of one. */
export const kindWords: Readonly<Record<WatchKind, string>> = {
  seller: 'seller',
  account: 'account',
  instrument: 'instrument',
  device: 'device',
  ip: 'network address',
  email: 'mail address',
  phone: 'telephone number',
  contact: 'contact',
};

/** A value of each kind, as a sentence speaks of one that is not it. */
const named: Readonly<Record<WatchKind, string>> = {
  seller: 'a seller',
  account: 'the id of an account',
  instrument: 'the id of an instrument',
  device: 'the id of a device',
  ip: 'a network address',
  email: 'a mail address',
  phone: 'a telephone number',
  contact: 'a contact',
};

/** What a value of each kind looks like, as a next step. */
const wanted: Readonly<Record<WatchKind, string>> = {
  seller: 'Give its site, its id, or a handle as in @coin_shop.',
  account: 'Give the id of an account, as in ac_…; an id has no spaces.',
  instrument: 'Give the id that the records name it by; an id has no spaces.',
  device: 'Give the id of a device, as in dv_…; an id has no spaces.',
  ip: 'Give one address, as in 203.0.113.7 or 2001:db8::7.',
  email: 'Give one address, as in name@mail.example.',
  phone:
    'Give the number with its country, as in +90 555 000 00 00: 7 to 15 digits and no letters.',
  contact: 'Give a handle, number, mail address or wallet.',
};

/** Why a value cannot be watched as this kind, and what to do instead. */
export interface Unfit {
  readonly says: string;
  readonly next: string;
}

/**
 * Pure but for reads. Null where the value can be of its kind; an id that the copy does not have is
 * one, too, for it may come with the next import.
 */
export function unfitOf(
  kind: WatchKind,
  value: string,
  { directory, rows }: { directory: Directory; rows: RowReader },
): Unfit | null {
  const text = value.trim();
  const meant = meantBy(text);
  if (meant !== null && meant !== kind && kind !== 'contact')
    return {
      says: `This is a ${kindWords[meant]}, not ${named[kind]}.`,
      next: `Choose ${kindWords[meant]} as its kind.`,
    };
  if (!isOf(kind, text, directory))
    return { says: `This is not ${named[kind]}.`, next: wanted[kind] };
  const other =
    kind === 'account' || kind === 'instrument' || kind === 'device'
      ? otherKind(rows, text, kind)
      : null;
  return other === null ? null : { says: other.says, next: wanted[kind] };
}

/** A mail or network address is told by its form, whatever kind was chosen. */
function meantBy(text: string): 'email' | 'ip' | null {
  if (isIP(text) !== 0) return 'ip';
  return isMail(text) ? 'email' : null;
}

function isMail(text: string): boolean {
  return mailboxOf(text) !== null && /@[^@]+\.[^@.]{2,}>?$/.test(text);
}

function isOf(kind: WatchKind, text: string, directory: Directory): boolean {
  if (formsOf(kind, text, directory).length === 0) return false;
  switch (kind) {
    case 'email':
      return isMail(text);
    case 'phone':
      return /^[+(]?[\d\s().\-/]+$/.test(text) && (phoneOf(text) ?? '').length <= 15;
    case 'account':
    case 'instrument':
    case 'device':
      return /^(?=.*[\p{L}\p{N}])[^\s\p{C}"'`<>(){}[\],;\\]{1,200}$/u.test(text);
    case 'seller':
      return isSeller(text, directory);
    case 'ip':
    case 'contact':
      return true;
  }
}

/** A seller that the copy names, a site, a page on a shared host, or a handle. */
function isSeller(text: string, directory: Directory): boolean {
  const key = directory.keyOf(text);
  if (key !== null && directory.row(key) !== null) return true;
  return siteOf(text) !== null || pageOn(text) !== null || /^@?[\p{L}\p{N}_.-]{3,60}$/u.test(text);
}
