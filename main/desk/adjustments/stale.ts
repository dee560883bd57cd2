import { wireTime } from '../../../contract/values.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { changedSince, seenOf } from './evidence.ts';
import { deskItself, lapse } from './lapse.ts';
import type { ReasonBook } from './reason-book.ts';
import type { Store, Stored } from './store.ts';
import { subjectOf } from './subject.ts';
import { onlyOne } from './weigh.ts';

export type Staleness = ReturnType<typeof createStaleness>;

/** Whether what a maker saw is still so, and what follows where it is not. */
export function createStaleness(deps: AdjustmentDeps, store: Store, book: ReasonBook) {
  const { desk, audit, clock, rows } = deps;
  const note = desk.prepare(
    'insert into reopenings (adjustment_id, at, run, change) values (?, ?, ?, ?) on conflict do nothing',
  );
  const noted = desk.prepare(
    'select at, run, change from reopenings where adjustment_id = ? order by number',
  );

  /** What changed of the evidence of an open proposal, in words; null where nothing did. */
  const changeOf = (row: Stored): string | null => {
    const about =
      row.recharge_id ??
      onlyOne(subjectOf(rows, { recharge: row.recharge_id, external: row.external_id }).recharges);
    const verdict = about === null ? null : deps.verdictOf(about);
    const computed = deps.computedBalance(row.account_id);
    return changedSince(row.evidence, seenOf(verdict, computed, book.rule(row.reason).version));
  };

  return {
    changeOf,

    /** What imports changed of a proposal's evidence, oldest first. */
    reopenings: (id: string) =>
      (noted.all(id) as { at: bigint; run: string; change: string }[]).map((one) => ({
        ...one,
        at: wireTime(Number(one.at)),
      })),

    /**
     * After an import: every open proposal whose evidence it changed is reopened, with a row in
     * the audit. Nobody can approve it as it stands; whoever proposes the same anew replaces it.
     * Gives their ids.
     */
    reopenChanged(run: string): string[] {
      return desk
        .transaction(() => {
          const reopened: string[] = [];
          for (const row of store.allOpen()) {
            const change = changeOf(row);
            if (change === null) continue;
            if (note.run(row.id, clock(), run, change).changes === 0) continue;
            reopened.push(row.id);
            audit.append(deskItself, {
              command: 'adjustments.reopen',
              object: `adjustment/${row.id}`,
              outcome: 'STALE_EVIDENCE',
              sentence: `Import ${run} changed the evidence of proposal ${row.id}: ${change}.`,
            });
          }
          return reopened;
        })
        .immediate();
    },

    /** Ends an open proposal that rests on old evidence, so that the same can be asked anew. In the caller's transaction. */
    replace(row: Stored | null): boolean {
      if (row === null || row.state !== 'proposed') return false;
      const change = changeOf(row);
      if (change === null) return false;
      lapse(store, audit, row, `it was proposed anew, for ${change}`);
      return true;
    },
  };
}
