import type { Db } from '../../storage/storage.ts';
import { mailboxOf, mailFormOf, phoneOf } from '../names/contact.ts';
import type { Directory } from './directory.ts';

/** Where a use is read from: kind of link, and the rows that show it. `{of}` narrows to a scope. */
interface Source {
  readonly kind: string;
  readonly sql: string;
}

const coinsOf = 'coalesce(coins, 0) + coalesce(bonus_coins, 0)';

function fromRecharges(kind: string, column: string): Source {
  return {
    kind,
    sql: `select account_id, '${kind}', ${column}, min(created_at), max(created_at), count(*),
            sum(${coinsOf})
          from copy.recharges where {of} and ${column} is not null group by account_id, ${column}`,
  };
}

function fromSessions(kind: string, column: string): Source {
  return {
    kind,
    sql: `select account_id, '${kind}', ${column}, min(started_at), max(coalesce(ended_at, started_at)), count(*), 0
          from copy.sessions where {of} and ${column} is not null group by account_id, ${column}`,
  };
}

/** Every kind of link, and each place that shows it. */
const sources: readonly Source[] = [
  fromRecharges('instrument', 'instrument_id'),
  {
    kind: 'instrument',
    // A processor may know the instrument where the order does not.
    sql: `select account_id, 'instrument', paid.instrument_id, min(r.created_at), max(r.created_at), count(*), sum(${coinsOf})
          from copy.recharges r join copy.payments paid on paid.recharge_id = r.recharge_id
          where {of} and r.instrument_id is null and paid.instrument_id is not null
          group by account_id, paid.instrument_id`,
  },
  fromRecharges('device', 'device_id'),
  fromSessions('device', 'device_id'),
  {
    kind: 'device',
    sql: `select account_id, 'device', device_id, coalesce(first_seen, last_seen, 0), coalesce(last_seen, first_seen, 0), 0, 0
          from copy.devices where {of} and account_id is not null`,
  },
  fromRecharges('ip', 'ip'),
  fromSessions('ip', 'ip'),
  {
    kind: 'seller',
    sql: `select account_id, 'seller', seller_key(seller_domain) as node, min(created_at), max(created_at), count(*), sum(${coinsOf})
          from copy.recharges where {of} and seller_domain is not null
          group by account_id, node having node is not null`,
  },
  {
    kind: 'receiver',
    sql: `select account_id, 'receiver', counterparty_id, min(at), max(at), count(*), -sum(delta)
          from copy.ledger where {of} and kind = 'gift_sent' and asset = 'coins' and counterparty_id is not null
          group by account_id, counterparty_id`,
  },
  {
    kind: 'email',
    sql: `select account_id, 'email', mailbox(email) as node, coalesce(created_at, 0), coalesce(created_at, 0), 1, 0
          from copy.accounts where {of} and node is not null`,
  },
  {
    kind: 'email',
    sql: `select account_id, 'email', mail_form(email) as node, coalesce(created_at, 0), coalesce(created_at, 0), 1, 0
          from copy.accounts where {of} and node is not null`,
  },
  {
    kind: 'phone',
    sql: `select account_id, 'phone', phone_digits(phone) as node, coalesce(created_at, 0), coalesce(created_at, 0), 1, 0
          from copy.accounts where {of} and node is not null`,
  },
];

const harms: readonly string[] = [
  `select r.account_id, r.recharge_id, 'disputed', coalesce(p.dispute_at, p.created_at, r.created_at), 'payments', p.provider || '/' || p.payment_id
   from copy.payments p join copy.recharges r on r.recharge_id = p.recharge_id where {of} and p.disputed = 1`,
  `select r.account_id, r.recharge_id,
     case e.stage when 'disputed' then 'disputed' when 'declined' then 'declined' else 'refunded' end,
     e.at, 'recharge_events', e.recharge_id || '/' || e.seq
   from copy.recharge_events e join copy.recharges r on r.recharge_id = e.recharge_id
   where {of} and e.stage in ('disputed', 'refunded', 'voided', 'declined')
     and coalesce(e.provider, '') <> 'platform'`,
  `select r.account_id, r.recharge_id, 'refunded', coalesce(s.voided_at, s.purchased_at, r.created_at), 'store_records', s.provider || '/' || s.external_id
   from copy.store_records s join copy.recharges r on r.recharge_id = s.recharge_id
   where {of} and (s.state = 'refunded' or s.voided_at is not null)`,
  `select r.account_id, r.recharge_id, 'declined', coalesce(p.created_at, r.created_at), 'payments', p.provider || '/' || p.payment_id
   from copy.payments p join copy.recharges r on r.recharge_id = p.recharge_id
   where {of} and p.status in ('failed', 'requires_payment_method') and p.decline_code is not null`,
  `select l.account_id, coalesce(l.recharge_id, l.external_id, l.entry_id),
     case l.kind when 'chargeback_clawback' then 'disputed' else 'refunded' end, l.at, 'ledger', l.entry_id
   from copy.ledger l where {of} and l.kind in ('chargeback_clawback', 'refund_clawback')`,
];

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
  const steps = sources.length + harms.length;
  if (whole) db.exec('delete from uses; delete from harm');
  else
    db.exec(`delete from uses where account in (select account from temp.scope);
             delete from harm where account in (select account from temp.scope)`);
  let done = 0;
  for (const { sql } of sources) {
    const of = whole ? 'true' : 'account_id in (select account from temp.scope)';
    db.exec(`insert into uses ${sql.replace('{of}', of)}
             on conflict (account, kind, node) do update set first = min(first, excluded.first),
               last = max(last, excluded.last), times = times + excluded.times, coins = coins + excluded.coins`);
    onStep((done += 1), steps);
  }
  for (const sql of harms) {
    const column = sql.includes('copy.recharges r') ? 'r.account_id' : 'l.account_id';
    const of = whole ? 'true' : `${column} in (select account from temp.scope)`;
    db.exec(`insert or ignore into harm ${sql.replace('{of}', of)}`);
    onStep((done += 1), steps);
  }
}
