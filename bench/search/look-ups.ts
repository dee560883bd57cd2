import type { Filter, ListQuery } from '../../contract/record-lists.ts';
import {
  accountId,
  displayName,
  externalId,
  rechargeId,
  siteName,
  sizesOf,
  userName,
} from '../records/big-drop.ts';

export const sorts = [
  'exact',
  'prefix',
  'last digits',
  'middle of a name',
  'two filters, sorted',
] as const;
export type Sort = (typeof sorts)[number];

/** What a peer is told of a text: in which column it stands, and how. */
export interface Told {
  readonly table: 'accounts' | 'recharges';
  readonly column: string;
  readonly how: 'is' | 'starts' | 'starts in any case' | 'ends' | 'holds';
}

/** Something that agents look up: a text for the search box, or a list by two filters in an order. */
export type LookUp = { readonly sort: Sort } & (
  | { readonly text: string; readonly told: Told }
  | { readonly query: ListQuery; readonly sql: { readonly where: string; readonly order: string } }
);

const day = 86_400_000;
const first = Date.UTC(2025, 8, 1);
const countries = ['US', 'BR', 'DE', 'TR', 'JP', 'GB', 'FR', 'VN', 'ID', 'MX'];
const channels = ['web', 'google_play'];
const orders = [
  ['created_at', true],
  ['amount_minor', true],
  ['coins', false],
  ['created_at', false],
] as const;

/** So many look-ups, two of each sort in ten, for records spread over the whole drop; no two alike. */
export function lookUps(recharges: number, count: number): LookUp[] {
  const { accounts } = sizesOf(recharges);
  return Array.from({ length: count }, (_, n): LookUp => {
    const recharge = (n * 7919) % recharges;
    const account = (n * 104_729) % accounts;
    const order = externalId(recharge);
    switch (n % 10) {
      case 0:
        return told('exact', rechargeId(recharge), ['recharges', 'recharge_id', 'is']);
      case 1:
        return told('exact', order, ['recharges', 'external_id', 'is']);
      case 2:
        return told('prefix', order.slice(0, 9), ['recharges', 'external_id', 'starts']);
      case 3:
        return told('prefix', displayName(account).slice(0, 6), [
          'accounts',
          'display_name',
          'starts in any case',
        ]);
      case 4:
        return told('last digits', order.slice(-5), ['recharges', 'external_id', 'ends']);
      case 5:
        return told('last digits', accountId(account).slice(-4), [
          'accounts',
          'account_id',
          'ends',
        ]);
      case 6:
        return told('middle of a name', userName(account).slice(2, 7), [
          'accounts',
          'username',
          'holds',
        ]);
      case 7:
        return told('middle of a name', siteName(n).slice(3, 14), [
          'recharges',
          'seller_domain',
          'holds',
        ]);
      case 8:
        return byChannel(Math.floor(n / 10));
      default:
        return bySpan(Math.floor(n / 10));
    }
  });
}

function told(sort: Sort, text: string, [table, column, how]: [...Parts]): LookUp {
  return { sort, text, told: { table, column, how } };
}
type Parts = readonly [Told['table'], string, Told['how']];

/** One channel and one storefront, in one of four orders. */
function byChannel(n: number): LookUp {
  const [column, desc] = orders[n % 4] ?? orders[0];
  const channel = channels[Math.floor(n / 4) % 2] ?? '';
  const storefront = countries[Math.floor(n / 8) % 10] ?? '';
  return list(
    [
      { op: 'in', column: 'channel', values: [channel] },
      { op: 'in', column: 'storefront', values: [storefront] },
    ],
    `channel = '${channel}' and storefront = '${storefront}'`,
    [column, desc],
  );
}

/** One storefront and some days, newest first. */
function bySpan(n: number): LookUp {
  const storefront = countries[n % 10] ?? '';
  const from = first + ((n * 7) % 60) * day;
  const to = from + (1 + (n % 20)) * day;
  return list(
    [
      { op: 'in', column: 'storefront', values: [storefront] },
      {
        op: 'range',
        column: 'created_at',
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      },
    ],
    `storefront = '${storefront}' and created_at between ${from} and ${to}`,
    ['created_at', true],
  );
}

function list(filter: Filter, where: string, [column, desc]: readonly [string, boolean]): LookUp {
  return {
    sort: 'two filters, sorted',
    query: { list: 'recharges', filter, sort: [{ column, desc }] },
    sql: { where, order: `${column}${desc ? ' desc' : ''}` },
  };
}

/** The columns of a list's first page. */
export const listColumns = [
  'recharge_id',
  'created_at',
  'account_id',
  'channel',
  'coins',
  'amount_minor',
  'currency',
  'storefront',
  'external_id',
];
