import type { BalanceEntry, ExplainedBalance } from '../../../contract/diagnosis.ts';
import { sayNumber, saySigned } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import { inLedgerOrder, type Row, type RowReader } from '../records/records.ts';

type Entry = Row<'ledger'> & { readonly balanceAfter: bigint | null };

/**
 * Why an account holds what it holds: for each asset the entries up to a moment (UTC ms) in the
 * order they happened, the running sum, and what does not fit. Coins come first and are there
 * even without an entry; diamonds and beans are wallets of their own. An account that the copy
 * does not name is told as not `known`: its 0 is the sum of no entries.
 */
export function explainBalance(
  rows: RowReader,
  account: string,
  until: number,
  deskAdjustments: bigint,
): ExplainedBalance[] {
  const whole = rows.all(
    'ledger',
    'where account_id = ? order by at, origin_run, origin_file, origin_line, entry_id',
    account,
  );
  const known =
    whole.length > 0 ||
    rows.get('accounts', 'where account_id = ?', account) !== null ||
    rows.get('recharges', 'where account_id = ?', account) !== null;
  const entries = whole
    .filter((row) => row.at <= until)
    .map((row): Entry => ({ ...row, balanceAfter: row.balance_after }));
  const assets = Map.groupBy(entries, (entry) => entry.asset);
  if (!assets.has('coins')) assets.set('coins', []);
  return [...assets]
    .sort(([a], [b]) => (a === 'coins' ? -1 : b === 'coins' ? 1 : a < b ? -1 : 1))
    .map(([asset, own]) => ({
      account,
      known,
      ...ofAsset(rows, asset, inLedgerOrder(own), asset === 'coins' ? deskAdjustments : 0n),
    }));
}

function ofAsset(
  rows: RowReader,
  asset: string,
  entries: readonly Entry[],
  deskAdjustments: bigint,
): Omit<ExplainedBalance, 'account' | 'known'> {
  let sum = 0n;
  const told = entries.map((entry): BalanceEntry => {
    sum += entry.delta;
    return toWire(rows, entry, sum);
  });
  return {
    asset,
    computed: sum.toString(),
    stated:
      entries.findLast((entry) => entry.balanceAfter !== null)?.balanceAfter?.toString() ?? null,
    desk_adjustments: deskAdjustments.toString(),
    entries: told,
    problems: [...gapsOf(entries), ...doublesOf(entries), ...orphansOf(rows, entries)].toSorted(
      (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0),
    ),
    sums: sumsBy(entries, (entry) => entry.kind).map(([kind, one]) => ({ kind, ...one })),
    spent: sumsBy(
      entries.filter((entry) => entry.kind === 'gift_sent'),
      (entry) => giftName(rows, entry) ?? 'a gift without a name',
    )
      .map(([gift, one]) => ({ gift, ...one }))
      .toSorted((a, b) => (BigInt(a.coins) < BigInt(b.coins) ? -1 : 1)),
  };
}

function toWire(rows: RowReader, entry: Entry, sum: bigint): BalanceEntry {
  return {
    entry_id: entry.entry_id,
    at: wireTime(entry.at),
    kind: entry.kind,
    delta: entry.delta.toString(),
    sum: sum.toString(),
    stated: entry.balance_after?.toString() ?? null,
    recharge_id: entry.recharge_id,
    external_id: entry.external_id,
    counterparty_id: entry.counterparty_id,
    gift: entry.gift_id === null ? null : giftName(rows, entry),
    quantity: entry.quantity,
    file: entry.origin.file || null,
    line: entry.origin.line || null,
  };
}

/** The gift's name when it was sent; its id where the catalogue of that day has none. */
function giftName(rows: RowReader, entry: Entry): string | null {
  if (entry.gift_id === null) return null;
  const lines = rows.all('gifts', 'where gift_id = ?', entry.gift_id);
  const then = lines
    .filter((line) => (line.valid_from ?? 0) <= entry.at)
    .reduce<Row<'gifts'> | null>(
      (best, line) => (best && (best.valid_from ?? 0) > (line.valid_from ?? 0) ? best : line),
      null,
    );
  return then?.name ?? lines[0]?.name ?? entry.gift_id;
}

type Problem = ExplainedBalance['problems'][number];

/** Places where the stated balances do not follow from each other. */
function gapsOf(entries: readonly Entry[]): Problem[] {
  const found: Problem[] = [];
  let expected: bigint | null = null;
  for (const entry of entries) {
    const before = entry.balanceAfter === null ? null : entry.balanceAfter - entry.delta;
    const missing = before === null ? 0n : before - (expected ?? 0n);
    if (missing !== 0n)
      found.push({
        kind: 'gap',
        entry_id: entry.entry_id,
        at: wireTime(entry.at),
        coins: missing.toString(),
        text:
          expected === null
            ? `The first entry starts from ${sayNumber(missing)}: what was before is not in this copy.`
            : `It starts from ${sayNumber(expected + missing)}, the entry before it ends with ${sayNumber(expected)}: no entry explains the ${saySigned(missing)} between them.`,
      });
    expected = entry.balanceAfter ?? (expected ?? 0n) + entry.delta;
  }
  return found;
}

/** Payments that were entered more than once: every entry after the first. */
function doublesOf(entries: readonly Entry[]): Problem[] {
  const seen = new Map<string, Entry>();
  return entries.flatMap((entry): Problem[] => {
    const names = [entry.external_id, entry.recharge_id].filter((name) => name !== null);
    // What was taken back may be given again.
    if (entry.kind.endsWith('_clawback')) for (const name of names) seen.delete(name);
    if (entry.kind !== 'recharge_grant' || entry.delta <= 0n) return [];
    const first = names.map((name) => seen.get(name)).find((one) => one !== undefined);
    for (const name of names) if (!seen.has(name)) seen.set(name, entry);
    if (!first) return [];
    return [
      {
        kind: 'double',
        entry_id: entry.entry_id,
        at: wireTime(entry.at),
        coins: entry.delta.toString(),
        text: `The same payment was entered before as ${first.entry_id}.`,
      },
    ];
  });
}

const tied = /^(recharge_grant|bonus|refund_clawback|chargeback_clawback)$/;

/** Entries of a recharge that names nothing, or nothing that the copy has. */
function orphansOf(rows: RowReader, entries: readonly Entry[]): Problem[] {
  return entries.flatMap((entry): Problem[] => {
    if (!tied.test(entry.kind) || isKnown(rows, entry)) return [];
    const named = entry.recharge_id ?? entry.external_id;
    return [
      {
        kind: 'orphan',
        entry_id: entry.entry_id,
        at: wireTime(entry.at),
        coins: entry.delta.toString(),
        text:
          named === null
            ? 'It names neither an order nor a payment.'
            : `The copy has neither an order nor a payment ${named}.`,
      },
    ];
  });
}

function isKnown(rows: RowReader, { recharge_id, external_id }: Entry): boolean {
  if (recharge_id !== null && rows.get('recharges', 'where recharge_id = ?', recharge_id))
    return true;
  if (external_id === null) return false;
  return (
    rows.get('recharges', 'where external_id = ?', external_id) !== null ||
    rows.get('recharges', 'where payment_id = ?', external_id) !== null ||
    rows.get('store_records', 'where external_id = ?', external_id) !== null ||
    rows.get('store_records', 'where purchase_token = ?', external_id) !== null ||
    rows.get('payments', 'where payment_id = ?', external_id) !== null
  );
}

function sumsBy(
  entries: readonly Entry[],
  name: (entry: Entry) => string,
): [string, { entries: number; coins: string }][] {
  return [...Map.groupBy(entries, name)].map(([key, own]) => [
    key,
    { entries: own.length, coins: own.reduce((sum, entry) => sum + entry.delta, 0n).toString() },
  ]);
}
