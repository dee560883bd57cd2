/** Card numbers never land: pure functions that mask them wherever free text may carry one. */

// Digits as people type them: ASCII, full-width, Arabic-Indic, extended Arabic-Indic, Devanagari.
const digit = '[0-9\\uff10-\\uff19\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f]';
// One space or dash between groups, the typographic ones that phones put in included.
const gap = '[ .\\u00a0\\u2007\\u2009\\u202f\\-\\u2010-\\u2015\\u2212]';

/** A cheap first look: is there any run of 13 digits at all? */
const longRun = new RegExp(`${digit}(?:${gap}?${digit}){12}`);

/** A store order number first, so that it is stepped over; then any run of digits. */
const runs = new RegExp(
  `GPA\\.\\d{4}-\\d{4}-\\d{4}-\\d{5}(?!\\d)|${digit}(?:${gap}?${digit}){12,}`,
  'g',
);

const zeros = [0x30, 0xff10, 0x660, 0x6f0, 0x966] as const;

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  for (const zero of zeros) if (code >= zero && code <= zero + 9) return code - zero;
  return -1;
}

/**
 * The text with every card number masked: a run of 13 to 19 digits that passes Luhn, also grouped
 * by single spaces, dashes or dots, keeps its first six and last four. A store order number
 * (GPA.dddd-dddd-dddd-ddddd) is none. Returns the very same string where there is nothing to mask.
 */
export function redactText(text: string): string {
  if (text.length < 13 || !longRun.test(text)) return text;
  const masked = text.replace(runs, (run) => (run.startsWith('G') ? run : maskRun(run)));
  // A mask parts a run in two, and what is left of it may be a card number by itself.
  return masked === text ? text : redactText(masked);
}

/** True where the text holds a card number. */
export function holdsCardNumber(text: string): boolean {
  return redactText(text) !== text;
}

interface Group {
  /** Index of its first digit among the digits of the run. */
  readonly from: number;
  readonly to: number;
  /** A dot stands before it. */
  readonly dotted: boolean;
}

/** A dot also marks decimals, dates and addresses: it parts a card number only into groups like these. */
const leastDotted = 3;

/** Masks one run. Groups are never cut: a card number starts and ends where a group does. */
function maskRun(run: string): string {
  const digits: number[] = [];
  const places: number[] = [];
  const groups: Group[] = [];
  let from = 0;
  let dotted = false;
  for (let at = 0; at < run.length; at++) {
    const value = digitAt(run, at);
    if (value < 0) {
      groups.push({ from, to: digits.length, dotted });
      from = digits.length;
      dotted = run[at] === '.';
    } else {
      digits.push(value);
      places.push(at);
    }
  }
  groups.push({ from, to: digits.length, dotted });
  const hidden = hiddenDigits(digits, groups);
  if (hidden.size === 0) return run;
  const out = run.split('');
  for (const index of hidden) out[places[index] ?? 0] = '*';
  return out.join('');
}

function hiddenDigits(digits: readonly number[], groups: readonly Group[]): Set<number> {
  const hidden = new Set<number>();
  for (const [first, start] of groups.entries())
    for (let last = first; last < groups.length; last++) {
      const end = groups[last];
      if (!end || end.to - start.from > 19) break;
      if (!mayBeCard(groups.slice(first, last + 1))) continue;
      if (end.to - start.from < 13 || !passesLuhn(digits, start.from, end.to)) continue;
      for (let index = start.from + 6; index < end.to - 4; index++) hidden.add(index);
    }
  return hidden;
}

/** Groups with a dot among them are a card number only as in 4111.1111.1111.1111 or 3782.822463.10005. */
function mayBeCard(groups: readonly Group[]): boolean {
  const dots = groups.slice(1).filter(({ dotted }) => dotted).length;
  const longEnough = groups.slice(0, -1).every(({ from, to }) => to - from >= leastDotted);
  return dots === 0 || (dots > 1 && longEnough);
}

function passesLuhn(digits: readonly number[], from: number, to: number): boolean {
  let sum = 0;
  for (let index = to - 1, double = false; index >= from; index--, double = !double) {
    const value = digits[index] ?? 0;
    sum += double ? (value > 4 ? value * 2 - 9 : value * 2) : value;
  }
  return sum % 10 === 0;
}
