import { isIP } from 'node:net';
import type { WatchKind } from '../../../../contract/seller-watch.ts';
import type { Directory } from '../derive/directory.ts';
import { contactsIn, mailboxOf, phoneOf } from '../names/contact.ts';

/** Forms in which a watched value and what a record holds can be compared: `device:dv_1`, `mail:…`. */
export type Form = string;

export const formOf = {
  account: (id: string): Form => `account:${id}`,
  instrument: (id: string): Form => `instrument:${id}`,
  device: (id: string): Form => `device:${id}`,
  ip: (address: string): Form => `ip:${oneSpelling(address)}`,
  seller: (key: string): Form => `seller:${key}`,
} as const;

/** An address in one spelling: version 6 has many for the same. */
function oneSpelling(address: string): string {
  if (isIP(address) !== 6) return address.toLowerCase();
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}

/** The mailbox behind an address, whatever follows a plus; none where it is no address. */
export function mailForms(text: string | null): Form[] {
  const mailbox = mailboxOf(text ?? '');
  return mailbox === null ? [] : [`mail:${mailbox}`];
}

export function phoneForms(text: string | null): Form[] {
  const digits = phoneOf(text ?? '');
  return digits === null ? [] : [`phone:${digits}`];
}

/**
 * The forms that an entry stands for: a seller goes by the name its records have, a mail address
 * by its mailbox, a number by its digits. None where the value is nothing of its kind.
 */
export function formsOf(kind: WatchKind, value: string, directory: Directory): Form[] {
  const text = value.trim();
  switch (kind) {
    case 'seller': {
      const key = directory.keyOf(text);
      return key === null ? [] : [formOf.seller(key)];
    }
    case 'account':
    case 'instrument':
    case 'device':
      return [formOf[kind](text)];
    case 'ip':
      return isIP(text) === 0 ? [] : [formOf.ip(text)];
    case 'email':
      return mailForms(text);
    case 'phone':
      return phoneForms(text);
    case 'contact': {
      const found = contactsIn(text);
      if (found.length > 0) return found;
      const handle = /^@?([\p{L}\p{N}_.-]{3,60})$/u.exec(text)?.[1];
      return handle === undefined ? [] : [`handle:${handle.toLowerCase()}`];
    }
  }
}
