import type { DemoRow } from './columns.ts';
import { markets } from './markets.ts';
import type { Platform } from './people.ts';
import { dayMs, hourMs, iso, startOfDay } from './time.ts';

/** What goes on around every purchase: versions, outages, limits and exchange rates. */

const releases: readonly (readonly [version: string, daysAgo: number])[] = [
  ['39.2.0', 420],
  ['40.1.0', 330],
  ['41.0.0', 240],
  ['41.3.0', 160],
  ['42.0.0', 110],
  ['42.1.0', 75],
  ['42.2.0', 40],
  ['42.3.1', 12],
];

/** Billing needs at least this one; the two before it are too old. */
export const minimumVersion = '41.0.0';
export const tooOldVersion = '40.1.0';
/** Play's own app: what current phones have, and one from years ago. */
export const storeAppVersion = '44.8.23';
export const oldStoreAppVersion = '12.6.13';

/** The newest version that was out for two weeks by then, as most phones have it. */
export function versionAt(asOf: number, at: number): string {
  let found = minimumVersion;
  for (const [version, daysAgo] of releases) {
    if (asOf - daysAgo * dayMs + 14 * dayMs <= at) found = version;
  }
  return found;
}

export function appVersionRows(asOf: number): DemoRow<'app_versions'>[] {
  const platforms: readonly Platform[] = ['ios', 'android', 'web'];
  return platforms.flatMap((platform) =>
    releases.map(([version, daysAgo], index) => ({
      platform,
      version,
      released_at: iso(startOfDay(asOf - daysAgo * dayMs) + 9 * hourMs),
      minimum_for_billing: version === minimumVersion,
      latest: index === releases.length - 1,
    })),
  );
}

export interface Outage {
  readonly id: string;
  readonly service: 'payments' | 'apple' | 'google' | 'grants' | 'login' | 'network' | 'display';
  readonly provider: string | null;
  readonly regions: readonly string[];
  readonly from: number;
  /** Null: still on. */
  readonly to: number | null;
  readonly summary: string;
}

type OutageLine = readonly [
  service: Outage['service'],
  provider: string | null,
  regions: string,
  hoursAgo: number,
  hours: number | null,
  summary: string,
];

const outageLines: readonly OutageLine[] = [
  ['login', null, '', 90 * 24, 3, 'Sign-in was slow for everybody.'],
  ['network', null, 'BR', 80 * 24, 5, 'A carrier in Brazil lost its route to us.'],
  ['display', null, '', 70 * 24, 4, 'Balances on the profile page were hours behind.'],
  ['google', 'google', 'ID,VN', 55 * 24, 5, 'Play billing answered with errors in two countries.'],
  ['payments', 'stripe', 'US,GB', 40 * 24, 3, 'Card payments failed at the processor.'],
  ['grants', null, '', 33 * 24, 2, 'The queue that enters coins stood still.'],
  ['apple', 'apple', 'JP', 25 * 24, 4, 'App Store purchases failed in Japan.'],
  ['payments', 'adyen', '', 12 * 24, 3, 'Timeouts at the processor in all countries.'],
  ['google', 'google', '', 50, 2, 'Play billing answered with errors.'],
  ['apple', 'apple', '', 30, 2, 'App Store purchases ended with a system error.'],
  ['payments', 'cardlink', 'TR', 9, null, 'The acquirer in Türkiye cannot route cards.'],
];

export function outages(asOf: number): Outage[] {
  return outageLines.map(([service, provider, regions, hoursAgo, hours, summary], index) => ({
    id: `inc_${String(index + 1).padStart(3, '0')}`,
    service,
    provider,
    regions: regions === '' ? [] : regions.split(','),
    from: asOf - hoursAgo * hourMs,
    to: hours === null ? null : asOf - (hoursAgo - hours) * hourMs,
    summary,
  }));
}

/** True while, or shortly before or after, an outage could be blamed in that country. */
export function nearOutage(list: readonly Outage[], country: string, at: number): boolean {
  return list.some((outage) => {
    if (outage.regions.length > 0 && !outage.regions.includes(country)) return false;
    return outage.from - 3 * hourMs <= at && (outage.to === null || at <= outage.to + hourMs);
  });
}

export function outageRow(outage: Outage): DemoRow<'incidents'> {
  return {
    incident_id: outage.id,
    service: outage.service,
    provider: outage.provider,
    regions: outage.regions.join(','),
    started_at: iso(outage.from),
    ended_at: outage.to === null ? null : iso(outage.to),
    summary: outage.summary,
  };
}

/** Coins a day in the country whose cap the stories run into. */
export const capCountry = 'GB';
export const dayCap = 30_000n;

export function limitRows(asOf: number): DemoRow<'limits'>[] {
  const valid_from = iso(startOfDay(asOf - 400 * dayMs));
  const line = (row: DemoRow<'limits'>): DemoRow<'limits'> => ({ ...row, valid_from });
  return [
    line({ limit_id: 'lim_day_gb', storefront: capCountry, period: 'day', coins_max: dayCap }),
    line({ limit_id: 'lim_day_all', period: 'day', coins_max: 100_000n, attempts_max: 25 }),
    line({ limit_id: 'lim_month_all', period: 'month', coins_max: 1_500_000n }),
    line({ limit_id: 'lim_minor', age_band: 'under_18', period: 'month', coins_max: 3_500n }),
    {
      limit_id: 'lim_week_old',
      period: 'week',
      coins_max: 400_000n,
      valid_from,
      valid_to: iso(startOfDay(asOf - 60 * dayMs)),
    },
  ];
}

/** A decimal with eight places, written from a whole number: no float is near it. */
function decimal(times1e8: bigint): string {
  const text = times1e8.toString().padStart(9, '0');
  return `${text.slice(0, -8)}.${text.slice(-8)}`;
}

/** One rate a day and currency against the dollar; it wanders a little, the same way each time. */
export function rateRows(asOf: number, days: number): DemoRow<'fx_rates'>[] {
  const rows: DemoRow<'fx_rates'>[] = [];
  for (const currency of new Set(markets.map((market) => market.currency))) {
    const market = markets.find((each) => each.currency === currency);
    if (market === undefined || currency === 'USD') continue;
    for (let back = days; back >= 0; back -= 1) {
      const wave = BigInt(((back * 37 + currency.charCodeAt(0) * 11) % 61) - 30);
      rows.push({
        from: currency,
        to: 'USD',
        day: iso(startOfDay(asOf - back * dayMs)).slice(0, 10),
        rate: decimal(market.dollars + (market.dollars * wave) / 2000n),
        source: 'demo',
      });
    }
  }
  return rows;
}
