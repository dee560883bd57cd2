import type { AccountPage, Fields } from '../../../../contract/records.ts';
import type { Row } from '../tables.ts';
import type { Balances } from './balance.ts';
import type { Belongings } from './belongings.ts';
import type { historyOrigins } from './history.ts';
import { timelineOf } from './moments.ts';
import { notFound } from './not-found.ts';
import { type PageDeps, timelineLength } from './recharge.ts';
import { mostRows } from './related.ts';
import { distinctOrigins, fieldsOf, originOf } from './wire.ts';

export interface AccountDeps extends PageDeps {
  readonly balances: Balances;
  readonly belongings: Belongings;
  readonly gifts: (account: string) => Fields[];
  readonly history: ReturnType<typeof historyOrigins>;
}

/** Attempts whose events are told in full on the timeline of an account. */
const toldAttempts = 50;

const newest = `limit ${mostRows}`;

/** The rows of an account that its page and its timeline are made from, newest first. */
export function accountRows({ rows }: PageDeps, id: string) {
  const recharges = rows.all(
    'recharges',
    `where account_id = ? order by created_at desc ${newest}`,
    id,
  );
  return {
    accounts: rows.all('accounts', 'where account_id = ?', id),
    recharges,
    ledger: rows.all('ledger', `where account_id = ? order by at desc ${newest}`, id),
    sessions: rows.all('sessions', `where account_id = ? order by started_at desc ${newest}`, id),
    tickets: rows.all('tickets', `where account_id = ? order by opened_at desc ${newest}`, id),
    recharge_events: recharges
      .slice(0, toldAttempts)
      .flatMap(({ recharge_id }) =>
        rows.all('recharge_events', `where recharge_id = ? ${newest}`, recharge_id),
      ),
  };
}

/**
 * One account: balances with their explanation, what it bought, sent and received, what it was
 * used with, and one timeline, oldest first. Lists are newest first and hold at most 500 rows;
 * balances and gifts count every entry. An account that only other records name is shown by
 * them. Refuses NOT_FOUND where nothing in the copy names it.
 */
export function accountPage(deps: AccountDeps, id: string): AccountPage {
  const found = accountRows(deps, id);
  const [account] = found.accounts;
  const { recharges, ledger, sessions, tickets } = found;
  if (!account && [recharges, ledger, sessions, tickets].every((rows) => rows.length === 0))
    throw notFound(deps, 'account', id);
  const books = deps.balances.of(id);
  const place = new Map(books.order.map((entry, index) => [entry, index]));
  return {
    account_id: id,
    fields: account ? fieldsOf('accounts', account) : { account_id: id },
    balances: books.balances.map(({ asset, computed, stated }) => ({
      asset,
      computed: String(computed),
      stated: stated === null ? null : String(stated),
    })),
    ledger: ledger
      .toSorted((a, b) => (place.get(b.entry_id) ?? 0) - (place.get(a.entry_id) ?? 0))
      .map((row) => fieldsOf('ledger', row)),
    balance_series: books.series,
    recharges: recharges.map((row) => attemptFields(deps, row)),
    gifts: deps.gifts(id),
    devices: deps.belongings.devices(id),
    instruments: deps.belongings.instruments(id),
    places: deps.belongings.places(id),
    tickets: tickets.map((row) => fieldsOf('tickets', row)),
    timeline: timelineOf(found, timelineLength),
    provenance: distinctOrigins([
      ...found.accounts.map((row) => originOf(row.origin)),
      ...deps.history('accounts', id),
    ]),
    copy: deps.coverage.age(),
  };
}

/** An attempt with `last_stage`: how far it came by its own events. */
function attemptFields({ rows }: PageDeps, row: Row<'recharges'>): Fields {
  const last = rows.get(
    'recharge_events',
    'where recharge_id = ? order by at desc, seq desc limit 1',
    row.recharge_id,
  );
  return { ...fieldsOf('recharges', row), last_stage: last?.stage ?? null };
}
