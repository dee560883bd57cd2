/**
 * The tables of the exchange format as data: one place that import, storage, search and
 * diagnosis read column names and kinds from. The order of tables is the order of import.
 */

/** What a column holds. `coins` and `minor` are bigint in code and never pass through a float. */
export type ColumnKind =
  | 'id' // an identifier: exempt from card-number redaction
  | 'text' // free text: redacted
  | 'word' // one of a list; an unknown word is kept with a warning
  | 'strict_word' // one of a list; an unknown word rejects the row (money is not guessed)
  | 'country'
  | 'currency'
  | 'time'
  | 'day'
  | 'boolean'
  | 'integer'
  | 'minor'
  | 'coins'
  | 'decimal'
  | 'json'
  | 'phone'
  | 'ip'
  | 'version'
  | 'bin'
  | 'last4'
  | 'instrument';

export interface Column {
  readonly kind: ColumnKind;
  /** Every row needs it. */
  readonly need?: true;
  /** The words of `word` and `strict_word`. */
  readonly words?: readonly string[];
  /** Value where the field is empty; else empty is null. */
  readonly fallback?: string;
}

export interface Table {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  /** Entries that never change: the same key with other content is a contradiction. */
  readonly immutable?: true;
}

const id = { kind: 'id' } as const;
const needId = { kind: 'id', need: true } as const;
const text = { kind: 'text' } as const;
const needText = { kind: 'text', need: true } as const;
const country = { kind: 'country' } as const;
const needCountry = { kind: 'country', need: true } as const;
const currency = { kind: 'currency' } as const;
const needCurrency = { kind: 'currency', need: true } as const;
const time = { kind: 'time' } as const;
const needTime = { kind: 'time', need: true } as const;
const boolean = { kind: 'boolean' } as const;
const integer = { kind: 'integer' } as const;
const minor = { kind: 'minor' } as const;
const needMinor = { kind: 'minor', need: true } as const;
const coins = { kind: 'coins' } as const;
const needCoins = { kind: 'coins', need: true } as const;
const json = { kind: 'json' } as const;
const ip = { kind: 'ip' } as const;
const phone = { kind: 'phone' } as const;
const version = { kind: 'version' } as const;
const instrument = { kind: 'instrument' } as const;

function words<const W extends readonly string[]>(...list: W) {
  return { kind: 'word', words: list } as const;
}
function needWords<const W extends readonly string[]>(...list: W) {
  return { kind: 'word', words: list, need: true } as const;
}
function strictWords<const W extends readonly string[]>(...list: W) {
  return { kind: 'strict_word', words: list } as const;
}

const ipKind = words('residential', 'mobile', 'hosting', 'vpn', 'unknown');
const network = words('wifi', '4g', '5g', '3g', 'ethernet', 'unknown');
const check = words('pass', 'fail', 'unavailable', 'unchecked');
const ageBand = words('under_18', '18_plus', 'unknown');

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
  recharges: {
    key: ['recharge_id'],
    columns: {
      recharge_id: needId,
      account_id: needId,
      channel: needWords('app_store', 'google_play', 'web', 'partner'),
      sku: id,
      quantity: integer,
      coins,
      bonus_coins: coins,
      currency,
      amount_minor: minor,
      tax_minor: minor,
      storefront: country,
      provider: text,
      external_id: id,
      payment_id: id,
      instrument_id: instrument,
      device_id: id,
      ip,
      ip_country: country,
      ip_kind: ipKind,
      app_version: version,
      os: text,
      os_version: version,
      network,
      client_clock_skew_ms: integer,
      seller_domain: text,
      created_at: needTime,
      updated_at: time,
    },
  },
  recharge_events: {
    key: ['recharge_id', 'seq'],
    columns: {
      recharge_id: needId,
      seq: { kind: 'integer', need: true },
      at: needTime,
      stage: needWords(
        'created',
        'requires_action',
        'authorised',
        'captured',
        'declined',
        'store_pending',
        'store_purchased',
        'verified',
        'verify_failed',
        'granted',
        'grant_failed',
        'acknowledged',
        'consumed',
        'cancelled',
        'expired',
        'refunded',
        'refund_reversed',
        'voided',
        'disputed',
        'dispute_won',
        'review_requested',
        'client_error',
      ),
      provider: text,
      scheme: text,
      code: text,
      sub_code: text,
      message: text,
      amount_minor: minor,
      detail: json,
    },
  },
  store_records: {
    key: ['provider', 'external_id'],
    columns: {
      provider: needText,
      external_id: needId,
      purchase_token: id,
      recharge_id: id,
      account_token: id,
      sku: id,
      state: words('purchased', 'pending', 'cancelled', 'refunded'),
      acknowledged: boolean,
      consumed: boolean,
      test_kind: words('none', 'test', 'promo', 'sandbox'),
      region: country,
      storefront: country,
      currency,
      price_minor: minor,
      quantity: integer,
      purchased_at: time,
      pending_since: time,
      refunded_quantity: integer,
      refunded_minor: minor,
      voided_at: time,
      void_source: words('user', 'developer', 'store'),
      void_reason: text,
      signature: words('verified', 'failed', 'absent'),
      raw: json,
    },
  },
  payments: {
    key: ['provider', 'payment_id'],
    columns: {
      provider: needText,
      payment_id: needId,
      recharge_id: id,
      status: words(
        'requires_payment_method',
        'requires_action',
        'processing',
        'requires_capture',
        'succeeded',
        'canceled',
        'failed',
      ),
      currency,
      amount_minor: minor,
      captured_minor: minor,
      refunded_minor: minor,
      failure_code: text,
      decline_code: text,
      network_code: text,
      outcome_type: words('authorized', 'issuer_declined', 'blocked', 'invalid', 'manual_review'),
      cvc_check: check,
      postcode_check: check,
      three_ds: words('Y', 'A', 'N', 'R', 'C', 'D', 'U', 'I'),
      eci: text,
      avs_result: text,
      cvv_result: text,
      instrument_id: instrument,
      created_at: time,
      captured_at: time,
      disputed: boolean,
      dispute_reason: text,
      dispute_at: time,
    },
  },
  instruments: {
    key: ['instrument_id'],
    columns: {
      instrument_id: { kind: 'instrument', need: true },
      kind: words('card', 'wallet', 'carrier', 'gift_card', 'bank'),
      brand: text,
      bin: { kind: 'bin' },
      last4: { kind: 'last4' },
      exp_month: integer,
      exp_year: integer,
      issuer_country: country,
      funding: words('credit', 'debit', 'prepaid', 'unknown'),
    },
  },
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
