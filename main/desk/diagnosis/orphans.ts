import type { Verdict } from '../../../contract/diagnosis.ts';
import type { Row, RowReader } from '../records/records.ts';
import { familyOf } from './codes/lookup.ts';
import type { Frame } from './gather.ts';
import { mostCoins } from './match.ts';
import { type Bare, bareVerdict } from './no-order.ts';
import { byAccount, byExternal, byRecharge } from './reads.ts';
import { notTestPayment } from './test-payment.ts';

const page = 500;

/** Money that no order of ours explains: at processors first, then at stores, in key order. */
export function* orphans(rows: RowReader, frame: Frame): Generator<Verdict> {
  let last: readonly [string, string] = ['', ''];
  for (;;) {
    const found = rows.all('payments', paymentCondition, last[0], last[1], last[0], page);
    for (const row of found) yield verdictOfPayment(rows, frame, row);
    const end = found.at(-1);
    if (!end) break;
    last = [end.provider, end.payment_id];
  }
  last = ['', ''];
  for (;;) {
    const found = rows.all('store_records', storeCondition, last[0], last[1], last[0], page);
    for (const row of found)
      if (isFirstOfItsToken(rows, row)) yield verdictOfStore(rows, frame, row);
    const end = found.at(-1);
    if (!end) return;
    last = [end.provider, end.external_id];
  }
}

/** An account's money without an order, by what the store says who paid. */
export function orphansOf(rows: RowReader, frame: Frame, account: string): Verdict[] {
  return rows
    .all(
      'store_records',
      `where account_token = ? and ${storeOrphan} order by provider, external_id`,
      account,
    )
    .filter((row) => isFirstOfItsToken(rows, row))
    .map((row) => verdictOfStore(rows, frame, row));
}

const paymentCondition = `where (provider > ? or (payment_id > ? and provider = ?))
  and status = 'succeeded' and ${notTestPayment}
  and not exists (select 1 from recharges r where r.recharge_id = payments.recharge_id)
  and not exists (select 1 from recharges r where r.payment_id = payments.payment_id)
  and not exists (select 1 from recharges r where r.external_id = payments.payment_id)
  order by provider, payment_id limit ?`;

const storeOrphan = `state in ('purchased', 'refunded')
  and coalesce(test_kind, 'none') = 'none'
  and not exists (select 1 from recharges r where r.recharge_id = store_records.recharge_id)
  and not exists (select 1 from recharges r where r.external_id = store_records.external_id)
  and not exists (select 1 from recharges r where r.external_id = store_records.purchase_token)`;

const storeCondition = `where (provider > ? or (external_id > ? and provider = ?))
  and ${storeOrphan} order by provider, external_id limit ?`;

/** A purchase may stand here as its token and as its order: it is told once, and not at all where one of them has an order of ours. */
function isFirstOfItsToken(rows: RowReader, row: Row<'store_records'>): boolean {
  if (row.purchase_token === null) return true;
  const same = rows.all(
    'store_records',
    'where purchase_token = ? or external_id = ? order by provider, external_id',
    row.purchase_token,
    row.purchase_token,
  );
  const ours = same.some(
    (other) =>
      (other.recharge_id !== null &&
        rows.get('recharges', 'where recharge_id = ?', other.recharge_id) !== null) ||
      rows.get('recharges', 'where external_id = ?', other.external_id) !== null,
  );
  if (ours) return false;
  const named = same.filter((other) => other.external_id !== row.purchase_token);
  return row.external_id === (named[0] ?? same[0] ?? row).external_id;
}

interface Money {
  readonly name: string;
  readonly external: readonly string[];
  /** The order that it names and the copy does not have. */
  readonly recharge: string | null;
  readonly at: number | null;
  readonly account: string | null;
  readonly returned: boolean;
  readonly promised: bigint | null;
  readonly forged: boolean;
}

/** The verdict on a payment that has no order of ours. */
export function verdictOfPayment(rows: RowReader, frame: Frame, row: Row<'payments'>): Verdict {
  const whole = row.captured_minor ?? row.amount_minor;
  return decide(rows, frame, {
    name: `${row.provider}/${row.payment_id}`,
    external: [row.payment_id],
    recharge: row.recharge_id,
    at: row.captured_at ?? row.created_at,
    account: null,
    returned:
      (row.refunded_minor ?? 0n) > 0n && (whole === null || (row.refunded_minor ?? 0n) >= whole),
    promised: null,
    forged: false,
  });
}

/** The verdict on a store's record that has no order of ours. */
export function verdictOfStore(rows: RowReader, frame: Frame, row: Row<'store_records'>): Verdict {
  const storefront = row.storefront ?? row.region;
  const channel = familyOf(row.provider) === 'apple' ? 'app_store' : 'google_play';
  const line =
    row.sku === null || storefront === null || row.purchased_at === null
      ? null
      : frame.market.packageAt(row.sku, channel, storefront, row.purchased_at);
  return decide(rows, frame, {
    name: `${row.provider}/${row.external_id}`,
    external: [row.external_id, row.purchase_token].filter((value) => value !== null),
    recharge: row.recharge_id,
    at: row.purchased_at,
    account: row.account_token,
    returned: row.state === 'refunded' || row.voided_at !== null,
    promised: line
      ? (line.coins + (line.bonus_coins ?? 0n)) * BigInt(Math.max(1, row.quantity ?? 1))
      : null,
    forged: row.signature === 'failed',
  });
}

function decide(rows: RowReader, frame: Frame, money: Money): Verdict {
  const entries = entriesOf(rows, money);
  const net = entries.reduce((sum, entry) => sum + entry.delta, 0n);
  const verdict = (bare: Omit<Bare, 'payment' | 'account'> & { account?: string | null }) =>
    bareVerdict(
      { account: money.account ?? asker(frame, money), ...bare, payment: money.name },
      frame,
    );
  if (money.forged)
    return verdict({
      cause: 'receipt_invalid',
      confidence: 'certain',
      owed: 0n,
      says: `No order of ours, and the receipt of ${money.name} failed verification.`,
    });
  const owed = owedOf(frame, money, net);
  const holder = entries.find((entry) => entry.delta > 0n)?.account_id ?? null;
  if (holder !== null && (money.account === null || holder === money.account))
    return verdict({
      account: money.account ?? holder,
      cause: 'healthy',
      confidence: 'likely',
      owed,
      says: `Paid and granted (${money.name}); only the order is missing from this copy.`,
    });
  const claimants = money.external.flatMap((id) => frame.namedOrders(id));
  if (isAnothers(rows, frame, money, claimants))
    return verdict({
      cause: 'wrong_account',
      confidence: 'likely',
      owed,
      says: `Paid (${money.name}) without an order of ours; the store names another account than the one that asks for it, or one we do not know.`,
    });
  if (money.at === null || !speaks(frame, money.at))
    return verdict({
      cause: 'unknown',
      confidence: 'possible',
      owed,
      says: `Paid (${money.name}) without an order of ours, at a time that this copy does not cover.`,
    });
  return verdict({
    cause: 'paid_not_granted',
    confidence: 'likely',
    owed,
    says: `Paid (${money.name}) without an order of ours, and no coins were entered for it.`,
  });
}

/** Coins entered for it, by its own id or by the order that it names, each once. */
function entriesOf(rows: RowReader, money: Money): Row<'ledger'>[] {
  const found = [
    ...money.external.flatMap((id) => rows.all('ledger', byExternal, id)),
    ...(money.recharge === null ? [] : rows.all('ledger', byRecharge, money.recharge)),
  ].filter((entry) => entry.asset === 'coins');
  return [...new Map(found.map((entry) => [entry.entry_id, entry])).values()];
}

/** Who asks for money that names nobody. */
function asker(frame: Frame, money: Money): string | null {
  return money.external.flatMap((id) => frame.namedOrders(id))[0]?.account_id ?? null;
}

/** The store names a payer that is not whoever asks for it, or not an account of ours. */
function isAnothers(
  rows: RowReader,
  frame: Frame,
  money: Money,
  claimants: readonly Row<'tickets'>[],
): boolean {
  if (money.account === null) return false;
  const asking = claimants.filter((ticket) => ticket.account_id !== null);
  if (asking.length > 0) return asking.every((ticket) => ticket.account_id !== money.account);
  // An absent account says something only where the copy has accounts at all.
  const known = frame.copy.covers(money.at ?? frame.copy.asOf ?? 0, 'accounts');
  return known && rows.get('accounts', byAccount, money.account) === null;
}

function speaks(frame: Frame, at: number): boolean {
  return frame.copy.covers(at, 'ledger') && frame.copy.covers(at, 'recharges');
}

function owedOf(frame: Frame, money: Money, net: bigint): bigint | null {
  if (money.returned) return 0n;
  if (money.promised === null || money.at === null || !speaks(frame, money.at)) return null;
  const owed = money.promised > net ? money.promised - net : 0n;
  return owed > mostCoins ? null : owed;
}
