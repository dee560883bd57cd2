import type { RecordKind } from '../../../../contract/records.ts';
import { textOf } from '../pages/wire.ts';
import { listed, sayMoney, sayName, sayTime, sayWord } from '../../../../contract/say.ts';
import { sayOrder } from '../pages/stages.ts';
import type { ColumnOf, PartReader } from '../rows.ts';
import { type Row, type TableName, tableOf } from '../tables.ts';
import { searchedColumns, unknownColumns } from './terms.ts';

/** What a hit shows of its record, and the record's values to say why it is there. */
export interface Described {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** A column, known or not, as text; null where it is empty or not there. */
  value(column: string): string | null;
  /** An amount or a moment as people read it; null for what needs no other words. */
  shown(column: string): string | null;
}

/** Records of one kind by their ids or rows, in few questions; absent ones are left out. */
export type Describe = (
  rows: PartReader,
  records: readonly (string | number)[],
) => ReadonlyMap<string | number, Described>;

/**
 * Records of a table by their rows, or by one column. Read are the columns that `say` needs, those
 * of its key, and those that the search box looks into.
 */
function of<T extends TableName, C extends ColumnOf<T>>(
  table: T,
  column: string,
  idIn: (id: string) => string,
  needs: readonly C[],
  say: (row: Pick<Row<T>, C>) => { title: string; detail: string },
): Describe {
  const { key, columns } = tableOf(table);
  const wanted = [
    ...new Set<string>([...needs, ...key, ...(searchedColumns[table] ?? []), ...meanings]),
  ].filter((name) => name === 'extra' || Object.hasOwn(columns, name)) as C[];
  const described = (row: Pick<Row<T>, C>): Described => {
    const value = valueOf(table, row);
    const shown = (column: string) => shownOf(column, value);
    return { id: key.map((name) => value(name) ?? '').join('/'), ...say(row), value, shown };
  };
  return (rows, records) => {
    const found = new Map<string | number, Described>();
    const numbers = records.filter((record) => typeof record === 'number');
    for (const [number, row] of rows.numbered(table, wanted, numbers))
      found.set(number, described(row));
    const ids = records.filter((record) => typeof record === 'string').map(idIn);
    for (const row of rows.among(table, wanted, column, ids)) {
      const known = described(row);
      found.set(known.id, known);
    }
    return found;
  };
}

/** Columns by which records are found besides those that `searchedColumns` names. */
const meanings = ['amount_minor', 'created_at', 'opened_at'] as const;

function valueOf(table: TableName, row: object): (column: string) => string | null {
  const { columns } = tableOf(table);
  return (column) => {
    const described = Object.hasOwn(columns, column) ? columns[column] : undefined;
    if (described) return textOf(described.kind, Reflect.get(row, column));
    const extra: unknown = Reflect.get(row, 'extra');
    return (
      unknownColumns(typeof extra === 'string' ? extra : '').find(
        ([name]) => name === column,
      )?.[1] ?? null
    );
  };
}

function shownOf(column: string, value: (column: string) => string | null): string | null {
  const text = value(column);
  if (text === null) return null;
  if (column === 'amount_minor') return money(BigInt(text), value('currency'));
  return column === 'created_at' || column === 'opened_at' ? sayTime(Date.parse(text)) : null;
}

const whole = (id: string) => id;

function dots(...parts: (string | null | false)[]): string {
  return listed(parts, ' · ');
}

function money(minor: bigint | null, currency: string | null): string | null {
  return minor === null ? null : sayMoney(minor, currency);
}

const channels: Readonly<Record<string, string>> = {
  app_store: 'App Store',
  google_play: 'Google Play',
  web: 'Web',
  partner: 'Partner',
};

/** How each kind of record of the copy introduces itself. Adjustments and cases do it themselves. */
export const describers: Partial<Record<RecordKind, Describe>> = {
  account: of(
    'accounts',
    'account_id',
    whole,
    ['account_id', 'display_name', 'username', 'country', 'status'],
    (row) => ({
      title: row.display_name ?? row.username ?? row.account_id,
      detail: dots(
        row.username !== null && `@${row.username}`,
        row.country,
        row.status !== 'active' && row.status,
      ),
    }),
  ),
  recharge: of(
    'recharges',
    'recharge_id',
    whole,
    ['coins', 'bonus_coins', 'amount_minor', 'currency', 'channel', 'storefront', 'created_at'],
    (row) => ({
      title: sayOrder(row),
      detail: dots(channels[row.channel] ?? row.channel, row.storefront, sayTime(row.created_at)),
    }),
  ),
  store_record: of(
    'store_records',
    'external_id',
    afterProvider,
    ['provider', 'external_id', 'state', 'price_minor', 'currency', 'storefront', 'purchased_at'],
    (row) => ({
      title: `${sayName(row.provider)} ${row.external_id}`,
      detail: dots(
        row.state,
        money(row.price_minor, row.currency),
        row.storefront,
        row.purchased_at !== null && sayTime(row.purchased_at),
      ),
    }),
  ),
  payment: of(
    'payments',
    'payment_id',
    afterProvider,
    ['provider', 'payment_id', 'status', 'amount_minor', 'currency', 'created_at'],
    (row) => ({
      title: `${sayName(row.provider)} ${row.payment_id}`,
      detail: dots(
        row.status !== null && sayWord(row.status),
        money(row.amount_minor, row.currency),
        row.created_at !== null && sayTime(row.created_at),
      ),
    }),
  ),
  instrument: of(
    'instruments',
    'instrument_id',
    whole,
    ['brand', 'kind', 'bin', 'last4', 'funding', 'exp_month', 'exp_year', 'issuer_country'],
    (row) => ({
      title: listed(
        [
          row.brand ?? row.kind ?? 'instrument',
          row.last4 !== null && `${row.bin ?? ''}…${row.last4}`,
        ],
        ' ',
      ),
      detail: dots(
        row.funding,
        row.exp_month !== null && row.exp_year !== null && `until ${row.exp_month}/${row.exp_year}`,
        row.issuer_country,
      ),
    }),
  ),
  device: of(
    'devices',
    'device_id',
    whole,
    ['device_id', 'model', 'platform', 'os_version', 'app_version', 'account_id'],
    (row) => ({
      title: row.model ?? row.platform ?? row.device_id,
      detail: dots(
        listed([row.platform, row.os_version], ' '),
        row.app_version !== null && `app ${row.app_version}`,
        row.account_id,
      ),
    }),
  ),
  seller: of(
    'sellers',
    'seller_id',
    whole,
    ['seller_id', 'name', 'status', 'kind', 'country'],
    (row) => ({
      title: row.name ?? row.seller_id,
      detail: dots(row.seller_id, row.status, row.kind, row.country),
    }),
  ),
  ticket: of(
    'tickets',
    'ticket_id',
    whole,
    ['ticket_id', 'subject', 'body', 'status', 'account_id', 'opened_at'],
    (row) => ({
      title: row.subject ?? row.body?.slice(0, 80).toWellFormed() ?? row.ticket_id,
      detail: dots(row.status, row.account_id, sayTime(row.opened_at)),
    }),
  ),
  ip: describeAddresses,
};

/** The provider of a composite id may hold no slash, the id after it may. */
function afterProvider(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function describeAddresses(
  rows: PartReader,
  records: readonly (string | number)[],
): ReadonlyMap<string | number, Described> {
  const found = new Map<string | number, Described>();
  for (const id of records.map(String)) {
    const seen =
      rows.get('recharges', 'where ip = ? limit 1', id) ??
      rows.get('sessions', 'where ip = ? limit 1', id);
    if (seen)
      found.set(id, {
        id,
        title: id,
        detail: dots(seen.ip_country, seen.ip_kind),
        value: (column) => (column === 'ip' ? id : null),
        shown: () => null,
      });
  }
  return found;
}
