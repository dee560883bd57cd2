import type { Db } from '../../storage/storage.ts';

/** What an import since the last time touched. */
export interface Scope {
  /** Nothing can be kept: everything is worked out anew. */
  readonly whole: boolean;
  /** The price list, rates or sellers changed: every score is looked at again. */
  readonly market: boolean;
  readonly lastRun: bigint;
  readonly lastRunName: string;
}

interface State {
  readonly last_run: bigint;
  readonly last_run_name: string;
  readonly rules: string;
}

/** Compares the copy's newest import with what the store was made from; null where it is current. */
export function scopeOf(db: Db, rules: string): Scope | null {
  const newest = db
    .prepare('select number, run from copy.runs order by number desc limit 1')
    .get() as { number: bigint; run: string } | undefined;
  const state = db.prepare('select * from state').get() as State | undefined;
  const lastRun = newest?.number ?? 0n;
  const lastRunName = newest?.run ?? '';
  if (!state) return { whole: true, market: true, lastRun, lastRunName };
  if (state.last_run === lastRun && state.last_run_name === lastRunName && state.rules === rules)
    return null;
  const same = db.prepare('select run from copy.runs where number = ?').pluck().get(state.last_run);
  const whole =
    ofProgram(state.rules) !== ofProgram(rules) ||
    (state.last_run > 0n && same !== state.last_run_name);
  const market = whole || state.rules !== rules || marketChanged(db, state.last_run);
  return { whole, market, lastRun, lastRunName };
}

/** The version of the rules themselves, without that of the rates that were typed in. */
function ofProgram(rules: string): string {
  return rules.split(' ')[0] ?? '';
}

function marketChanged(db: Db, since: bigint): boolean {
  return (
    db
      .prepare(
        `select 1 from copy.files where run > ? and rows > 0
         and table_name in ('packages', 'fx_rates', 'sellers', 'offers') limit 1`,
      )
      .get(since) !== undefined
  );
}

/** Rows that came since, by the account they belong to. The conditions are those of the partial indices. */
const touching: readonly string[] = [
  'select account_id from copy.recharges where origin_run > @since',
  'select account_id from copy.sessions where origin_run > @since',
  'select account_id from copy.accounts where origin_run > @since',
  'select account_id from copy.devices where origin_run > @since and account_id is not null',
  `select account_id from copy.ledger where origin_run > @since
     and kind in ('gift_sent', 'chargeback_clawback', 'refund_clawback')`,
  `select r.account_id from copy.payments p cross join copy.recharges r
     where r.recharge_id = p.recharge_id and p.origin_run > @since`,
  `select r.account_id from copy.recharge_events e cross join copy.recharges r
     where r.recharge_id = e.recharge_id and e.origin_run > @since and e.stage in ('disputed', 'refunded', 'voided', 'declined')`,
  `select r.account_id from copy.store_records s cross join copy.recharges r
     where r.recharge_id = s.recharge_id and s.origin_run > @since and (s.state = 'refunded' or s.voided_at is not null)`,
  'select account_id from copy.tickets where origin_run > @since and account_id is not null',
  // A record that moved from one account to another touches both.
  `select json_extract(content, '$.account_id') from copy.history
     where replaced_by_run > @since and table_name in ('recharges', 'sessions', 'devices', 'tickets')
       and json_extract(content, '$.account_id') is not null`,
];

/** Puts the accounts that new rows touch into `temp.scope`. */
export function fillScope(db: Db, since: bigint): void {
  db.exec(
    'drop table if exists temp.scope; create temp table scope (account TEXT PRIMARY KEY) without rowid',
  );
  for (const sql of touching) db.prepare(`insert or ignore into temp.scope ${sql}`).run({ since });
}
