import { counted, sayName } from '../../../../contract/say.ts';
import { cite } from '../../diagnosis/diagnosis.ts';
import type { Family } from '../names/look-alike.ts';
import type { PricedOffer } from '../price/floor.ts';
import type { SignalFunction } from './matter.ts';

const day = 86_400_000;
/** Records shown for one signal; more of them would say nothing new. */
const shown = 8;

function percent(bp: number): string {
  return `${Math.floor(bp / 100)} %`;
}

function evidenceOf(priced: readonly PricedOffer[]) {
  return priced
    .slice(0, shown)
    .flatMap((one) => [
      cite('offers', one.offer, 'price_minor'),
      one.floor.package.order
        ? cite('recharges', one.floor.package.order, 'amount_minor')
        : cite('packages', one.floor.package, 'price_minor'),
    ]);
}

/**
 * Cheaper than every official channel of that storefront on that day. Below three quarters is
 * strong, below nine tenths weak; what counts is that it goes on: on several days, not once.
 */
export const priceBelowFloor: SignalFunction = ({ priced, now }) => {
  const recent = priced
    .filter((one) => now - one.offer.seen_at <= 365 * day)
    .toSorted((a, b) => a.ratioBp - b.ratioBp);
  const strong = recent.filter((one) => one.ratioBp < 7500);
  const weak = recent.filter((one) => one.ratioBp < 9000);
  const least = recent[0];
  if (!least || weak.length === 0) return null;
  const days = new Set(strong.map((one) => Math.floor(one.offer.seen_at / day))).size;
  const deep = strong.filter((one) => one.ratioBp < 6000).length;
  // Most of what it offers, not the one promotion among honest prices.
  const habit = strong.length * 2 >= recent.length;
  const points = pointsOf(strong.length, days, deep, habit);
  if (points === 0) return null;
  const found = strong.length > 0 ? strong : weak;
  return {
    points,
    text: `${found.length} of ${counted(recent.length, 'offer')} cost less than the cheapest official channel; the least is ${percent(least.ratioBp)} of ${sayName(least.floor.channel)} in ${least.floor.package.storefront}.`,
    evidence: evidenceOf(found),
  };
};

function pointsOf(strong: number, days: number, deep: number, habit: boolean): number {
  if (strong === 0) return 5;
  if (!habit) return days >= 2 ? 15 : 10;
  if (days < 2) return deep > 0 ? 40 : 25;
  return 50;
}

/** A brand beside other words may be a fan's; one that differs by a letter is made to be mistaken. */
const pointsOfFamily: Partial<Record<Family, number>> = {
  dictionary: 25,
  subdomain: 25,
  tld_swap: 30,
};

export const lookAlikeDomain: SignalFunction = ({ row, lookAlike, offers, buyers, namings }) => {
  if (!lookAlike) return null;
  const offer = offers[0];
  const bought = buyers[0]?.bought[0];
  const told = namings[0]?.ticket;
  return {
    points: pointsOfFamily[lookAlike.family] ?? 40,
    text: `The name imitates ${lookAlike.of} (${lookAlike.family.replace('_', ' ')}).`,
    evidence: [
      ...(row ? [cite('sellers', row, 'seller_id')] : []),
      ...(!row && offer ? [cite('offers', offer, 'seller_id')] : []),
      ...(!row && bought ? [cite('recharges', bought, 'seller_domain')] : []),
      ...(!row && told ? [cite('tickets', told, 'body')] : []),
    ],
  };
};

export const reusedContact: SignalFunction = ({ row, sameContact }) => {
  const others = new Set(sameContact.flatMap((one) => one.others));
  if (others.size === 0) return null;
  return {
    points: others.size >= 2 ? 25 : 20,
    text: `${counted(others.size, 'other seller')} can be reached by the same contact: ${[...others].slice(0, 4).join(', ')}.`,
    evidence: row ? [cite('sellers', row, 'contact')] : [],
  };
};

export const reusedText: SignalFunction = ({ sameText }) => {
  const others = new Set(sameText.flatMap((one) => one.others));
  if (others.size === 0) return null;
  return {
    points: 15,
    text: `The same text stands in offers of ${[...others].slice(0, 4).join(', ')}.`,
    evidence: sameText.slice(0, shown).map((one) => cite('offers', one.offer, 'text')),
  };
};

/** What only those ask for who take accounts over or cannot be paid openly. */
const claims: readonly (readonly [points: number, what: string, pattern: RegExp])[] = [
  [
    20,
    'asks for the password or a code',
    /\b(?:password|passcode|log ?in (?:details|needed|required|data)|login needed|otp|2fa|code from (?:the )?(?:sms|text)|sms code|account details)\b|contrase(?:ñ|n)a|\bsenha\b|kata sandi|\bşifre|mật khẩu|كلمة المرور|パスワード/iu,
  ],
  [
    15,
    'calls itself a generator or gives coins away',
    /\b(?:generator|hack(?:ed)?|free coins|unlimited coins|mod apk)\b|monedas gratis|moedas gr[aá]tis|koin gratis/iu,
  ],
  [
    10,
    'takes gift cards or crypto',
    /\b(?:gift ?cards?(?: only)?|steam card|bitcoin|btc|usdt|crypto|tether)\b|tarjeta regalo|cart[aã]o presente|thẻ cào|الدفع بالبطاقات/iu,
  ],
  [
    10,
    'is reached by chat alone',
    /\b(?:whats ?app|telegram|discord|wechat|dm (?:me|us)|chat only|inbox (?:me|us))\b|t\.me\/|wa\.me\//iu,
  ],
  [5, 'calls itself official', /\bofficial (?:partner|seller|reseller|discount|store|coins)\b/iu],
];

export const marketingClaims: SignalFunction = ({ row, offers, now }) => {
  const evidence = [];
  const said: string[] = [];
  let points = 0;
  const texts = [
    ...(row
      ? [
          {
            text: `${row.name ?? ''} ${row.notes ?? ''} ${row.contact ?? ''}`,
            at: () => cite('sellers', row, 'notes'),
          },
        ]
      : []),
    ...offers
      .filter((offer) => now - offer.seen_at <= 365 * day)
      .map((offer) => ({ text: offer.text ?? '', at: () => cite('offers', offer, 'text') })),
  ];
  for (const [weight, what, pattern] of claims) {
    const found = texts.filter(({ text }) => pattern.test(text.slice(0, 4000)));
    const [first] = found;
    if (!first) continue;
    points += weight;
    said.push(what);
    evidence.push(first.at());
  }
  return points === 0 ? null : { points, text: `It ${said.join(', ')}.`, evidence };
};

export const namedInTickets: SignalFunction = ({ namings, now }) => {
  const recent = namings.filter((one) => now - one.ticket.opened_at <= 180 * day);
  const complaints = recent.filter((one) => one.complains);
  const people = new Set(complaints.map((one) => one.ticket.account_id ?? one.ticket.ticket_id))
    .size;
  if (recent.length === 0) return null;
  const points = people >= 5 ? 30 : people >= 3 ? 25 : people === 2 ? 20 : people === 1 ? 10 : 3;
  return {
    points,
    text:
      people > 0
        ? `${counted(people, 'customer complains', 'customers complain')} of it in ${counted(complaints.length, 'ticket')}.`
        : `It is named in ${counted(recent.length, 'ticket')}.`,
    evidence: (complaints.length > 0 ? complaints : recent)
      .slice(0, shown)
      .map((one) => cite('tickets', one.ticket, 'body')),
  };
};

export const flaggedByPlatform: SignalFunction = ({ row }) =>
  row?.status === 'flagged'
    ? {
        points: 60,
        text: 'The platform has flagged it.',
        evidence: [cite('sellers', row, 'status')],
      }
    : null;
