import { digitsOf, fold } from './fold.ts';

/** Shortest ending that is looked for among the last characters of ids. */
const leastTail = 3;

/** What somebody may have meant: texts to look for as they stand or as a start, and as an end. */
export interface Spellings {
  /** Folded and whole; the first is what was typed. */
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

/** A Google Play order number as people copy it: without its prefix or dashes, or of a renewal (`..0`). */
const playDigits = /^(?:gpa[. ] ?)?(\d{4})[- ]?(\d{4})[- ]?(\d{4})[- ]?(\d{5})(?:\.\.\d{1,4})?$/;

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
  const alone = unlabelled(folded);
  const ending = bare(alone);
  for (const also of [
    alone,
    ending,
    host(alone),
    address(alone),
    afterSlash(alone),
    card(alone),
    ...playOrder(alone),
  ])
    if (also !== '') starts.add(also);
  for (const digits of numbers(alone)) {
    starts.add(digits);
    ends.add(digits);
  }
  if (ending !== '') ends.add(ending);
  return { starts: [...starts], ends: [...ends].filter((end) => end.length >= leastTail) };
}

/**
 * What was meant of what was copied with it: `mailto:ana@…`, `tel:+49…`, `Ana <ana@…>`,
 * `Order number: GPA.…`; and a site as it is written so that nobody opens it, `site[.]example`.
 */
export function unlabelled(folded: string): string {
  if (!/[:<[(]/.test(folded)) return folded;
  const mail = /^[^<>]*<([^\s<>@]+@[^\s<>@]+)>$/u.exec(folded)?.[1];
  if (mail !== undefined) return mail;
  const label = /^(?:mailto:|tel:|[\p{L}][\p{L} ._#-]{0,30}: )(?=\S)/u.exec(folded)?.[0] ?? '';
  const rest = folded.slice(label.length);
  const meant = label.endsWith(' ') && /\s/.test(rest) ? folded : rest;
  return meant.replace(/\[\.\]|\(\.\)|\[dot\]/g, '.');
}

/** Without the marks that people put around an id: quotes, `#8812`, `@name`, `…41f`, `<mail>`, a full stop. */
function bare(folded: string): string {
  return folded.replace(/^[\s"'`«»“”<([{#@*.]+|[\s"'`«»“”>)\]},;:.!?]+$/gu, '');
}

/** The address of `192.0.2.7:443` and `[2001:db8::7]:443`. */
export function address(folded: string): string {
  const found = /^(?:(\d{1,3}(?:\.\d{1,3}){3})|\[([0-9a-f:.]+)\]):\d{1,5}$/.exec(folded);
  return found?.[1] ?? found?.[2] ?? '';
}

/** `visa 4242`, as search terms have it, of `Visa •••• 4242` and `Visa ending in 4242`. */
export function card(folded: string): string {
  if (!/[ .•·*x#-]\d{4}$/.test(folded)) return '';
  const found =
    /^(?:card )?(?:([a-z]+(?: [a-z]+)??)(?:[ .•·*x#-]+| (?:ending|ends)(?: in| with)? )|(?:ending|ends)(?: in| with)? )(\d{4})$/.exec(
      folded,
    );
  return found === null ? '' : [found[1] ?? '', found[2]].join(' ').trim();
}

/** The host of an address, without `www.`; empty where the text is none. */
function host(folded: string): string {
  const match =
    /^(?:[a-z][a-z0-9+]*:\/\/)?(?:www\.)?([^\s/?#@:]+\.[^\s/?#@.:]{2,})\.?(?::\d+)?(?:[/?#].*)?$/u.exec(
      folded,
    );
  return match?.[1] ?? '';
}

/** The id in `provider/id`. */
function afterSlash(folded: string): string {
  return /^[a-z0-9_-]{2,20}\/(.+)$/.exec(folded)?.[1] ?? '';
}

function playOrder(folded: string): string[] {
  const whole = playDigits.exec(folded);
  if (whole) return [`gpa.${whole.slice(1).join('-')}`];
  const start = /^(?:gpa )?(\d{4}-[\d-]*)$/.exec(folded)?.[1];
  return start === undefined ? [] : [`gpa.${start}`];
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
