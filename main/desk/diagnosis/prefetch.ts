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

/** Tables whose rows name an attempt. */
type Tied = 'recharge_events' | 'tickets' | 'store_records' | 'payments' | 'ledger';

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
  const near = rows.all('recharges', neighboursOfSpan, gapMs, gapMs, ...spanned);
  const crowded = new Set(near.map((row) => row.account_id));
  const inPage = new Set(page.map((row) => row.recharge_id));
  // Neighbours tell the same story, and are gathered like the attempts themselves.
  const beside = near.filter((row) => !inPage.has(row.recharge_id));
  const attempts = [...page, ...beside];
  const own = new Set(attempts.map((row) => row.recharge_id));
  const besideIds = JSON.stringify(beside.map((row) => row.recharge_id));

  function put<T extends TableName>(
    table: T,
    condition: string,
    found: readonly Row<T>[],
    key: string & keyof Row<T>,
    asked: Iterable<string>,
  ): void {
    const shelf = new Map<unknown, Row<T>[]>();
    for (const value of asked) shelf.set(value, []);
    for (const row of found) shelf.get(row[key])?.push(row);
    const ofTable = shelves.get(table) ?? new Map<string, Shelf>();
    shelves.set(table, ofTable.set(condition, shelf));
  }
  /** The rows that name an attempt. */
  function tied<T extends Tied>(table: T): readonly Row<T>[] {
    const found = rows.all(table, 'where recharge_id between ? and ?', ...spanned);
    if (beside.length > 0)
      found.push(
        ...rows.all(table, 'where recharge_id in (select value from json_each(?))', besideIds),
      );
    if (found.length <= most) put(table, byRecharge, found, 'recharge_id', own);
    return found;
  }
  /** Rows by another of their columns; those `known` by their attempt are not read again. */
  function among<T extends TableName>(
    table: T,
    condition: string,
    column: string & keyof Row<T>,
    values: ReadonlySet<string>,
    known: readonly Row<T>[] = [],
  ): readonly Row<T>[] {
    if (values.size === 0) return [];
    const wanted = JSON.stringify([...values]);
    const chosen = `where "${column}" in (select value from json_each(?))`;
    const found =
      known.length === 0
        ? rows.all(table, `${chosen} limit ${most + 1}`, wanted)
        : rows.all(
            table,
            `${chosen} and (recharge_id between ? and ?) is not true limit ${most + 1}`,
            wanted,
            ...spanned,
          );
    if (found.length > most) return [];
    const all = [...known, ...found];
    put(table, condition, all, column, values);
    return found;
  }

  tied('recharge_events');
  const tickets = tied('tickets');
  const stores = [...tied('store_records')];
  const payments = [...tied('payments')];
  const ledger = tied('ledger');

  const inStore = attempts.filter((row) => /^(app_store|google_play)$/.test(row.channel));
  const elsewhere = attempts.filter((row) => !/^(app_store|google_play)$/.test(row.channel));
  const orders = named(inStore.map((row) => row.external_id));
  const tokens = new Set([...orders, ...named(stores.map((row) => row.purchase_token))]);
  const storesTied = [...stores];
  stores.push(...among('store_records', byToken, 'purchase_token', tokens, storesTied));
  stores.push(...among('store_records', byExternal, 'external_id', tokens, storesTied));
  const names = named(elsewhere.flatMap((row) => [row.payment_id, row.external_id]));
  payments.push(...among('payments', byPayment, 'payment_id', names, [...payments]));

  const externals = named([
    ...attempts.flatMap((row) => [row.external_id, row.payment_id]),
    ...stores.flatMap((row) => [row.external_id, row.purchase_token]),
    ...payments.map((row) => row.payment_id),
  ]);
  among('ledger', byExternal, 'external_id', externals, ledger);
  const instruments = named([...attempts, ...payments].map((row) => row.instrument_id));
  among('instruments', byInstrument, 'instrument_id', instruments);
  // A granted attempt is seldom judged by its device.
  const given = new Set(ledger.flatMap((row) => (row.delta > 0n ? [row.recharge_id] : [])));
  const ungiven = page.filter((row) => row.app_version === null || !given.has(row.recharge_id));
  among('devices', byDevice, 'device_id', named(ungiven.map((row) => row.device_id)));
  const accounts = named(page.map((row) => row.account_id));
  among('accounts', byAccount, 'account_id', accounts);
  among('tickets', byAccount, 'account_id', accounts, tickets);
  const sessions = rows.all('sessions', sessionsOfSpan, ...spanned);
  if (sessions.length <= most)
    put('sessions', sessionsBetween, once(sessions), 'account_id', accounts);

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

const sessionsOfSpan = `join recharges own on own.account_id = sessions.account_id
    and sessions.started_at between own.created_at - ${sessionReach.beforeMs}
      and own.created_at + ${sessionReach.afterGrantMs}
  where own.recharge_id between ? and ? limit ${most + 1}`;

const neighboursOfSpan = `where recharge_id in (
  select near.recharge_id from recharges own join recharges near on near.account_id = own.account_id
    and near.created_at between own.created_at - ? and own.created_at + ?
    and near.recharge_id <> own.recharge_id
  where own.recharge_id between ? and ?)`;

/** A session near two attempts of the page comes twice. */
function once(sessions: readonly Row<'sessions'>[]): readonly Row<'sessions'>[] {
  return [...new Map(sessions.map((row) => [row.session_id, row])).values()];
}

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
