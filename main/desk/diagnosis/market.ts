import type { Row, RowReader } from '../records/records.ts';
import type { OwnIncident } from './own-facts.ts';

/** The small tables that every attempt is held against: read once a copy. */
export interface Market {
  /** The package sold then; null where the price list has none, or several that disagree. */
  packageAt(sku: string, channel: string, storefront: string, at: number): Row<'packages'> | null;
  /** Did the price list have anything for the storefront then? Null where there is no list. */
  sells(storefront: string, at: number): boolean | null;
  /** The same sku in the other channels of the storefront then. */
  otherChannels(sku: string, storefront: string, at: number): readonly Row<'packages'>[];
  /** Incidents that began before `until` and had not ended at `from`. */
  incidents(from: number, until: number): readonly Row<'incidents'>[];
  limits(storefront: string | null, ageBand: string | null, at: number): readonly Row<'limits'>[];
  /** The oldest app that may sell on a platform then; null where none is named. */
  minimumApp(platform: string, at: number): Row<'app_versions'> | null;
  latestApp(platform: string): Row<'app_versions'> | null;
}

function holds(row: { valid_from: number | null; valid_to: number | null }, at: number): boolean {
  return (
    (row.valid_from === null || row.valid_from <= at) &&
    (row.valid_to === null || at < row.valid_to)
  );
}

/** An outage of our own beside those of the copy: evidence that no file of a drop stands behind. */
function asRow(incident: OwnIncident): Row<'incidents'> {
  return { ...incident, extra: null, origin: { run: '', file: '', line: 0 } };
}

/** Reads the small tables into memory, the outages opened here among them. */
export function readMarket(rows: RowReader, own: readonly OwnIncident[]): Market {
  const packages = rows.all('packages', '');
  const bySku = Map.groupBy(packages, (row) => `${row.sku}|${row.channel}|${row.storefront}`);
  const byStorefront = Map.groupBy(packages, (row) => row.storefront);
  const bySkuStorefront = Map.groupBy(packages, (row) => `${row.sku}|${row.storefront}`);
  const incidents = [
    ...rows.all('incidents', 'order by started_at, incident_id'),
    ...own.map(asRow),
  ];
  const limits = rows.all('limits', 'order by limit_id');
  const versions = rows.all('app_versions', 'order by platform, released_at, version');
  const minimums = versions.filter((row) => row.minimum_for_billing === true);
  const latest = versions.filter((row) => row.latest === true);
  return {
    packageAt(sku, channel, storefront, at) {
      const found = (bySku.get(`${sku}|${channel}|${storefront}`) ?? []).filter((row) =>
        holds(row, at),
      );
      // Two lines that both hold: the later one replaced the earlier.
      return found.reduce<Row<'packages'> | null>(
        (best, row) => (best === null || row.valid_from >= best.valid_from ? row : best),
        null,
      );
    },
    sells(storefront, at) {
      if (packages.length === 0) return null;
      return (byStorefront.get(storefront) ?? []).some((row) => holds(row, at));
    },
    otherChannels: (sku, storefront, at) =>
      (bySkuStorefront.get(`${sku}|${storefront}`) ?? []).filter((row) => holds(row, at)),
    incidents: (from, until) =>
      incidents.filter(
        (row) => row.started_at <= until && (row.ended_at === null || row.ended_at >= from),
      ),
    limits: (storefront, ageBand, at) =>
      limits.filter(
        (row) =>
          holds(row, at) &&
          (row.storefront === null || row.storefront === storefront) &&
          (row.age_band === null || row.age_band === ageBand),
      ),
    minimumApp: (platform, at) =>
      minimums
        .filter(
          (row) => row.platform === platform && (row.released_at === null || row.released_at <= at),
        )
        .at(-1) ?? null,
    latestApp: (platform) => latest.findLast((row) => row.platform === platform) ?? null,
  };
}
