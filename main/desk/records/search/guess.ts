import type { Reading } from '../../../../contract/records.ts';
import { fold } from './fold.ts';
import { type Amount, amountsOf } from './guess-amount.ts';
import { type Span, spansOf } from './guess-date.ts';
import { address, card, unlabelled } from './spellings.ts';

/** What somebody may have typed: how it is understood, and what to look for then. */
export interface Guess {
  readonly as: Reading;
  /** What a person sees of it, as in `EUR 1,234.50`. */
  readonly shown: string;
  /** Minor units and their currency, where the text is an amount; null fits every currency. */
  readonly amounts?: readonly Amount[];
  /** UTC ms, from and before, where the text is a day, a month or a moment. */
  readonly span?: Span;
}

/**
 * Every way in which the text of the search box can be understood, the likeliest first. Nothing is
 * excluded by a guess: all of them are looked for until a person picks one.
 */
export function guessesOf(text: string): Guess[] {
  const folded = unlabelled(fold(text));
  if (folded === '') return [];
  return [
    ...asMail(folded),
    ...asSite(folded),
    ...asAddress(folded),
    ...asOrder(folded),
    ...(/\d/.test(folded) ? [...asDate(folded), ...asAmount(folded), ...asDigits(folded)] : []),
    ...asName(folded),
    { as: 'id', shown: text.trim().slice(0, 60) },
  ];
}

function asMail(folded: string): Guess[] {
  return /^(?:<?[^\s@<>]+@[^\s@<>]*>?|@[^\s@<>]+\.[^\s@<>]+)$/u.test(folded)
    ? [{ as: 'email', shown: folded }]
    : [];
}

function asSite(folded: string): Guess[] {
  const found =
    /^(?:[a-z][a-z0-9+]*:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})\.?(?::\d+)?(?:[/?#].*)?$/u.exec(
      folded,
    );
  return found?.[1] === undefined ? [] : [{ as: 'domain', shown: found[1] }];
}

function asAddress(folded: string): Guess[] {
  const four = /^\d{1,3}(?:\.\d{1,3}){1,3}\.?$/.test(folded) && !/^\d+\.\d{2}$/.test(folded);
  const six = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/.test(folded);
  const withPort = address(folded);
  return four || six || withPort !== '' ? [{ as: 'ip', shown: withPort || folded }] : [];
}

function asOrder(folded: string): Guess[] {
  const order = /^gpa[. ]/.test(folded) || /^\d{4}-\d{4}(?:-\d{0,4}){0,2}/.test(folded);
  return order ? [{ as: 'order', shown: folded.toUpperCase() }] : [];
}

/** `last four`, a phone, a card: digits alone, however they are grouped. */
function asDigits(folded: string): Guess[] {
  const ofCard = card(folded);
  if (ofCard !== '') return [{ as: 'last4', shown: `…${ofCard.slice(-4)}` }];
  if (!/^[\d\s+()./*•·xX#_…-]+$/u.test(folded)) return [];
  const digits = folded.replace(/\D/g, '');
  const found: Guess[] = [];
  const ending = /^[*•·x#….\s-]*\d{4}$/iu.test(folded);
  if (ending) found.push({ as: 'last4', shown: `…${digits}` });
  if (digits.length >= 6 && digits.length <= 15) found.push({ as: 'phone', shown: digits });
  return found;
}

function asName(folded: string): Guess[] {
  return /^@?[\p{L}\p{M}][\p{L}\p{M}\p{N}'’._ -]*$/u.test(folded)
    ? [{ as: 'name', shown: folded }]
    : [];
}

function asDate(folded: string): Guess[] {
  return spansOf(folded).map(({ shown, ...span }) => ({ as: 'date', shown, span }));
}

function asAmount(folded: string): Guess[] {
  const found = amountsOf(folded);
  return found ? [{ as: 'amount', ...found }] : [];
}
