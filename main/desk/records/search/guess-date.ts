/** UTC ms: from this one, and before that. */
export interface Span {
  readonly from: number;
  readonly before: number;
}

interface Day {
  readonly year: number;
  readonly month: number;
  /** Null for all of the month. */
  readonly day: number | null;
}

/** `mon, 28 de fevereiro de 2026 10:04:30.123+02:00`, and some more. */
const longest = 60;

const minute = 60_000;
const dayMs = 86_400_000;

/** A clock behind a day: `12:00`, `t12:00:30.5z`, `, 10:04 utc`, `12:00+02:00`. */
const clockAfter =
  /(?:(?<=\d)t|,? )(?<hour>\d{1,2}):(?<minute>\d{2})(?::\d{2}(?:\.\d+)?)? ?(?:z|utc|gmt|(?<sign>[+-])(?<offsetHours>\d{2}):?(?<offsetMinutes>\d{2}))?$/;

/** `mon,` before a day; a day alone says as much. */
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? (?=\S)/;

/**
 * The days, months or moments that a folded text may mean, as they are shown: `2026-02-28`,
 * `28.2.2026`, `28 Feb 2026`, `Feb 2026`, `2026-02-28T10:04Z`, `28 Feb 2026 10:04 UTC`, epoch
 * milliseconds. In UTC where no offset is typed; where it is not sure which number is the month,
 * both are given.
 */
export function spansOf(folded: string): (Span & { readonly shown: string })[] {
  if (/^1\d{12}$/.test(folded)) return [momentAt(Number(folded))];
  // Most of what is typed is an id.
  if (folded.length > longest || /_/.test(folded)) return [];
  const clock = clockAfter.exec(folded);
  const text = (clock ? folded.slice(0, clock.index) : folded).replace(weekday, '');
  return daysOf(text).flatMap((day) => spanOf(day, clock?.groups) ?? []);
}

/** The readings of a text without a clock; each may be a day that no calendar has. */
function daysOf(text: string): Day[] {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (iso) return [of(iso[1], iso[3], iso[4])];
  const cjk = /^(\d{4})[年년] ?(\d{1,2})[月월](?: ?(\d{1,2})[日일])?$/.exec(text);
  if (cjk) return [of(cjk[1], cjk[2], cjk[3])];
  const month = /^(\d{4})[-/](\d{1,2})$/.exec(text);
  if (month) return [of(month[1], month[2])];
  const monthFirst = /^(\d{1,2})[/.](\d{4})$/.exec(text);
  if (monthFirst) return [of(monthFirst[2], monthFirst[1])];
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})$/.exec(text);
  if (dotted) return [of(dotted[3], dotted[2], dotted[1])];
  const parted = /^(\d{1,2})(\/|-)(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  // 3/4/2026 is two days, one on each side of an ocean: both are looked for.
  if (parted)
    return [
      of(parted[4], parted[3], parted[1]),
      ...(parted[1] === parted[3] ? [] : [of(parted[4], parted[1], parted[3])]),
    ];
  return named(text);
}

/** `28 Feb 2026`, `28-Feb-26`, `28. Februar 2026`, `28 de fevereiro de 2026`, `Feb 28th, 2026`, `Feb 2026`. */
function named(text: string): Day[] {
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|\.)?(?: de| of)?[ -]?(\p{L}{3,})\.?,?(?: de)?[ -](\d{4}|\d{2})$/u.exec(
      text,
    );
  const monthFirst = /^(\p{L}{3,})\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)?(?: de)? (\d{4})$/u.exec(
    text,
  );
  const [name, day, year] = dayFirst
    ? [dayFirst[2], dayFirst[1], dayFirst[3]]
    : [monthFirst?.[1], monthFirst?.[2], monthFirst?.[3]];
  const month = monthOf(name ?? '');
  return month === null ? [] : [of(year, String(month), day)];
}

function of(year = '', month = '', day?: string): Day {
  return {
    year: Number(year.length === 2 ? `20${year}` : year),
    month: Number(month),
    day: day === undefined ? null : Number(day),
  };
}

/** Names of the months in the languages that people write to the desk in, folded. */
const monthNames: readonly string[] = [
  'january januar janvier enero janeiro ocak januari',
  'february februar fevrier febrero fevereiro subat februari',
  'march marz mars marzo marco mart maret',
  'april avril abril nisan',
  'may mai mayo maio mayis mei',
  'june juni juin junio junho haziran',
  'july juli juillet julio julho temmuz',
  'august aout agosto agustos agustus',
  'september septembre septiembre setembro eylul',
  'october oktober octobre octubre outubro ekim',
  'november novembre noviembre novembro kasim',
  'december dezember decembre diciembre dezembro aralik desember',
];

/** The month that a name or the start of one means; null where it is none, or of several. */
function monthOf(name: string): number | null {
  if (name.length < 3) return null;
  const start = name === 'sept' ? 'sep' : name;
  const found = monthNames.flatMap((names, at) =>
    names.split(' ').some((each) => each.startsWith(start)) ? [at + 1] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function spanOf(
  { year, month, day }: Day,
  clock: Readonly<Record<string, string | undefined>> | undefined,
): (Span & { shown: string }) | null {
  const first = Date.UTC(year, month - 1, day ?? 1);
  const date = new Date(first);
  const isDay =
    year >= 1970 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === (day ?? 1);
  if (!isDay) return null;
  const iso = date.toISOString();
  if (clock !== undefined) return day === null ? null : momentOn(first, clock);
  if (day === null)
    return { from: first, before: Date.UTC(year, month, 1), shown: iso.slice(0, 7) };
  return { from: first, before: first + dayMs, shown: iso.slice(0, 10) };
}

/** The minute of a clock on a day. */
function momentOn(
  midnight: number,
  clock: Readonly<Record<string, string | undefined>>,
): (Span & { shown: string }) | null {
  const [hour, minutes] = [Number(clock.hour), Number(clock.minute)];
  const offset = Number(clock.offsetHours ?? 0) * 60 + Number(clock.offsetMinutes ?? 0);
  if (hour > 23 || minutes > 59) return null;
  return momentAt(
    midnight + (hour * 60 + minutes - (clock.sign === '-' ? -offset : offset)) * minute,
  );
}

/** The whole minute that a moment is in. */
function momentAt(ms: number): Span & { shown: string } {
  const from = Math.floor(ms / minute) * minute;
  const shown = new Date(from).toISOString().slice(0, 16).replace('T', ' ');
  return { from, before: from + minute, shown };
}
