import type { Row, RowReader, TableName } from '../records/records.ts';
import {
  byAccount,
  byDevice,
  byExternal,
  byInstrument,
  byPayment,
  byRecharge,
  byToken,
  neighboursBetween,
  sessionReach,
  sessionsBetween,
} from './reads.ts';

/** What is known of one condition: rows by the value asked for, as far as they were read ahead. */
type Shelf = ReadonlyMap<unknown, readonly object[]>;

/** More rows than this for one page are not read ahead: an account like that is asked for itself. */
const most = 40_000;

/**
 * A reader that has read ahead what judging a page of attempts will ask for: a few walks along an
 * index instead of a dozen look-ups an attempt. Whatever it does not have it asks of `rows`, so
 * that it gives the same rows in any case. The page is in key order.
 */
export function readAhead(
  rows: RowReader,
  page: readonly Row<'recharges'>[],
  gapMs: number,
): RowReader {
  const [first, last] = [page[0], page.at(-1)];
  if (!first || !last) return rows;
  const shelves = new Map<TableName, Map<string, Shelf>>();
  const shelfOf = (table: TableName, condition: string) => shelves.get(table)?.get(condition);
  const spanned = [first.recharge_id, last.recharge_id] as const;
  const own = page.map((row) => row.recharge_id);

  function put<T extends TableName>(
    table: T,
    condition: string,
    found: readonly Row<T>[],
    key: string & keyof Row<T>,
    asked: Iterable<string>,
  ): readonly Row<T>[] {
    if (found.length > most) return [];
    const shelf = new Map<unknown, Row<T>[]>();
    for (const value of asked) shelf.set(value, []);
    for (const row of found) shelf.get(row[key])?.push(row);
    const ofTable = shelves.get(table) ?? new Map<string, Shelf>();
    shelves.set(table, ofTable.set(condition, shelf));
    return found;
  }
  const spanOf = <T extends TableName>(table: T, key: 'recharge_id' & keyof Row<T>) =>
    put(
      table,
      byRecharge,
      rows.all(table, 'where recharge_id between ? and ?', ...spanned),
      key,
      own,
    );
  function among<T extends TableName>(
    table: T,
    condition: string,
    column: string & keyof Row<T>,
    values: ReadonlySet<string>,
  ): readonly Row<T>[] {
    if (values.size === 0) return [];
    const found = rows.all(
      table,
      `where "${column}" in (select value from json_each(?)) limit ${most + 1}`,
      JSON.stringify([...values]),
    );
    return put(table, condition, found, column, values);
  }

  spanOf('recharge_events', 'recharge_id');
  spanOf('tickets', 'recharge_id');
  const stores = [...spanOf('store_records', 'recharge_id')];
  const payments = [...spanOf('payments', 'recharge_id')];
  spanOf('ledger', 'recharge_id');

  const inStore = page.filter((row) => /^(app_store|google_play)$/.test(row.channel));
  const elsewhere = page.filter((row) => !/^(app_store|google_play)$/.test(row.channel));
  const orders = named(inStore.map((row) => row.external_id));
  const tokens = new Set([...orders, ...named(stores.map((row) => row.purchase_token))]);
  stores.push(...among('store_records', byToken, 'purchase_token', tokens));
  stores.push(...among('store_records', byExternal, 'external_id', tokens));
  const names = named(elsewhere.flatMap((row) => [row.payment_id, row.external_id]));
  payments.push(...among('payments', byPayment, 'payment_id', names));

  const externals = named([
    ...page.flatMap((row) => [row.external_id, row.payment_id]),
    ...stores.flatMap((row) => [row.external_id, row.purchase_token]),
    ...payments.map((row) => row.payment_id),
  ]);
  among('ledger', byExternal, 'external_id', externals);
  const instruments = named([...page, ...payments].map((row) => row.instrument_id));
  among('instruments', byInstrument, 'instrument_id', instruments);
  among('devices', byDevice, 'device_id', named(page.map((row) => row.device_id)));
  const accounts = named(page.map((row) => row.account_id));
  among('accounts', byAccount, 'account_id', accounts);
  among('tickets', byAccount, 'account_id', accounts);
  const sessions = rows.all('sessions', sessionsOfSpan, ...spanned);
  put('sessions', sessionsBetween, sessions, 'account_id', accounts);
  const crowded = new Set(
    rows.all('recharges', neighboursOfSpan, gapMs, gapMs, ...spanned).map((row) => row.account_id),
  );

  return {
    all(table, condition, ...values) {
      // Most attempts have no neighbour, and the index alone has said so.
      if (condition === neighboursBetween && accounts.has(String(values[0])))
        if (!crowded.has(String(values[0]))) return [];
      const known = shelfOf(table, condition)?.get(values[0]);
      if (!known) return rows.all(table, condition, ...values);
      const found = known as Row<typeof table>[];
      return condition === sessionsBetween ? startedBetween(found, values) : [...found];
    },
    get(table, condition, ...values) {
      const known = shelfOf(table, condition)?.get(values[0]);
      if (!known) return rows.get(table, condition, ...values);
      return (known[0] as Row<typeof table> | undefined) ?? null;
    },
  };
}

const sessionsOfSpan = `where session_id in (
  select near.session_id from recharges own join sessions near on near.account_id = own.account_id
    and near.started_at between own.created_at - ${sessionReach.beforeMs}
      and own.created_at + ${sessionReach.afterGrantMs}
  where own.recharge_id between ? and ?) limit ${most + 1}`;

const neighboursOfSpan = `where recharge_id in (
  select own.recharge_id from recharges own join recharges near on near.account_id = own.account_id
    and near.created_at between own.created_at - ? and own.created_at + ?
    and near.recharge_id <> own.recharge_id
  where own.recharge_id between ? and ?)`;

function named(values: readonly (string | null)[]): Set<string> {
  return new Set(values.filter((value) => value !== null));
}

function startedBetween<R extends object>(
  known: readonly R[],
  [, from, to]: readonly unknown[],
): R[] {
  return known.filter((row) => {
    const at = 'started_at' in row ? Number(row.started_at) : Number.NaN;
    return at >= Number(from) && at <= Number(to);
  });
}
