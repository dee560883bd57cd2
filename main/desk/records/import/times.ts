import { refuse } from '../../../../contract/errors.ts';
import { redactText } from './redact.ts';

/** Time zones and RFC 3339: text in, UTC ms out. No clock is read here. */

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))?$/;

/** Epoch ms of 0000-01-01 and of the last moment of 9999: years of four digits. */
const earliest = -62167219200000n;
const latest = 253402300799999n;

export type TimeFault = 'not_a_time' | 'no_offset' | 'no_such_time';

/** Wall clock to UTC ms in the zone that a person named; null where that clock skipped the hour. */
export type Zone = (wallMs: number) => number | null;

/**
 * One time of a drop: RFC 3339 with an offset, or whole epoch milliseconds. Without an offset it
 * needs `zone`. Returns UTC ms, or what is wrong with it.
 */
export function parseTime(text: string, zone: Zone | null): bigint | TimeFault {
  if (/^-?\d{1,15}$/.test(text)) {
    const ms = BigInt(text);
    return ms >= earliest && ms <= latest ? ms : 'not_a_time';
  }
  const found = rfc3339.exec(text);
  if (!found) return 'not_a_time';
  const wall = wallClock(found);
  if (wall === null) return 'no_such_time';
  if (found[8] !== undefined) return BigInt(wall);
  if (found[9] === undefined) return localTime(wall, zone);
  const hours = Number(found[10]);
  const minutes = Number(found[11]);
  if (hours > 23 || minutes > 59) return 'not_a_time';
  const offset = (hours * 60 + minutes) * 60_000 * (found[9] === '-' ? -1 : 1);
  return BigInt(wall - offset);
}

function localTime(wall: number, zone: Zone | null): bigint | TimeFault {
  if (!zone) return 'no_offset';
  const ms = zone(wall);
  return ms === null ? 'no_such_time' : BigInt(ms);
}

/** The date and clock of a match as if it were UTC; null where the calendar has no such moment. */
function wallClock(found: RegExpExecArray): number | null {
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [hour, minute, second] = [Number(found[4]), Number(found[5]), Number(found[6])];
  if (hour > 23 || minute > 59 || second > 60) return null;
  const midnight = dayStart(year, month, day);
  if (midnight === null) return null;
  const fraction = found[7] === undefined ? 0 : Number(found[7].slice(0, 3).padEnd(3, '0'));
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function dayStart(year: number, month: number, day: number): number | null {
  const days = monthDays[month - 1];
  if (days === undefined || day < 1) return null;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > days + (leap ? 1 : 0)) return null;
  if (year >= 100) return Date.UTC(year, month - 1, day);
  // Date.UTC reads years below 100 as 19xx.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** True for a calendar day as in 2026-02-28. */
export function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return !!found && dayStart(Number(found[1]), Number(found[2]), Number(found[3])) !== null;
}

/**
 * The zone of a name such as Europe/Berlin or +02:00; null where there is none of that name.
 * An hour that a clock shows twice is taken as its first showing.
 */
export function zoneOf(name: string): Zone | null {
  let clock: Intl.DateTimeFormat;
  try {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  const offsets = new Map<number, number>();
  // Offsets change at whole quarters of an hour, so one look-up serves a quarter.
  const offsetAt = (ms: number): number => {
    const quarter = Math.floor(ms / 900_000);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = wallAt(clock, quarter * 900_000) - quarter * 900_000;
    if (offsets.size > 100_000) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  };
  return (wallMs) => {
    // The two candidates are the offsets a day before and a day after: around a change of clocks
    // they are the old and the new one.
    for (const offset of [offsetAt(wallMs - 86_400_000), offsetAt(wallMs + 86_400_000)]) {
      const ms = wallMs - offset;
      if (offsetAt(ms) === offset) return ms;
    }
    return null;
  };
}

function wallAt(clock: Intl.DateTimeFormat, ms: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(ms)) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  return date.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second), 0);
}

/** The zone that a person named; null where none was. Refuses BAD_INPUT for an unknown one. */
export function zoneNamed(name: string | undefined): Zone | null {
  if (name === undefined) return null;
  const zone = zoneOf(name);
  if (zone) return zone;
  throw refuse(
    'BAD_INPUT',
    `There is no time zone called ${redactText(name.slice(0, 60))}.`,
    'Name one as in Europe/Berlin, Asia/Kolkata or UTC.',
  );
}
