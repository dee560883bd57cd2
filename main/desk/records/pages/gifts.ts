import type { Fields } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';

/** Most kinds of gifts on one account page. */
const mostGifts = 200;

interface RawGift {
  readonly gift_id: string | null;
  readonly kind: string;
  readonly asset: string;
  readonly at: bigint;
  readonly delta: bigint;
  readonly quantity: bigint | null;
}

/**
 * The gifts of an account, summed by gift, direction and asset, newest first: gift_id, name,
 * direction (`sent` or `received`), asset, quantity, amount (signed), last_at.
 */
export function createGifts(db: Db) {
  const entriesOf = db.prepare<[string], RawGift>(
    `select gift_id, kind, asset, at, delta, quantity from ledger
     where account_id = ? and kind in ('gift_sent', 'gift_received')`,
  );
  const nameOf = db
    .prepare<[string], string>(
      'select name from gifts where gift_id = ? order by valid_from desc limit 1',
    )
    .pluck();
  return (account: string): Fields[] => {
    const sums = new Map<string, { raw: RawGift; quantity: bigint; amount: bigint; at: bigint }>();
    for (const raw of entriesOf.iterate(account)) {
      const name = JSON.stringify([raw.gift_id, raw.kind, raw.asset]);
      const sum = sums.get(name) ?? { raw, quantity: 0n, amount: 0n, at: raw.at };
      sum.quantity += raw.quantity ?? 1n;
      sum.amount += raw.delta;
      if (raw.at > sum.at) sum.at = raw.at;
      sums.set(name, sum);
    }
    return [...sums.values()]
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .slice(0, mostGifts)
      .map(({ raw, quantity, amount, at }) => ({
        gift_id: raw.gift_id,
        name: raw.gift_id === null ? null : (nameOf.get(raw.gift_id) ?? null),
        direction: raw.kind === 'gift_sent' ? 'sent' : 'received',
        asset: raw.asset,
        quantity: String(quantity),
        amount: String(amount),
        last_at: wireTime(Number(at)),
      }));
  };
}
