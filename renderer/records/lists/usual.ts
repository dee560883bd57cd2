import type { ListDescription, ListName, ListView } from '../../../contract/record-lists.ts';

/** What stands first in a list that nobody has arranged yet; the other columns are hidden. */
const usualColumns: Partial<Readonly<Record<ListName, readonly string[]>>> = {
  recharges: [
    'recharge_id',
    'created_at',
    'coins',
    'amount_minor',
    'channel',
    'account_id',
    'provider',
    'storefront',
    'ip_country',
    'external_id',
    'app_version',
    'network',
  ],
  payments: [
    'payment_id',
    'created_at',
    'provider',
    'status',
    'amount_minor',
    'captured_minor',
    'refunded_minor',
    'decline_code',
    'network_code',
    'outcome_type',
    'three_ds',
    'recharge_id',
    'disputed',
  ],
  store_records: [
    'external_id',
    'purchased_at',
    'provider',
    'state',
    'acknowledged',
    'consumed',
    'price_minor',
    'sku',
    'region',
    'test_kind',
    'signature',
    'recharge_id',
    'voided_at',
  ],
  sessions: [
    'session_id',
    'started_at',
    'account_id',
    'device_id',
    'ip',
    'ip_country',
    'ip_kind',
    'network',
    'rtt_ms',
    'loss_pct',
    'timeouts',
    'balance_shown',
  ],
  ledger: [
    'entry_id',
    'at',
    'account_id',
    'kind',
    'delta',
    'balance_after',
    'asset',
    'recharge_id',
    'external_id',
    'counterparty_id',
  ],
};

/** Columns that are counted at the side at first; a person can choose others. */
const usualFacets: Partial<Readonly<Record<ListName, readonly string[]>>> = {
  recharges: [
    'channel',
    'provider',
    'storefront',
    'currency',
    'ip_country',
    'ip_kind',
    'network',
    'os',
  ],
  tickets: ['status', 'priority', 'locale'],
};

const mostFacets = 8;

/** A list as it looks before anybody arranged it. */
export function usualView({ list, columns, sort, key }: ListDescription): ListView {
  const names = columns.map(({ name }) => name);
  const first = usualColumns[list] ?? names;
  const facets = columns.filter(({ facet, masked }) => facet && !masked).map(({ name }) => name);
  return {
    filter: [],
    sort: [...sort],
    look: {
      order: [...first, ...names.filter((name) => !first.includes(name))],
      hidden: names.filter((name) => !first.includes(name)),
      pinned: key.length === 1 ? [...key] : [],
      widths: {},
      facets: [...(usualFacets[list] ?? facets.slice(0, mostFacets))],
    },
  };
}
