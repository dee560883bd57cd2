import { claimOf, namesThirdParty } from '../../diagnosis/diagnosis.ts';
import type { Row } from '../../records/records.ts';
import { sitesIn } from '../names/registered.ts';
import type { Directory } from './directory.ts';

/** Words of people who were cheated, beside those that the diagnosis knows. */
const cheated =
  /\b(?:scam(?:med|mer)?|cheat(?:ed)?|fraud|fake|stole|stolen|password|they took|locked out|never came|not deliver|bought|paid)\b|estafa|enga[ñn]|golpe|compr[eéi]|pagu[eé]i?|penipu|tipu|beli|dolandır|aldım|نصب|اشتريت|詐欺|買|lừa|mua/iu;

/** Sites that a ticket names in passing: mail services, stores, and the like are nobody's shop. */
const everyday = new Set(
  (
    'gmail.com outlook.com hotmail.com yahoo.com icloud.com live.com qq.com 163.com mail.ru proton.me protonmail.com ' +
    'google.com apple.com paypal.com stripe.com adyen.com visa.com mastercard.com whatsapp.com telegram.org ' +
    'youtube.com facebook.com instagram.com twitter.com x.com tiktok.com t.me wa.me microsoft.com example.com'
  ).split(' '),
);

export interface TicketMention {
  readonly seller: string;
  readonly complains: boolean;
}

/** The sellers that a ticket names, and whether it complains of them. Official ones are left out. */
export function mentionsIn(ticket: Row<'tickets'>, directory: Directory): TicketMention[] {
  const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`.slice(0, 20_000);
  const found = new Set<string>();
  for (const site of sitesIn(text)) {
    const key = directory.keyOf(site);
    if (key !== null && !everyday.has(key)) found.add(key);
  }
  for (const [, handle = ''] of text.matchAll(/@([\p{L}\p{N}_.-]{4,60})/gu)) {
    const seller = directory.handles.get(handle.toLowerCase().replace(/[.-]+$/, ''));
    if (seller !== undefined) found.add(seller);
  }
  if (found.size === 0) return [];
  const complains = cheated.test(text) || namesThirdParty(text) || claimOf(ticket) === 'missing';
  return [...found]
    .filter((seller) => !directory.isTrusted(seller))
    .map((seller) => ({ seller, complains }));
}
