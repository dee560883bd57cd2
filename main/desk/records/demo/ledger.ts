import type { DemoRow } from './columns.ts';
import { token } from './ids.ts';
import type { Random } from './random.ts';
import { iso } from './time.ts';

/** One movement, before its place in the account's chain is known. */
export interface Move {
  readonly person: string;
  readonly at: number;
  readonly asset?: 'coins' | 'diamonds' | 'beans';
  readonly delta: bigint;
  readonly kind:
    | 'recharge_grant'
    | 'bonus'
    | 'gift_sent'
    | 'gift_received'
    | 'refund_clawback'
    | 'chargeback_clawback'
    | 'adjustment'
    | 'expiry'
    | 'payout'
    | 'migration';
  readonly recharge?: string;
  readonly external?: string | null;
  readonly counterparty?: string;
  readonly gift?: string;
  readonly quantity?: number;
  readonly note?: string;
}

interface Step {
  readonly move: Move;
  readonly after: bigint;
}

/** Collects movements in any order and chains every account's balance by time at the end. */
export class LedgerBook {
  readonly #moves = new Map<string, Move[]>();
  readonly #chains = new Map<string, readonly Step[]>();

  add(move: Move): void {
    const key = `${move.person}/${move.asset ?? 'coins'}`;
    const list = this.#moves.get(key);
    if (list === undefined) this.#moves.set(key, [move]);
    else list.push(move);
  }

  /** Sorts and chains. Nothing may be added afterwards. */
  close(): void {
    for (const [key, list] of this.#moves) {
      let balance = 0n;
      const sorted = list.toSorted((a, b) => a.at - b.at);
      const chain = sorted.map((move): Step => {
        balance += move.delta;
        return { move, after: balance };
      });
      this.#chains.set(key, chain);
    }
  }

  /** Coins of the account at that time, after everything up to and including it. */
  balanceAt(person: string, at: number): bigint {
    let balance = 0n;
    for (const step of this.#chains.get(`${person}/coins`) ?? []) {
      if (step.move.at > at) break;
      balance = step.after;
    }
    return balance;
  }

  *rows(random: Random): Generator<DemoRow<'ledger'>> {
    for (const chain of this.#chains.values()) {
      for (const { move, after } of chain) {
        yield {
          entry_id: `le_${token(random, 14)}`,
          account_id: move.person,
          at: iso(move.at),
          asset: move.asset ?? 'coins',
          delta: move.delta,
          balance_after: after,
          kind: move.kind,
          recharge_id: move.recharge,
          external_id: move.external,
          counterparty_id: move.counterparty,
          gift_id: move.gift,
          quantity: move.quantity,
          note: move.note,
        };
      }
    }
  }
}
