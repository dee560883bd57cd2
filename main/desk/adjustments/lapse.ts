import type { Audit, Caller } from '../audit/audit.ts';
import { lapseMs } from './rules.ts';
import type { Store } from './store.ts';

const deskItself: Caller = { user: 'desk', role: 'desk', door: 'desk', session: '' };

/** Marks open proposals that nobody decided in time. Runs in the caller's transaction. */
export function lapseOld(store: Store, audit: Audit, now: number): void {
  for (const row of store.openBefore(now - lapseMs)) {
    store.setState(row.id, 'lapsed');
    audit.append(deskItself, {
      command: 'adjustments.lapse',
      object: `adjustment/${row.id}`,
      outcome: 'done',
      sentence: `Proposal ${row.id} lapsed: nobody decided it within 24 hours.`,
    });
  }
}
