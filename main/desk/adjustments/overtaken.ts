import type { Overtaken } from '../../../contract/adjustments.ts';
import { wireTime } from '../../../contract/values.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { compensates } from './reasons.ts';
import type { Store, Stored } from './store.ts';
import { type Subject, subjectOf } from './subject.ts';
import { isTakenBack } from './twice.ts';

/** What the platform did besides: coins it granted, or money that went back. */
interface Shown {
  readonly kind: Overtaken['kind'];
  readonly coins: bigint;
  readonly table: string;
  readonly key: string;
  /** UTC ms. */
  readonly at: number | null;
}

/** The longest that a scheme lets a charge be disputed, in ms (facts: recharge failures, about 540 days). */
const reachMs = 540 * 24 * 60 * 60_000;

/**
 * Recharges that were made good by hand and for which a copy imported later shows a grant, a
 * refund or a chargeback: coins that stand too many until the adjustment is reversed. Newest first.
 */
export function createOvertaken(deps: AdjustmentDeps, store: Store): () => Overtaken[] {
  const { rows } = deps;

  /** True for a row that the copy did not have when the adjustment was decided. */
  const cameAfter = (row: Stored, origin: { readonly run: string }): boolean => {
    const began = deps.runBegan(origin.run);
    return began !== null && began > Number(row.created_at);
  };

  const granted = (row: Stored, subject: Subject): Shown | null => {
    const entries = [
      ...[...subject.recharges].flatMap((id) => rows.all('ledger', 'where recharge_id = ?', id)),
      ...[...subject.externals].flatMap((id) => rows.all('ledger', 'where external_id = ?', id)),
    ].filter(
      (entry) =>
        entry.delta > 0n &&
        ['recharge_grant', 'bonus'].includes(entry.kind) &&
        cameAfter(row, entry.origin),
    );
    const late = [...new Map(entries.map((entry) => [entry.entry_id, entry])).values()];
    const [first] = late;
    if (!first) return null;
    const sum = late.reduce((total, entry) => total + entry.delta, 0n);
    return {
      kind: 'granted_after_make_good',
      coins: sum < row.coins ? sum : row.coins,
      table: 'ledger',
      key: first.entry_id,
      at: first.at,
    };
  };

  /** Money that went back after the coins were given, and did not come again. */
  const refunded = (row: Stored, subject: Subject): Shown | null => {
    for (const recharge of subject.recharges) {
      const events = rows.all('recharge_events', 'where recharge_id = ? order by seq', recharge);
      const last = events.findLast((event) =>
        ['refunded', 'voided', 'disputed', 'refund_reversed', 'dispute_won'].includes(event.stage),
      );
      const back = last && ['refunded', 'voided', 'disputed'].includes(last.stage);
      if (last && back && cameAfter(row, last.origin))
        return moneyBack(row, 'recharge_events', `${recharge}/${last.seq}`, last.at);
      if (last) continue;
      const store = rows
        .all('store_records', 'where recharge_id = ?', recharge)
        .find((one) => one.state === 'refunded' || one.voided_at !== null);
      if (store && cameAfter(row, store.origin))
        return moneyBack(
          row,
          'store_records',
          `${store.provider}/${store.external_id}`,
          store.voided_at,
        );
      const payment = rows
        .all('payments', 'where recharge_id = ?', recharge)
        .find((one) => one.disputed === true || (one.refunded_minor ?? 0n) > 0n);
      if (payment && cameAfter(row, payment.origin))
        return moneyBack(
          row,
          'payments',
          `${payment.provider}/${payment.payment_id}`,
          payment.dispute_at,
        );
    }
    return null;
  };

  return () => {
    const since = deps.clock() - reachMs;
    return store
      .decidedGifts()
      .filter((row) => Number(row.created_at) >= since && compensates(row.reason))
      .filter((row) => !isTakenBack(store, row))
      .flatMap((row) => {
        const subject = subjectOf(rows, { recharge: row.recharge_id, external: row.external_id });
        const shown = granted(row, subject) ?? refunded(row, subject);
        return shown === null ? [] : [toWire(store, row, shown)];
      })
      .toReversed();
  };
}

function moneyBack(row: Stored, table: string, key: string, at: number | null): Shown {
  return { kind: 'refunded_after_make_good', coins: row.coins, table, key, at };
}

function toWire(store: Store, row: Stored, shown: Shown): Overtaken {
  return {
    adjustment: store.toWire(row),
    kind: shown.kind,
    coins: shown.coins.toString(),
    table: shown.table,
    key: shown.key,
    at: wireTime(shown.at),
    reversal: store.reversalOf(row.id)?.id ?? null,
  };
}
