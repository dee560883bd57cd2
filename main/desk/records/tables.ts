/**
 * The tables of the exchange format as data: one place that import, storage, search and
 * diagnosis read column names and kinds from. The order of tables is the order of import.
 */
import { purchaseTables } from './purchase-tables.ts';
import {
  ageBand,
  boolean,
  coins,
  type Column,
  type ColumnKind,
  country,
  currency,
  id,
  integer,
  ip,
  ipKind,
  minor,
  needCoins,
  needCountry,
  needCurrency,
  needId,
  needMinor,
  needText,
  needTime,
  needWords,
  network,
  phone,
  strictWords,
  type Table,
  text,
  time,
  version,
  words,
} from './table-columns.ts';

export type { Column, ColumnKind } from './table-columns.ts';

export const tables = {
  accounts: {
    key: ['account_id'],
    columns: {
      account_id: needId,
      username: text,
      display_name: text,
      email: text,
      phone,
      country,
      storefront: country,
      age_band: ageBand,
      birth_year: integer,
      status: words('active', 'restricted', 'suspended', 'closed'),
      kind: words('personal', 'business', 'government'),
      created_at: time,
      updated_at: time,
    },
  },
  packages: {
    key: ['sku', 'channel', 'storefront', 'valid_from'],
    columns: {
      sku: needId,
      channel: needWords('app_store', 'google_play', 'web', 'partner'),
      storefront: needCountry,
      currency: needCurrency,
      price_minor: needMinor,
      tax_included: boolean,
      tax_rate_bp: integer,
      coins: needCoins,
      bonus_coins: coins,
      valid_from: needTime,
      valid_to: time,
    },
  },
  ...purchaseTables,
  ledger: {
    key: ['entry_id'],
    immutable: true,
    columns: {
      entry_id: needId,
      account_id: needId,
      at: needTime,
      asset: { ...strictWords('coins', 'diamonds', 'beans'), fallback: 'coins' },
      delta: needCoins,
      balance_after: coins,
      kind: {
        ...strictWords(
          'recharge_grant',
          'bonus',
          'gift_sent',
          'gift_received',
          'refund_clawback',
          'chargeback_clawback',
          'adjustment',
          'expiry',
          'payout',
          'migration',
        ),
        need: true,
      },
      recharge_id: id,
      external_id: id,
      counterparty_id: id,
      gift_id: id,
      quantity: integer,
      note: text,
    },
  },
  gifts: {
    key: ['gift_id', 'valid_from'],
    columns: {
      gift_id: needId,
      name: needText,
      coins: needCoins,
      valid_from: needTime,
      valid_to: time,
    },
  },
  devices: {
    key: ['device_id'],
    columns: {
      device_id: needId,
      account_id: id,
      platform: words('ios', 'android', 'web'),
      model: text,
      os_version: version,
      app_version: version,
      store_app_version: version,
      first_seen: time,
      last_seen: time,
      rooted: boolean,
    },
  },
  sessions: {
    key: ['session_id'],
    columns: {
      session_id: needId,
      account_id: needId,
      device_id: id,
      started_at: needTime,
      ended_at: time,
      ip,
      ip_country: country,
      ip_kind: ipKind,
      network,
      rtt_ms: integer,
      loss_pct: integer,
      timeouts: integer,
      balance_shown: coins,
      balance_synced_at: time,
      cache_cleared_at: time,
    },
  },
  app_versions: {
    key: ['platform', 'version'],
    columns: {
      platform: needWords('ios', 'android', 'web'),
      version: { kind: 'version', need: true },
      released_at: time,
      minimum_for_billing: boolean,
      latest: boolean,
    },
  },
  incidents: {
    key: ['incident_id'],
    columns: {
      incident_id: needId,
      service: words('payments', 'apple', 'google', 'grants', 'login', 'network', 'display'),
      provider: text,
      regions: text,
      started_at: needTime,
      ended_at: time,
      summary: text,
    },
  },
  limits: {
    key: ['limit_id'],
    columns: {
      limit_id: needId,
      storefront: country,
      age_band: ageBand,
      period: words('day', 'week', 'month'),
      coins_max: coins,
      attempts_max: integer,
      valid_from: time,
      valid_to: time,
    },
  },
  sellers: {
    key: ['seller_id'],
    columns: {
      seller_id: needId,
      name: text,
      status: words('official', 'authorised', 'unlisted', 'flagged'),
      kind: words('site', 'chat', 'market', 'stream'),
      first_seen: time,
      country,
      contact: text,
      notes: text,
    },
  },
  offers: {
    key: ['offer_id'],
    columns: {
      offer_id: needId,
      seller_id: needId,
      seen_at: needTime,
      storefront: country,
      currency,
      price_minor: minor,
      coins,
      url: text,
      text,
    },
  },
  tickets: {
    key: ['ticket_id'],
    columns: {
      ticket_id: needId,
      account_id: id,
      recharge_id: id,
      opened_at: needTime,
      locale: text,
      subject: text,
      body: text,
      contact: text,
      status: words('open', 'waiting', 'closed'),
      priority: text,
      attachments: text,
    },
  },
  fx_rates: {
    key: ['from', 'to', 'day'],
    columns: {
      from: needCurrency,
      to: needCurrency,
      day: { kind: 'day', need: true },
      rate: { kind: 'decimal', need: true },
      source: needText,
    },
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as TableName[];

/** The same table without its literal types, for code that walks any table. */
export function tableOf(name: TableName): Table {
  return tables[name];
}

type Stored<K extends ColumnKind> = K extends 'coins' | 'minor'
  ? bigint
  : K extends 'time' | 'integer'
    ? number
    : K extends 'boolean'
      ? boolean
      : string;

type Needed<C extends Column> = C extends { need: true } | { fallback: string } ? true : false;

/** Where a row came from: the import run, the file in its drop, and the line. */
export interface Origin {
  readonly run: string;
  readonly file: string;
  readonly line: number;
}

/**
 * One row as code sees it: coins and minor units bigint, times UTC ms, booleans real,
 * everything else text; null is unknown. `extra` holds unknown columns as JSON text.
 */
export type Row<T extends TableName> = {
  readonly [C in keyof (typeof tables)[T]['columns']]: (typeof tables)[T]['columns'][C] extends infer D extends
    Column
    ? Needed<D> extends true
      ? Stored<D['kind']>
      : Stored<D['kind']> | null
    : never;
} & { readonly extra: string | null; readonly origin: Origin };
