import { digitsOf, fold } from './fold.ts';

/** Shortest ending that is looked for among the last characters of ids. */
const leastTail = 3;

/** What somebody may have meant: texts to look for as they stand or as a start, and as an end. */
export interface Spellings {
  /** Folded and whole; the first is what was typed. */
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

/** A Google Play order number without its prefix, with or without its dashes. */
const playDigits = /^(\d{4})-?(\d{4})-?(\d{4})-?(\d{5})$/;

/** Digits as people group, mask and decorate them: cards and phone numbers. */
const decoratedDigits = /^[\d\s+()./*•·xX#_-]+$/;

/**
 * Every way to read the text of the search box. The text is never a query language: nothing in
 * it is an operator. Takes any text; gives no spelling only where nothing visible was typed.
 */
export function spellingsOf(text: string): Spellings {
  const folded = fold(text);
  if (folded === '') return { starts: [], ends: [] };
  const starts = new Set([folded]);
  const ends = new Set([folded]);
  for (const also of [bare(folded), host(folded), afterSlash(folded), ...playOrder(folded)])
    if (also !== '') starts.add(also);
  for (const digits of numbers(folded)) {
    starts.add(digits);
    ends.add(digits);
  }
  const ending = bare(folded);
  if (ending !== '') ends.add(ending);
  return { starts: [...starts], ends: [...ends].filter((end) => end.length >= leastTail) };
}

/** Without the marks that people put around an id: quotes, `#8812`, `@name`, `…41f`, `<mail>`. */
function bare(folded: string): string {
  return folded.replace(/^[\s"'`«»“”‘’<([{#@*.]+|[\s"'`«»“”‘’>)\]},;:]+$/gu, '');
}

/** The host of an address, without `www.`; empty where the text is none. */
function host(folded: string): string {
  const match =
    /^(?:[a-z][a-z0-9+]*:\/\/)?(?:www\.)?([^\s/?#@]+\.[^\s/?#@.]{2,})(?:[/?#].*)?$/u.exec(folded);
  return match?.[1] ?? '';
}

/** The id in `provider/id`. */
function afterSlash(folded: string): string {
  return /^[a-z0-9_-]{2,20}\/(.+)$/.exec(folded)?.[1] ?? '';
}

function playOrder(folded: string): string[] {
  const whole = playDigits.exec(folded);
  if (whole) return [`gpa.${whole.slice(1).join('-')}`];
  return /^\d{4}-[\d-]*$/.test(folded) ? [`gpa.${folded}`] : [];
}

/** The digits alone: of a phone as `+49 30 …`, `0049…` or `030…`, of a card as `424242 •••• 4242`. */
function numbers(folded: string): string[] {
  if (!decoratedDigits.test(folded)) return [];
  const digits = digitsOf(folded);
  if (digits.length < leastTail) return [];
  const found = [digits, digits.replace(/^0+/, '')];
  // A whole card number finds its card; the copy knows its first and last digits only.
  if (digits.length >= 13 && digits.length <= 19)
    for (const first of [6, 8]) found.push(digits.slice(0, first) + digits.slice(-4));
  return found.filter((spelling) => spelling.length >= leastTail);
}
