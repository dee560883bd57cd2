import { claimOf, namesThirdParty } from '../../diagnosis/diagnosis.ts';
import type { Row } from '../../records/records.ts';
import { sitesIn } from '../names/registered.ts';
import { type Directory, pageOn } from './directory.ts';

/** Words of people who were cheated or have paid, beside those that the diagnosis knows. */
const cheated = new RegExp(
  [
    String.raw`\b(?:scam(?:med|mer)?|cheat(?:ed)?|fraud|fake|stole|stolen|hacked|password|they took|locked out|never came|not deliver|nothing came|bought|paid|ordered)\b`,
    'estafa|engañ|me robaron|compr[eé]|pagu[eé]|contraseña',
    'golpe|enganad|comprei|paguei|senha',
    'bezahlt|gekauft|betrog|betrug|abzocke|passwort',
    'arnaque|escroc|payé|acheté|mot de passe',
    'truffa|pagato|comprato',
    'oszuk|zapłaci|kupił',
    'мошенн|обман|оплатил|купил|заплатил|пароль',
    'penipu|tipu|beli|bayar|sandi',
    'dolandır|aldım|ödedim|şifre',
    'نصب|احتيال|اشتريت|دفعت',
    '詐欺|騙|诈骗|买了|付款|購入|買|払った|사기|결제|구매',
    'lừa|mua|trả tiền|โกง|ซื้อ|ठग|खरीद',
  ].join('|'),
  'iu',
);
/** What was not done is no complaint: "I have not bought there". */
const undone =
  /\b(?:not|never|n't|without)\s+(?:yet\s+|ever\s+)?(?:bought|paid|ordered|buy|pay|order)(?:\s+(?:anything|something))?\b/giu;

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
  // Careful people write an address so that nobody follows it.
  const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`
    .slice(0, 20_000)
    .replace(/\s*(?:\[\.\]|\(\.\)|\[dot\]|\(dot\))\s*/giu, '.')
    .replace(/\bhxxp/gi, 'http');
  const found = new Set<string>();
  for (const site of sitesIn(text)) {
    const key = directory.keyOf(site);
    if (key !== null && !everyday.has(key)) found.add(key);
  }
  for (const [, handle = ''] of text.matchAll(/@([\p{L}\p{N}_.-]{4,60})/gu)) {
    const seller = directory.handles.get(handle.toLowerCase().replace(/[.-]+$/, ''));
    if (seller !== undefined) found.add(seller);
  }
  for (const [word] of text.matchAll(/(?:[a-z0-9-]+\.)+[a-z]{2,}\/@?[\p{L}\p{N}_.+-]{3,60}/giu)) {
    const page = pageOn(word.replace(/[.,;:!?]+$/, ''));
    if (page !== null) found.add(directory.keyOf(page) ?? page);
  }
  // A handle like no other word is known without its mark.
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}][\p{L}\p{N}_.-]{4,59}/gu))
    if (/[\d_]/.test(word)) {
      const seller = directory.handles.get(word.replace(/[.-]+$/, ''));
      if (seller !== undefined) found.add(seller);
    }
  if (found.size === 0) return [];
  const complains =
    cheated.test(text.replace(undone, ' ')) ||
    namesThirdParty(text) ||
    claimOf(ticket) === 'missing';
  return [...found]
    .filter((seller) => !directory.isTrusted(seller))
    .map((seller) => ({ seller, complains }));
}
