/** Times as other programs write them, by a pattern; wall clock in, wall clock out, no zone. */

const tokens: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  A: '(?<half>[AaPp][Mm])',
};

/**
 * A parser of one pattern such as `DD.MM.YYYY HH:mm` or `MM/DD/YYYY hh:mm:ss A`: text to the wall
 * clock in ms as if it were UTC, null where the text is none. Null where the pattern has no date.
 */
export function compilePattern(pattern: string): ((text: string) => number | null) | null {
  const parts = pattern.match(/YYYY|MM|DD|HH|hh|mm|ss|A|[^]/g) ?? [];
  const used = parts.filter((part) => Object.hasOwn(tokens, part));
  const twice = used.length !== new Set(used.map((part) => (part === 'hh' ? 'HH' : part))).size;
  const dated = ['YYYY', 'MM', 'DD'].every((part) => used.includes(part));
  // A clock of twelve hours says which half of the day it is.
  if (twice || !dated || used.includes('hh') !== used.includes('A')) return null;
  const source = parts.map((part) => tokens[part] ?? part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
  const matcher = new RegExp(`^${source.join('')}$`);
  return (text) => {
    const found = matcher.exec(text.trim())?.groups;
    return found ? wallClock(found) : null;
  };
}

function wallClock(found: Readonly<Record<string, string | undefined>>): number | null {
  const number = (name: string) => Number(found[name] ?? 0);
  const half = found.half?.toLowerCase();
  const given = number('hour');
  if (half && (given < 1 || given > 12)) return null;
  const hour = half ? (given % 12) + (half === 'pm' ? 12 : 0) : given;
  const date = new Date(0);
  date.setUTCFullYear(number('year'), number('month') - 1, number('day'));
  const exists = date.getUTCMonth() === number('month') - 1 && date.getUTCDate() === number('day');
  if (!exists || hour > 23 || number('minute') > 59 || number('second') > 59) return null;
  return date.getTime() + ((hour * 60 + number('minute')) * 60 + number('second')) * 1000;
}
