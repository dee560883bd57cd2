import type { ListDescription, ListName } from '../../../contract/record-lists.ts';
import { recordKind } from '../../../contract/records.ts';
import { type Route, routeOf } from '../../app/route.ts';
import type { FilterColumn } from '../../ui/filter-edit.ts';

export const listTitles: Readonly<Record<ListName, string>> = {
  recharges: 'Recharges',
  accounts: 'Accounts',
  tickets: 'Tickets',
  payments: 'Payments',
  store_records: 'Store records',
  ledger: 'Ledger entries',
  instruments: 'Instruments',
  devices: 'Devices',
  sessions: 'Sessions',
  sellers: 'Sellers',
  offers: 'Offers',
  incidents: 'Incidents',
  recharge_events: 'Recharge events',
  packages: 'Packages',
  gifts: 'Gifts',
  limits: 'Recharge limits',
  app_versions: 'App versions',
  fx_rates: 'Exchange rates',
};

const short: Readonly<Record<string, string>> = {
  id: 'ID',
  ip: 'IP',
  os: 'OS',
  sku: 'SKU',
  url: 'URL',
  rtt: 'RTT',
  ms: 'ms',
  eci: 'ECI',
  cvc: 'CVC',
  cvv: 'CVV',
  avs: 'AVS',
  bin: 'BIN',
  last4: 'last 4',
  minor: '',
};

/** "amount_minor" is "Amount", "ip_country" is "IP country". */
export function columnTitle(name: string): string {
  const words = name.split('_').map((word) => short[word] ?? word);
  const text = words.filter((word) => word !== '').join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function filterColumns({ columns }: ListDescription): FilterColumn[] {
  return columns.map((column) => ({ ...column, header: columnTitle(column.name) }));
}

/** Where a row leads; null where it has no page. `cell` gives a column of the row. */
export function routeOfRow(
  { opens }: ListDescription,
  cell: (column: string) => string | null,
): Route | null {
  for (const { kind, columns } of opens) {
    const ids = columns.map(cell);
    const known = recordKind.safeParse(kind);
    if (known.success && ids.every((id) => id !== null && id !== ''))
      return routeOf(known.data, ids.join('/'));
  }
  return null;
}
