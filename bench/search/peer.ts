import type { LookUp, Told } from './look-ups.ts';

/** Hits of a first page. */
export const page = 50;

/** An engine with the same records and indices, asked by its own client. */
export interface Peer {
  readonly name: string;
  /** It is told where the text stands; else it looks everywhere, as the box does. */
  readonly told: boolean;
  /** The rows of a first page; how many there were. */
  find(lookUp: LookUp): Promise<number>;
  close(): Promise<void>;
}

/** Nothing that an id holds sorts after this character. */
export const last = '\u{10FFFF}';

/** The last eight characters, last first, in small letters: as the desk's own index has them. */
export const reversed = (text: string) =>
  Array.from(text.toLowerCase()).slice(-8).reverse().join('');

/** The columns that are found by their end and by their middle in the desk, too. */
export const tails: readonly (readonly [string, string])[] = [
  ['recharges', 'recharge_id'],
  ['recharges', 'external_id'],
  ['accounts', 'account_id'],
  ['store_records', 'external_id'],
  ['payments', 'payment_id'],
  ['tickets', 'ticket_id'],
];
export const starts: readonly (readonly [string, string])[] = [
  ...tails,
  ['recharges', 'payment_id'],
  ['recharges', 'seller_domain'],
  ['store_records', 'purchase_token'],
  ['tickets', 'account_id'],
  ['tickets', 'recharge_id'],
  ['instruments', 'instrument_id'],
  ['instruments', 'last4'],
  ['devices', 'device_id'],
];
export const names: readonly (readonly [string, string])[] = [
  ['accounts', 'username'],
  ['accounts', 'display_name'],
  ['accounts', 'email'],
];
export const middles: readonly (readonly [string, string])[] = [
  ...names,
  ['recharges', 'seller_domain'],
];

/** The question for one column, `$1` and `$2` its values, and the values for a text. */
export function questionOf({ table, column, how }: Told): {
  readonly sql: string;
  values(text: string): string[];
} {
  const select = `select * from ${table} where`;
  switch (how) {
    case 'is':
      return { sql: `${select} ${column} = $1 limit ${page}`, values: (text) => [text] };
    case 'starts':
      return {
        sql: `${select} ${column} >= $1 and ${column} < $2 order by ${column} limit ${page}`,
        values: (text) => [text, text + last],
      };
    case 'starts in any case':
      return {
        sql: `${select} lower(${column}) >= $1 and lower(${column}) < $2 limit ${page}`,
        values: (text) => [text.toLowerCase(), text.toLowerCase() + last],
      };
    case 'ends':
      return {
        sql: `${select} lower(reverse(right(${column}, 8))) >= $1 and lower(reverse(right(${column}, 8))) < $2 limit ${page}`,
        values: (text) => [reversed(text), reversed(text) + last],
      };
    case 'holds':
      return {
        sql: `${select} ${column} ilike $1 limit ${page}`,
        values: (text) => [`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`],
      };
  }
}

/** What a hit of each table shows: the columns that the desk describes it by. */
const shown: Readonly<Record<string, readonly string[]>> = {
  accounts: ['account_id', 'display_name', 'username', 'country', 'status'],
  recharges: [
    ...['recharge_id', 'coins', 'bonus_coins', 'amount_minor', 'currency', 'channel'],
    ...['storefront', 'created_at'],
  ],
  store_records: [
    ...['external_id', 'provider', 'state', 'price_minor', 'currency', 'storefront'],
    'purchased_at',
  ],
  payments: ['payment_id', 'provider', 'status', 'amount_minor', 'currency', 'created_at'],
  tickets: ['ticket_id', 'subject', 'status', 'account_id', 'opened_at'],
  instruments: [
    ...['instrument_id', 'brand', 'kind', 'bin', 'last4', 'funding', 'exp_month'],
    'exp_year',
  ],
  devices: ['device_id', 'model', 'platform', 'os_version', 'app_version', 'account_id'],
};
const mostShown = Math.max(...Object.values(shown).map(({ length }) => length));

/** As text, so that hits of all tables fit under each other. */
function shownOf(table: string): string {
  const own = shown[table] ?? [];
  return Array.from({ length: mostShown }, (_, at) =>
    own[at] === undefined ? 'null' : `cast(${own[at]} as varchar)`,
  ).join(', ');
}

/**
 * What the search box answers, as one question: the text in every column, from the start, from the
 * end and in the middle of names, with what a hit shows. Its values are those of `boxValues`.
 */
export function boxSql(): string {
  const of = (table: string, column: string, where: string) =>
    `(select '${table}' as kind, '${column}' as field, ${column} as value, ${shownOf(table)} from ${table} where ${where} limit ${page})`;
  return [
    ...starts.map(([table, column]) => of(table, column, `${column} >= $1 and ${column} < $2`)),
    ...names.map(([table, column]) =>
      of(table, column, `lower(${column}) >= $3 and lower(${column}) < $4`),
    ),
    ...tails.map(([table, column]) =>
      of(
        table,
        column,
        `lower(reverse(right(${column}, 8))) >= $5 and lower(reverse(right(${column}, 8))) < $6`,
      ),
    ),
    ...middles.map(([table, column]) => of(table, column, `${column} ilike $7`)),
  ].join(' union all ');
}

export function boxValues(text: string): string[] {
  const small = text.toLowerCase();
  const holds = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return [text, text + last, small, small + last, reversed(text), reversed(text) + last, holds];
}
