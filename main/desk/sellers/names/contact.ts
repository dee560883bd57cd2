import { siteOf } from './registered.ts';

/** Mail services that pass over dots in the local part. */
const dotless = new Set(['gmail.com', 'googlemail.com']);

/**
 * The normal form of a mail address, by which aliases of one mailbox are seen: lower case, what
 * follows a plus is dropped, dots too where the service passes over them. Null where it is none.
 */
export function mailboxOf(text: string): string | null {
  const match = /^\s*<?([^\s<>@]{1,64})@([^\s<>@]{3,253})>?\s*$/u.exec(text);
  if (!match) return null;
  const host = (match[2] ?? '').toLowerCase();
  const plain = (match[1] ?? '').toLowerCase().replace(/\+.*$/s, '');
  const local = dotless.has(host) ? plain.replaceAll('.', '') : plain;
  return local === '' ? null : `${local}@${dotless.has(host) ? 'gmail.com' : host}`;
}

/** Numbered mail addresses as made by a script: `buyer001@x` and `buyer002@x` are one form. */
export function mailFormOf(mailbox: string): string | null {
  const [local = '', host = ''] = mailbox.split('@');
  const form = local.replace(/\d+/g, '#');
  return form === local || form.length < 4 ? null : `${form}@${host}`;
}

/** The digits of a telephone number with its country; null below seven of them. */
export function phoneOf(text: string): string | null {
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  return digits.length >= 7 && digits.length <= 17 ? digits : null;
}

/** What a seller can be reached by, in forms that can be compared: `mail:`, `phone:`, `handle:`, `site:`. */
export function contactsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[^\s,;|<>()]+@[^\s,;|<>()]+\.[^\s,;|<>()]+/gu)) {
    const mailbox = mailboxOf(word.replace(/^mailto:/i, ''));
    if (mailbox) found.add(`mail:${mailbox}`);
  }
  const rest = text.replace(/[^\s,;|<>()]+@[^\s,;|<>()]+\.[^\s,;|<>()]+/gu, ' ');
  for (const [word] of rest.matchAll(/\+?\d[\d ().-]{6,22}\d/g)) {
    const phone = phoneOf(word);
    if (phone) found.add(`phone:${phone}`);
  }
  for (const [, handle = ''] of rest.matchAll(/(?:^|[\s:,;/(])@([\p{L}\p{N}_.]{3,40})/gu))
    found.add(`handle:${handle.toLowerCase().replace(/\.+$/, '')}`);
  for (const [word] of rest.matchAll(/(?:t\.me|wa\.me|discord\.gg)\/[\w+-]{3,40}/gi))
    found.add(`handle:${word.toLowerCase()}`);
  // A wallet: a long word of letters and digits that is neither a site nor an id of ours.
  for (const [word] of rest.matchAll(
    /\b(?:0x[0-9a-f]{40}|bc1[0-9a-z]{20,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})\b/g,
  ))
    found.add(`wallet:${word}`);
  return [...found];
}

/** The text of an advertisement without what differs from offer to offer: amounts, prices, sites. */
export function blurbOf(text: string): string | null {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => siteOf(word) === null)
    .join(' ')
    .replace(/[\d.,$€£¥%]+/g, '#')
    .replace(/[^\p{L}\p{N}# ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  // A few words are said by everyone.
  return words.length >= 24 && words.split(' ').length >= 4 ? words : null;
}
