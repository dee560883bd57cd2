import type { LinkKind } from '../../../../contract/seller-links.ts';

/** How much a shared thing of each kind says, and for how long two uses of it belong together. */
export interface KindRule {
  readonly weight: number;
  /** Two uses further apart than this are of different hands, in ms. */
  readonly window: number;
}

const day = 86_400_000;

/**
 * Weights are ours to tune (facts: scam-resellers §4.2); addresses change hands within days,
 * devices within months, cards hardly.
 */
export const kindRules: Readonly<Record<Exclude<LinkKind, 'account'>, KindRule>> = {
  instrument: { weight: 1, window: 180 * day },
  device: { weight: 1, window: 90 * day },
  phone: { weight: 1, window: 3650 * day },
  email: { weight: 0.8, window: 3650 * day },
  receiver: { weight: 0.6, window: 30 * day },
  seller: { weight: 0.6, window: 90 * day },
  ip: { weight: 0.5, window: 7 * day },
};

/** Below this a thing is everybody's: a carrier's gateway, a public terminal, a famous creator. */
export const leastWeight = 0.1;

/** What two accounts must share in all, over at least two kinds, to be joined. */
export const joinedFrom = 0.35;

/** The weight of a thing that so many accounts use: 1 ÷ (1 + ln degree) of its kind's own. */
export function weightOf(kind: string, degree: number): number {
  const rule = kindRules[kind as keyof typeof kindRules];
  return rule === undefined || degree < 1 ? 0 : rule.weight / (1 + Math.log(degree));
}

/** Do two uses of one thing lie near enough in time to be of one hand? */
export function together(
  kind: string,
  a: { readonly first: number; readonly last: number },
  b: { readonly first: number; readonly last: number },
): boolean {
  const rule = kindRules[kind as keyof typeof kindRules];
  if (rule === undefined) return false;
  return Math.max(a.first, b.first) - Math.min(a.last, b.last) <= rule.window;
}
