import {
  type ListColumn,
  type ListDescription,
  type ListName,
  listNames,
  type Sorting,
} from '../../../../contract/record-lists.ts';
import type { RecordKind } from '../../../../contract/records.ts';
import { type ColumnKind, type Column as Described, tableOf } from '../tables.ts';

const kinds: Record<ColumnKind, ListColumn['kind']> = {
  id: 'id',
  text: 'text',
  word: 'word',
  strict_word: 'word',
  country: 'country',
  currency: 'currency',
  time: 'time',
  day: 'day',
  boolean: 'boolean',
  integer: 'integer',
  minor: 'minor',
  coins: 'coins',
  decimal: 'decimal',
  json: 'json',
  phone: 'text',
  ip: 'id',
  version: 'text',
  bin: 'id',
  last4: 'id',
  instrument: 'id',
};

/** Free text and names that nevertheless have few values. */
const fewValues = new Set([
  'provider',
  'os',
  'scheme',
  'code',
  'decline_code',
  'failure_code',
  'brand',
  'locale',
  'priority',
  'sku',
  'app_version',
]);

interface Leads {
  readonly sort: Sorting;
  readonly opens: readonly (readonly [RecordKind, ...string[]])[];
}

const newest = (column: string): Sorting => [{ column, desc: true }];
const account = ['account', 'account_id'] as const;
const recharge = ['recharge', 'recharge_id'] as const;

/** What stands first in each list, and what its rows lead to. */
const leads: Record<ListName, Leads> = {
  recharges: { sort: newest('created_at'), opens: [recharge] },
  accounts: { sort: newest('created_at'), opens: [account] },
  tickets: { sort: newest('opened_at'), opens: [['ticket', 'ticket_id']] },
  payments: { sort: newest('created_at'), opens: [['payment', 'provider', 'payment_id']] },
  store_records: {
    sort: newest('purchased_at'),
    opens: [['store_record', 'provider', 'external_id']],
  },
  ledger: { sort: newest('at'), opens: [recharge, account] },
  instruments: { sort: [], opens: [['instrument', 'instrument_id']] },
  devices: { sort: newest('last_seen'), opens: [['device', 'device_id']] },
  sessions: { sort: newest('started_at'), opens: [account] },
  sellers: { sort: newest('first_seen'), opens: [['seller', 'seller_id']] },
  offers: { sort: newest('seen_at'), opens: [['seller', 'seller_id']] },
  incidents: { sort: newest('started_at'), opens: [] },
  recharge_events: { sort: newest('at'), opens: [recharge] },
  packages: { sort: [], opens: [] },
  gifts: { sort: [], opens: [] },
  limits: { sort: [], opens: [] },
  app_versions: { sort: [], opens: [] },
  fx_rates: { sort: newest('day'), opens: [] },
};

function columnOf(name: string, { kind }: Described, hasCurrency: boolean): ListColumn {
  const word = ['word', 'strict_word', 'country', 'currency', 'boolean'].includes(kind);
  return {
    name,
    kind: kinds[kind],
    currency: kind === 'minor' && hasCurrency ? 'currency' : null,
    facet: word || fewValues.has(name),
    masked: false,
  };
}

/** Every list with its columns, its usual order and what its rows lead to. */
export const descriptions: readonly ListDescription[] = listNames.map((list) => {
  const { columns, key } = tableOf(list);
  const { sort, opens } = leads[list];
  return {
    list,
    columns: Object.entries(columns).map(([name, described]) =>
      columnOf(name, described, Object.hasOwn(columns, 'currency')),
    ),
    key: [...key],
    opens: opens.map(([kind, ...names]) => ({ kind, columns: names })),
    sort: [...sort],
  };
});
