import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { clockSlackMs, lapseMs } from './rules.ts';
import type { Store, Stored } from './store.ts';

export const deskItself: Caller = { user: 'desk', role: 'desk', door: 'desk', session: '' };

/**
 * Marks open proposals that nobody decided in time, and those made in what a clock that was set
 * back now calls the future: nobody can tell how old they are. A transaction of its own, before
 * whatever is asked: where that is refused and undone, what lapsed stays lapsed.
 */
export function lapseOld(desk: Db, store: Store, audit: Audit, now: number): void {
  const outside = () => store.openOutside(now - lapseMs, now + clockSlackMs);
  if (outside().length === 0) return;
  desk
    .transaction(() => {
      for (const row of outside())
        lapse(
          store,
          audit,
          row,
          Number(row.created_at) > now
            ? 'the clock was set back, so its age cannot be told'
            : 'nobody decided it within 24 hours',
        );
    })
    .immediate();
}

/** Ends an open proposal, and says why. Runs in the caller's transaction. */
export function lapse(store: Store, audit: Audit, row: Stored, why: string): void {
  store.setState(row.id, 'lapsed');
  audit.append(deskItself, {
    command: 'adjustments.lapse',
    object: `adjustment/${row.id}`,
    outcome: 'done',
    sentence: `Proposal ${row.id} lapsed: ${why}.`,
  });
}
