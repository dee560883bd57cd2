import type { Similar, Verdict } from '../../../../contract/diagnosis.ts';
import { counted, sayNumber } from '../../../../contract/say.ts';
import { wireTime } from '../../../../contract/values.ts';
import { failingToWire } from './found.ts';
import type { StoredFailing, VerdictStore } from './store.ts';

const hourMs = 3_600_000;
/** How far to both sides of the attempt is looked. */
const reachHours = 24;
/** Fewer others than this near it prove nothing. */
const leastOthers = 3;
/** So many times the usual number is more than chance. */
const factor = 3;
const mostAffected = 500;

/** One attempt that failed, as far as others are compared with it. */
interface Subject {
  readonly recharge: string;
  readonly at: number;
  readonly cause: Verdict['root_cause'];
  readonly provider: string;
  readonly country: string;
}

/**
 * How many others failed alike around one attempt, by hour, and whether that is more than usual.
 * Counts come from the last sweep; where there is none nothing is counted and the answer says so.
 */
export function similarTo(
  store: VerdictStore,
  subject: Subject,
  isFresh: (of: string) => boolean,
): Similar {
  const { cause, provider, country } = subject;
  const sweep = store.newest();
  if (!sweep)
    return {
      cause,
      provider,
      country,
      swept_at: null,
      fresh: false,
      hours: [],
      near: { cause: 0, provider: 0, country: 0 },
      usual: 0,
      trend: 'alone',
      says: 'The copy was never swept, so nothing is counted yet.',
      affected: [],
    };
  const rows = store.db
    .prepare(
      'select * from failing where sweep = ? and cause = ? and at between ? and ? order by at, recharge_id',
    )
    .all(
      sweep.number,
      cause,
      subject.at - reachHours * hourMs,
      subject.at + reachHours * hourMs,
    ) as StoredFailing[];
  const others = rows.filter((row) => row.recharge_id !== subject.recharge);
  const near = others.filter((row) => Math.abs(Number(row.at) - subject.at) <= hourMs);
  const alike = near.filter((row) => row.provider === provider);
  const far = others.length - near.length;
  // Two hours lie near; the other 46 say what is usual in two.
  const usual = Math.round((far / (reachHours - 1)) * 10) / 10;
  const trend = trendOf(others, subject.at, near.length, usual);
  return {
    cause,
    provider,
    country,
    swept_at: wireTime(Number(sweep.finished_at)),
    fresh: isFresh(sweep.of),
    hours: hoursOf(others, subject),
    near: {
      cause: near.length,
      provider: alike.length,
      country: near.filter((row) => row.country === country).length,
    },
    usual,
    trend,
    says: inWords(trend, near.length, alike.length, usual),
    affected: alike
      .toSorted((a, b) => Number((b.owed ?? 0n) > 0n) - Number((a.owed ?? 0n) > 0n))
      .slice(0, mostAffected)
      .map(failingToWire),
  };
}

function hoursOf(others: readonly StoredFailing[], subject: Subject): Similar['hours'] {
  const first = Math.floor((subject.at - reachHours * hourMs) / hourMs);
  const hours = Array.from({ length: reachHours * 2 + 1 }, (_, index) => ({
    at: wireTime((first + index) * hourMs),
    same_cause: 0,
    same_provider: 0,
    same_country: 0,
  }));
  for (const row of others) {
    const hour = hours[Math.floor(Number(row.at) / hourMs) - first];
    if (!hour) continue;
    hour.same_cause += 1;
    if (row.provider === subject.provider) hour.same_provider += 1;
    if (row.country === subject.country) hour.same_country += 1;
  }
  return hours;
}

function trendOf(
  others: readonly StoredFailing[],
  at: number,
  near: number,
  usual: number,
): Similar['trend'] {
  if (near < leastOthers || near < usual * factor) return near === 0 ? 'alone' : 'steady';
  const within = (from: number, to: number) =>
    others.filter((row) => Number(row.at) - at >= from && Number(row.at) - at < to).length;
  return within(0, hourMs) >= within(-hourMs, 0) ? 'rising' : 'falling';
}

function inWords(trend: Similar['trend'], near: number, alike: number, usual: number): string {
  if (trend === 'alone')
    return 'Nobody else failed like this within an hour: it looks like this one customer.';
  const others = `${counted(near, 'other')} failed like this within an hour, ${sayNumber(alike)} of them with the same provider; ${sayNumber(usual)} in two hours ${usual === 1 ? 'is' : 'are'} usual around it`;
  if (trend === 'steady') return `${others}. That is no more than usual.`;
  return `${others}. That is far more than usual, and ${trend}: it looks like an outage.`;
}
