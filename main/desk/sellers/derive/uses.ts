import type { Db } from '../../storage/storage.ts';
import { mailboxOf, mailFormOf, phoneOf } from '../names/contact.ts';
import type { Directory } from './directory.ts';

/** The tables that links are read from: the copy's own, or what of them belongs to the scope. */
interface From {
  readonly accounts: string;
  readonly recharges: string;
  readonly payments: string;
  readonly sessions: string;
  readonly devices: string;
  readonly ledger: string;
  readonly events: string;
  readonly stores: string;
}

/** Whole tables are read from front to back: sorting once beats looking every row up. */
const wholeCopy: From = {
  accounts: 'copy.accounts not indexed',
  recharges: 'copy.recharges not indexed',
  payments: 'copy.payments not indexed',
  sessions: 'copy.sessions not indexed',
  devices: 'copy.devices not indexed',
  ledger: 'copy.ledger not indexed',
  events: 'copy.recharge_events',
  stores: 'copy.store_records',
};

const ofScope: From = {
  accounts: 'temp.own_accounts',
  recharges: 'temp.own_recharges',
  payments: 'temp.own_payments',
  sessions: 'temp.own_sessions',
  devices: 'temp.own_devices',
  ledger: 'temp.own_ledger',
  events: 'temp.own_events',
  stores: 'temp.own_stores',
};

/** What belongs to the accounts of `temp.scope`, looked up once. */
const scoped: readonly (readonly [table: string, sql: string])[] = [
  [
    'own_accounts',
    'select * from copy.accounts where account_id in (select account from temp.scope)',
  ],
  [
    'own_recharges',
    'select * from copy.recharges where account_id in (select account from temp.scope)',
  ],
  [
    'own_sessions',
    'select * from copy.sessions where account_id in (select account from temp.scope)',
  ],
  [
    'own_devices',
    'select * from copy.devices where account_id in (select account from temp.scope)',
  ],
  ['own_ledger', 'select * from copy.ledger where account_id in (select account from temp.scope)'],
  [
    'own_payments',
    'select p.* from temp.own_recharges r join copy.payments p on p.recharge_id = r.recharge_id',
  ],
  [
    'own_events',
    `select e.* from temp.own_recharges r join copy.recharge_events e on e.recharge_id = r.recharge_id
     where e.stage in ('disputed', 'refunded', 'voided', 'declined')`,
  ],
  [
    'own_stores',
    'select s.* from temp.own_recharges r join copy.store_records s on s.recharge_id = r.recharge_id',
  ],
];

const coins = 'coalesce(coins, 0) + coalesce(bonus_coins, 0)';

/** Every kind of link, a row a use: account, kind, thing, from, to, times, coins. */
function usesOf(from: From): string {
  const recharged = (kind: string, column: string) =>
    `select account_id as account, '${kind}' as kind, ${column} as node, created_at as first, created_at as last,
       1 as times, ${coins} as coins from ${from.recharges} where ${column} is not null`;
  const seen = (kind: string, column: string) =>
    `select account_id, '${kind}', ${column}, started_at, coalesce(ended_at, started_at), 1, 0
     from ${from.sessions} where ${column} is not null`;
  const written = (kind: string, node: string) =>
    `select account_id, '${kind}', ${node}, coalesce(created_at, 0), coalesce(created_at, 0), 1, 0
     from ${from.accounts}`;
  return [
    recharged('instrument', 'instrument_id'),
    // A processor may know the instrument where the order does not.
    `select r.account_id, 'instrument', p.instrument_id, r.created_at, r.created_at, 1, ${coins}
     from ${alias(from.payments, 'p')} cross join copy.recharges r
     where p.instrument_id is not null and r.recharge_id = p.recharge_id and r.instrument_id is null`,
    recharged('device', 'device_id'),
    seen('device', 'device_id'),
    `select account_id, 'device', device_id, coalesce(first_seen, last_seen, 0),
       coalesce(last_seen, first_seen, 0), 0, 0 from ${from.devices} where account_id is not null`,
    recharged('ip', 'ip'),
    seen('ip', 'ip'),
    // Buying at an official shop joins nobody to anybody: its key is null.
    `select account_id, 'seller', seller_key(seller_domain), created_at, created_at, 1, ${coins}
     from ${from.recharges} where seller_domain is not null`,
    `select account_id, 'receiver', counterparty_id, at, at, 1, -delta from ${from.ledger}
     where kind = 'gift_sent' and asset = 'coins' and counterparty_id is not null`,
    written('email', 'mailbox(email)'),
    written('email', 'mail_form(email)'),
    written('phone', 'phone_digits(phone)'),
  ].join('\nunion all\n');
}

/** Money that went back or was refused, each way that a record says so. */
function harmsOf(from: From): string {
  return `select r.account_id, r.recharge_id, 'disputed', coalesce(p.dispute_at, p.created_at, r.created_at),
      'payments', p.provider || '/' || p.payment_id
    from ${alias(from.payments, 'p')} cross join copy.recharges r where p.disputed = 1 and r.recharge_id = p.recharge_id
  union all
    select r.account_id, r.recharge_id,
      case e.stage when 'disputed' then 'disputed' when 'declined' then 'declined' else 'refunded' end,
      e.at, 'recharge_events', e.recharge_id || '/' || e.seq
    from ${alias(from.events, 'e')} cross join copy.recharges r
    where e.stage in ('disputed', 'refunded', 'voided', 'declined')
      and coalesce(e.provider, '') <> 'platform' and r.recharge_id = e.recharge_id
  union all
    select r.account_id, r.recharge_id, 'refunded', coalesce(s.voided_at, s.purchased_at, r.created_at),
      'store_records', s.provider || '/' || s.external_id
    from ${alias(from.stores, 's')} cross join copy.recharges r
    where (s.state = 'refunded' or s.voided_at is not null) and r.recharge_id = s.recharge_id
  union all
    select r.account_id, r.recharge_id, 'declined', coalesce(p.created_at, r.created_at),
      'payments', p.provider || '/' || p.payment_id
    from ${alias(from.payments, 'p')} cross join copy.recharges r
    where p.status in ('failed', 'requires_payment_method') and p.decline_code is not null
      and r.recharge_id = p.recharge_id
  union all
    select account_id, coalesce(recharge_id, external_id, entry_id),
      case kind when 'chargeback_clawback' then 'disputed' else 'refunded' end, at, 'ledger', entry_id
    from ${from.ledger} where kind in ('chargeback_clawback', 'refund_clawback')`;
}

/** A table under a short name; `not indexed` stays behind it. */
function alias(table: string, name: string): string {
  return table.replace(/^(\S+)/, `$1 ${name}`);
}

/** Names that the SQL above calls: normal forms are made in one place, in code. */
export function addFunctions(db: Db, directory: Directory): void {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  db.function('seller_key', { deterministic: true }, (value: unknown) => {
    const key = directory.keyOf(text(value));
    // Buying at an official shop joins nobody to anybody.
    return key === null || directory.isTrusted(key) ? null : key;
  });
  db.function('mailbox', { deterministic: true }, (value: unknown) => mailboxOf(text(value) ?? ''));
  db.function('mail_form', { deterministic: true }, (value: unknown) =>
    mailFormOf(mailboxOf(text(value) ?? '') ?? ''),
  );
  db.function('phone_digits', { deterministic: true }, (value: unknown) =>
    phoneOf(text(value) ?? ''),
  );
}

/**
 * Fills links and harm for the accounts of `temp.scope`, or for all where `whole`. Rows of the
 * scope that were there are replaced. Call inside a transaction, with the copy attached as `copy`.
 */
export function fillUses(db: Db, whole: boolean, onStep: (done: number, of: number) => void): void {
  if (whole) db.exec('delete from uses; delete from harm; drop index uses_by_node');
  else {
    for (const [table, sql] of scoped)
      db.exec(`drop table if exists temp.${table}; create temp table ${table} as ${sql}`);
    db.exec(`delete from uses where account in (select account from temp.scope);
             delete from harm where account in (select account from temp.scope)`);
  }
  onStep(1, 4);
  const from = whole ? wholeCopy : ofScope;
  db.exec(
    `insert into uses
     select account, kind, node, min(first), max(last), sum(times), sum(coins) from (${usesOf(from)})
     where node is not null group by account, kind, node`,
  );
  onStep(2, 4);
  if (whole) db.exec('create index uses_by_node on uses (kind, node, account)');
  onStep(3, 4);
  db.exec(`insert or ignore into harm ${harmsOf(from)}`);
  onStep(4, 4);
}
