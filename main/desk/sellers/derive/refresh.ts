import { createRowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Rate } from '../price/rates.ts';
import { rulesVersion } from '../signals/rules.ts';
import { refreshCircles } from './circles.ts';
import { createFactReader } from '../rings/facts.ts';
import { type Directory, readDirectory } from './directory.ts';
import { mentionsIn } from './mentions.ts';
import { refreshRings } from './ring-store.ts';
import { fillScope, scopeOf, type Scope } from './scope.ts';
import { createMatters, suspectOf } from './matters.ts';
import { refreshScores, scopeByTurnedSellers } from './score-store.ts';
import { addFunctions, fillUses } from './uses.ts';

export interface RefreshInput {
  /** The derived store, with the copy attached as `copy`. */
  readonly derived: Db;
  /** The copy, over a connection of its own for typed rows. */
  readonly records: Db;
  /** Rates that were typed in. */
  readonly typedRates: readonly Rate[];
  /** Tells the store that typed rates changed. */
  readonly ratesVersion: string;
  readonly onStep?: ((step: string, done: number, of: number) => void) | undefined;
}

/**
 * Brings links, rings and scores up to the copy in one transaction: everything where the store is
 * new, the rules changed or the copy was replaced; otherwise only what the new rows touch. The
 * result is the same either way. True where something was done.
 */
export function refreshDerived(input: RefreshInput): boolean {
  const { derived, records, onStep = () => {} } = input;
  const rules = `${rulesVersion} ${input.ratesVersion}`;
  derived.exec('begin immediate');
  try {
    const scope = scopeOf(derived, rules);
    if (!scope) {
      derived.exec('rollback');
      return false;
    }
    const rows = createRowReader(records);
    const directory = readDirectory(rows);
    addFunctions(derived, directory);
    const since = scope.whole ? 0n : sinceOf(derived);
    if (!scope.whole) fillScope(derived, since);
    // A seller's name decides what its records mean: links by seller are made anew with it.
    const whole = scope.whole || sellersChanged(derived, since);
    fillUses(derived, whole, (done, of) => onStep('links', done, of));
    fillMentions(derived, rows, directory, whole ? 0n : since);
    onStep('rings', 0, 1);
    const { bareOf, matterOf } = createMatters({
      derived,
      rows,
      directory,
      typedRates: input.typedRates,
    });
    const isSuspect = suspectOf(bareOf);
    if (!whole) scopeByTurnedSellers({ derived, directory, isSuspect }, scope.market);
    const read = createFactReader(rows, derived);
    const changed = refreshRings({ derived, rows, directory, whole, isSuspect, read });
    onStep('scores', 0, 1);
    const scored = refreshScores({
      derived,
      directory,
      matterOf,
      isSuspect,
      whole: whole || scope.market,
      changed,
    });
    refreshCircles({ derived, rows, directory, scored, read });
    keepState(derived, scope, rules);
    derived.exec('commit');
    return true;
  } catch (error) {
    if (derived.inTransaction) derived.exec('rollback');
    throw error;
  }
}

function sinceOf(derived: Db): bigint {
  return derived.prepare('select last_run from state').pluck().get() as bigint;
}

/** Did the sellers table change, or does somebody new make offers? Either gives records another meaning. */
function sellersChanged(derived: Db, since: bigint): boolean {
  return (
    derived
      .prepare(
        `select 1 from copy.files where run > @since and rows > 0 and table_name = 'sellers'
         union all select 1 from copy.offers o where o.origin_run > @since and not exists (
           select 1 from copy.offers p where p.seller_id = o.seller_id and p.origin_run <= @since)
         limit 1`,
      )
      .get({ since }) !== undefined
  );
}

function fillMentions(
  derived: Db,
  rows: ReturnType<typeof createRowReader>,
  directory: Directory,
  since: bigint,
): void {
  if (since === 0n) derived.exec('delete from mentions');
  const remove = derived.prepare('delete from mentions where ticket = ?');
  const insert = derived.prepare('insert or ignore into mentions values (?, ?, ?, ?, ?)');
  let last = '';
  for (;;) {
    const tickets = rows.all(
      'tickets',
      'where ticket_id > ? and origin_run > ? order by ticket_id limit 1000',
      last,
      since,
    );
    for (const ticket of tickets) {
      if (since > 0n) remove.run(ticket.ticket_id);
      for (const { seller, complains } of mentionsIn(ticket, directory))
        insert.run(
          ticket.ticket_id,
          seller,
          ticket.account_id,
          ticket.opened_at,
          complains ? 1 : 0,
        );
    }
    const end = tickets.at(-1);
    if (!end) return;
    last = end.ticket_id;
  }
}

function keepState(derived: Db, scope: Scope, rules: string): void {
  derived
    .prepare(
      `insert into state values (1, ?, ?, ?) on conflict (only_row) do update set
         last_run = excluded.last_run, last_run_name = excluded.last_run_name, rules = excluded.rules`,
    )
    .run(scope.lastRun, scope.lastRunName, rules);
}
