import type { Fields, RecordKind, Shown } from '../../../../contract/records.ts';
import type { Row, TableName } from '../tables.ts';
import { type AccountDeps, accountRows } from './account.ts';
import { type Gathered, timelineOf } from './moments.ts';
import { notFound } from './not-found.ts';
import { timelineLength } from './recharge.ts';
import { attemptRows, attemptsOf, distinct, mostRows } from './related.ts';
import { distinctOrigins, fieldsOf, keyOf, originOf } from './wire.ts';

/** Records that later areas keep; null where there is none of that kind and id. */
export type FurtherShown = (kind: RecordKind, id: string) => Shown | null;

interface Told {
  /** The id as the copy has it, where a shorter one was asked for. */
  readonly id: string;
  readonly fields: Fields;
  readonly related: Gathered;
  /** The rows that are the record itself. */
  readonly own: readonly { readonly table: TableName; readonly row: Row<TableName> }[];
}

const limit = `limit ${mostRows}`;

/**
 * One record of any kind with its timeline, oldest first, and where it and its earlier versions
 * came from. Composite ids are `provider/id`; the id alone is taken where only one provider has
 * it. Refuses NOT_FOUND.
 */
export function show(
  deps: AccountDeps,
  further: FurtherShown,
  { kind, id }: { kind: RecordKind; id: string },
): Shown {
  if (kind === 'adjustment' || kind === 'case') {
    const shown = further(kind, id);
    if (shown) return shown;
    throw notFound(deps, kind, id);
  }
  const told = tellers[kind](deps, id);
  if (!told) throw notFound(deps, kind, id);
  return {
    kind,
    id: told.id,
    fields: told.fields,
    timeline: timelineOf(told.related, timelineLength),
    provenance: distinctOrigins([
      ...told.own.map(({ row }) => originOf(row.origin)),
      ...told.own.flatMap(({ table, row }) => deps.history(table, keyOf(table, row))),
    ]),
  };
}

type Teller = (deps: AccountDeps, id: string) => Told | null;

/** A record that is one row: its fields, and the rows that its story is told from. */
function oneRow<T extends TableName>(
  table: T,
  find: (deps: AccountDeps, id: string) => Row<T> | null,
  relate: (deps: AccountDeps, row: Row<T>) => Gathered,
): Teller {
  return (deps, id) => {
    const row = find(deps, id);
    if (!row) return null;
    return {
      id: keyOf(table, row),
      fields: fieldsOf(table, row),
      related: relate(deps, row),
      own: [{ table, row }],
    };
  };
}

/** By `provider/id`, wherever the slash is, or by the id alone where one provider has it. */
function byMoneyId<T extends 'store_records' | 'payments'>(
  table: T,
  column: 'external_id' | 'payment_id',
): (deps: AccountDeps, id: string) => Row<T> | null {
  return ({ rows }, id) => {
    const rests = [...id.matchAll(/\//g)].map(({ index }) => id.slice(index + 1));
    for (const rest of rests) {
      const found = rows.all(table, `where ${column} = ?`, rest);
      const whole = found.find((row) => keyOf(table, row) === id);
      if (whole) return whole;
    }
    const alone = rows.all(table, `where ${column} = ? ${limit}`, id);
    return alone.length === 1 ? (alone[0] ?? null) : null;
  };
}

function byKey<T extends TableName>(table: T, column: string) {
  return ({ rows }: AccountDeps, id: string): Row<T> | null =>
    rows.get(table, `where ${column} = ?`, id);
}

const tellers: Record<Exclude<RecordKind, 'adjustment' | 'case'>, Teller> = {
  account(deps, id) {
    const related = accountRows(deps, id);
    const [row] = related.accounts;
    const named = [related.recharges, related.ledger, related.sessions, related.tickets];
    if (!row && named.every((rows) => rows.length === 0)) return null;
    return {
      id,
      fields: row ? fieldsOf('accounts', row) : { account_id: id },
      related,
      own: row ? [{ table: 'accounts', row }] : [],
    };
  },
  recharge: oneRow('recharges', byKey('recharges', 'recharge_id'), ({ rows }, row) =>
    attemptRows(rows, row),
  ),
  store_record: oneRow(
    'store_records',
    byMoneyId('store_records', 'external_id'),
    ({ rows }, row) => {
      const money = [row.external_id, row.purchase_token];
      return { ...moneyStory(rows, row.recharge_id, money), store_records: [row] };
    },
  ),
  payment: oneRow('payments', byMoneyId('payments', 'payment_id'), ({ rows }, row) => ({
    ...moneyStory(rows, row.recharge_id, [row.payment_id]),
    payments: [row],
  })),
  instrument: oneRow(
    'instruments',
    byKey('instruments', 'instrument_id'),
    ({ rows }, { instrument_id: id }) => ({
      recharges: rows.all(
        'recharges',
        `where instrument_id = ? order by created_at desc ${limit}`,
        id,
      ),
      payments: rows.all(
        'payments',
        `where instrument_id = ? order by created_at desc ${limit}`,
        id,
      ),
    }),
  ),
  device: oneRow('devices', byKey('devices', 'device_id'), ({ rows }, row) => ({
    devices: [row],
    recharges: rows.all(
      'recharges',
      `where device_id = ? order by created_at desc ${limit}`,
      row.device_id,
    ),
    sessions: rows.all(
      'sessions',
      `where device_id = ? order by started_at desc ${limit}`,
      row.device_id,
    ),
  })),
  ip: tellAddress,
  seller: oneRow('sellers', byKey('sellers', 'seller_id'), ({ rows }, row) => ({
    sellers: [row],
    offers: rows.all('offers', `where seller_id = ? order by seen_at desc ${limit}`, row.seller_id),
    recharges: rows.all(
      'recharges',
      `where seller_domain = ? order by created_at desc ${limit}`,
      row.seller_id,
    ),
  })),
  ticket: oneRow('tickets', byKey('tickets', 'ticket_id'), ({ rows }, row) => {
    const recharge =
      row.recharge_id === null
        ? null
        : rows.get('recharges', 'where recharge_id = ?', row.recharge_id);
    return { ...(recharge ? attemptRows(rows, recharge) : {}), tickets: [row] };
  }),
};

/** The attempt that money belongs to, where one is known, and what the ledger booked for it. */
function moneyStory(
  rows: AccountDeps['rows'],
  recharge: string | null,
  money: readonly (string | null)[],
): Gathered {
  const recharges = attemptsOf(rows, { recharge, money });
  const stories = recharges.slice(0, 20).map((row) => attemptRows(rows, row));
  const booked = money
    .filter((id) => id !== null)
    .flatMap((id) => rows.all('ledger', `where external_id = ? ${limit}`, id));
  return {
    recharges,
    recharge_events: stories.flatMap((story) => story.recharge_events),
    ledger: distinct('ledger', [...stories.flatMap((story) => story.ledger), ...booked]),
    tickets: distinct(
      'tickets',
      stories.flatMap((story) => story.tickets),
    ),
  };
}

/** An address is no row of its own: it is what attempts and sessions say of it. */
function tellAddress({ rows }: AccountDeps, id: string): Told | null {
  const recharges = rows.all('recharges', `where ip = ? order by created_at desc ${limit}`, id);
  const sessions = rows.all('sessions', `where ip = ? order by started_at desc ${limit}`, id);
  if (recharges.length + sessions.length === 0) return null;
  const seen = [...recharges, ...sessions];
  const words = (column: 'ip_country' | 'ip_kind') =>
    [...new Set(seen.map((row) => row[column]).filter((word) => word !== null))].join(', ') || null;
  const count = (found: readonly unknown[]) =>
    found.length === mostRows ? `${mostRows} or more` : String(found.length);
  return {
    id,
    fields: {
      ip: id,
      ip_country: words('ip_country'),
      ip_kind: words('ip_kind'),
      accounts: String(new Set(seen.map((row) => row.account_id)).size),
      recharges: count(recharges),
      sessions: count(sessions),
    },
    related: { recharges, sessions },
    own: [
      ...recharges.slice(0, 10).map((row) => ({ table: 'recharges', row }) as const),
      ...sessions.slice(0, 10).map((row) => ({ table: 'sessions', row }) as const),
    ],
  };
}
