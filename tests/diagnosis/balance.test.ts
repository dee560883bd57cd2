import { expect, test } from 'vitest';
import { captured, day, type Fields, noon, openDesk } from './builder.ts';

function account(entries: readonly Fields[]) {
  const desk = openDesk();
  desk.give({ recharge: { recharge_id: 'rc_a', account_id: 'ac' }, payments: [captured] });
  entries.forEach((fields, index) =>
    desk.put('ledger', {
      entry_id: `e${index}`,
      account_id: 'ac',
      at: noon + index * 1000,
      asset: 'coins',
      kind: 'adjustment',
      ...fields,
    }),
  );
  return desk;
}

const given: Fields = { kind: 'recharge_grant', delta: 1400n, recharge_id: 'rc_a' };

test('a balance is explained by the entries that sum to it, wallets apart', () => {
  const desk = account([
    { ...given, balance_after: 1400n },
    { kind: 'gift_sent', delta: -10n, balance_after: 1390n, gift_id: 'rosa' },
    { kind: 'gift_sent', delta: -99n, balance_after: 1291n, gift_id: 'cap' },
    { kind: 'gift_received', asset: 'diamonds', delta: 7n, balance_after: 7n },
  ]);
  desk.put('gifts', { gift_id: 'cap', name: 'Cap', coins: 99n, valid_from: noon - day });
  const [coins, diamonds] = desk.diagnosis.balance({ account: 'ac' });
  expect(coins).toMatchObject({ asset: 'coins', computed: '1291', stated: '1291', problems: [] });
  expect(coins?.entries.map((one) => one.sum)).toEqual(['1400', '1390', '1291']);
  expect(coins?.spent).toEqual([
    { gift: 'Cap', entries: 1, coins: '-99' },
    { gift: 'rosa', entries: 1, coins: '-10' },
  ]);
  expect(diamonds).toMatchObject({ asset: 'diamonds', computed: '7' });
});

test('it can be asked as of a time', () => {
  const desk = account([
    { ...given, balance_after: 1400n },
    { delta: 70n, balance_after: 1470n, at: noon + day },
  ]);
  const at = new Date(noon + 1000).toISOString();
  expect(desk.diagnosis.balance({ account: 'ac', at })[0]?.computed).toBe('1400');
});

test('a sum of no entries says whether the copy knows the account at all', () => {
  const desk = account([]);
  desk.put('accounts', { account_id: 'quiet' });
  const nothing = { asset: 'coins', computed: '0', stated: null, entries: [] };
  expect(desk.diagnosis.balance({ account: 'nobody' })).toMatchObject([
    { ...nothing, known: false },
  ]);
  // In the list of accounts, or the payer of a recharge: known, and holds nothing by this copy.
  for (const known of ['quiet', 'ac'])
    expect(desk.diagnosis.balance({ account: known })).toMatchObject([{ ...nothing, known: true }]);
  // Also as of a time before its first entry.
  const early = account([given]).diagnosis.balance({ account: 'ac', at: '2001-01-01T00:00:00Z' });
  expect(early).toMatchObject([{ ...nothing, known: true }]);
});

test('gaps, doubles and orphans are named with their coins', () => {
  const [coins] = account([
    { ...given, balance_after: 1435n },
    { ...given, balance_after: 2835n },
    { delta: -5n, balance_after: 2730n },
    { kind: 'recharge_grant', delta: 70n, balance_after: 2800n, recharge_id: 'rc_gone' },
    { kind: 'bonus', delta: 1n, balance_after: 2801n },
  ]).diagnosis.balance({ account: 'ac' });
  expect(coins?.problems.map(({ kind, entry_id, coins: sum }) => [kind, entry_id, sum])).toEqual([
    ['gap', 'e0', '35'],
    ['double', 'e1', '1400'],
    ['gap', 'e2', '-100'],
    ['orphan', 'e3', '70'],
    ['orphan', 'e4', '1'],
  ]);
});

test('what was taken back and given again is no double', () => {
  const [coins] = account([
    given,
    { kind: 'refund_clawback', delta: -1400n, recharge_id: 'rc_a' },
    given,
  ]).diagnosis.balance({ account: 'ac' });
  expect(coins?.problems).toEqual([]);
});
