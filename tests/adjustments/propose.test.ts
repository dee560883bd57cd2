import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  for (const account of ['ac_1', 'ac_2', 'ac_3']) bench.account(account);
});
afterEach(() => bench.close());

const goodwill = { account: 'ac_1', coins: '70', reason: 'GOODWILL', note: 'sorry' } as const;

function propose(user: string, input: object) {
  return bench.adjustments.propose(bench.as(user), proposal.parse({ ...goodwill, ...input }));
}

describe('an adjustment', () => {
  it("inside the maker's limit is approved at once, posted to two books, and audited", () => {
    const made = propose('ana', { coins: '+350' });
    expect(made).toMatchObject({ state: 'approved', balance_before: '0', balance_after: '350' });
    const shown = bench.adjustments.show(bench.as('ana'), { id: made.id });
    expect(shown.entries.map((entry) => [entry.book, entry.coins])).toEqual([
      ['desk/GOODWILL', '-350'],
      ['account/ac_1', '350'],
    ]);
    const [row] = bench.audit.list({ limit: 1, object: `adjustment/${made.id}` }).rows;
    expect(row?.sentence).toMatch(/ana \(agent\) made \+350 coins for account ac_1, GOODWILL/);
  });

  it('one coin above it waits, and moves nothing', () => {
    const made = propose('ana', { coins: '351', reason: 'PROMO_MISSING' });
    expect(made.state).toBe('proposed');
    expect(bench.adjustments.show(bench.as('ana'), { id: made.id }).entries).toEqual([]);
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
  });

  it('starts from the ledger of the copy and what was decided here', () => {
    bench.balances.set('ac_1', 35n);
    propose('ana', { coins: '70' });
    expect(propose('ana', { coins: '-5', reason: 'MIGRATION_FIX' })).toMatchObject({
      balance_before: '105',
      balance_after: '100',
    });
  });

  it.each([
    ['an unknown account', { account: 'ac_404' }, 'NOT_FOUND'],
    ['an unknown recharge', { recharge: 'rc_404' }, 'NOT_FOUND'],
    ['an unknown ticket', { ticket: 't_404' }, 'NOT_FOUND'],
    ['a sign that does not fit the reason', { coins: '-70' }, 'BAD_INPUT'],
    ['a reason that needs a link without one', { reason: 'PAID_NOT_DELIVERED' }, 'BAD_INPUT'],
    ['more goodwill than goodwill may give', { coins: '351' }, 'LIMIT_EXCEEDED'],
    [
      'a balance below zero without a claw-back',
      { coins: '-1', reason: 'MIGRATION_FIX' },
      'BAD_INPUT',
    ],
    ['a reversal by hand', { reason: 'REVERSAL_OF_ADJUSTMENT' }, 'BAD_INPUT'],
    [
      'more digits than anybody means',
      { coins: '1000000001', reason: 'PROMO_MISSING' },
      'BAD_INPUT',
    ],
  ])('is refused for %s, and nothing is written', (_what, input, expected) => {
    expect(code(() => propose('ana', input))).toBe(expected);
    expect(bench.adjustments.list({})).toEqual([]);
  });

  it.each([
    '1e3',
    '0x10',
    '',
    ' ',
    '７０',
    '4.00',
    '1,000',
    '-0',
    '00',
    '9223372036854775808',
    '+-5',
    '0',
    'NaN',
  ])('with the amount %j is refused before anything looks at it', (coins) => {
    expect(proposal.safeParse({ ...goodwill, coins }).success).toBe(false);
  });

  it('below zero is possible for a claw-back, since the money went back', () => {
    bench.recharge('rc_1', 'ac_1');
    bench.causes.set('rc_1', 'refunded_after_use');
    expect(
      propose('ana', { coins: '-70', reason: 'REFUND_CLAWBACK', recharge: 'rc_1' }),
    ).toMatchObject({ state: 'approved', balance_after: '-70' });
  });

  it('for a recharge goes to the account that paid it and to no other', () => {
    bench.recharge('rc_1', 'ac_2');
    expect(code(() => propose('ana', { recharge: 'rc_1' }))).toBe('BAD_INPUT');
  });

  it('for what was paid and not delivered is exactly what the verdict says', () => {
    bench.recharge('rc_1', 'ac_1');
    bench.owed.set('rc_1', '140');
    const input = { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' };
    expect(code(() => propose('ana', { ...input, coins: '141' }))).toBe('BAD_INPUT');
    expect(propose('ana', { ...input, coins: '140' }).state).toBe('approved');
  });

  it('of one recharge is made good once, whoever asks, until that is reversed', () => {
    bench.recharge('rc_1', 'ac_1');
    bench.owed.set('rc_1', '70');
    const first = propose('ana', { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' });
    const again = { recharge: 'rc_1', reason: 'INCIDENT_COMPENSATION' };
    expect(code(() => propose('ben', again))).toBe('ALREADY_COMPENSATED');
    bench.adjustments.reverse(bench.as('ben'), { id: first.id, note: 'wrong one' });
    expect(propose('ben', again).state).toBe('approved');
  });

  it('is not for the maker or their household', () => {
    bench.people.set('ana', { role: 'agent', ownAccounts: ['ac_3'] });
    bench.recharge('rc_3', 'ac_3', 'phone');
    bench.recharge('rc_2', 'ac_2', 'phone');
    expect(code(() => propose('ana', { account: 'ac_3' }))).toBe('NEEDS_OTHER_PERSON');
    expect(code(() => propose('ana', { account: 'ac_2' }))).toBe('NEEDS_OTHER_PERSON');
    expect(propose('ana', {}).state).toBe('approved');
  });
});

describe('a key', () => {
  it('gives the first answer again for the same body, for ever', () => {
    const first = propose('ana', { key: 'k1' });
    propose('ana', { key: 'k2', coins: '10' });
    bench.time.now += 400 * 24 * 60 * 60_000;
    expect(propose('ben', { key: 'k1' })).toEqual(first);
    expect(bench.adjustments.list({})).toHaveLength(2);
  });

  it.each([
    ['coins', '71'],
    ['note', 'other words'],
    ['account', 'ac_2'],
    ['reason', 'PROMO_MISSING'],
    ['case', 'case_1'],
    ['external_id', 'GPA.1'],
  ])('is refused with another %s, and names it', (field, value) => {
    propose('ana', { key: 'k1' });
    expect(() => propose('ana', { key: 'k1', [field]: value })).toThrow(
      expect.objectContaining({
        code: 'KEY_REUSED',
        message: expect.stringContaining(` ${field}.`),
      }),
    );
  });

  it('is made of case, external id (else recharge, else ticket) and reason', () => {
    bench.recharge('rc_1', 'ac_1');
    bench.ticket('t_1', 'ac_1');
    const first = propose('ana', { recharge: 'rc_1', ticket: 't_1' });
    expect(propose('ana', { recharge: 'rc_1', ticket: 't_1' }).id).toBe(first.id);
    expect(code(() => propose('ana', { recharge: 'rc_1', ticket: 't_1', coins: '71' }))).toBe(
      'KEY_REUSED',
    );
    expect(propose('ana', { ticket: 't_1' }).id).not.toBe(first.id);
  });

  it('is fresh where nothing is named: two gifts are two gifts', () => {
    expect(propose('ana', {}).key).not.toBe(propose('ana', {}).key);
  });
});

describe('a limit', () => {
  it('of a day is never passed by one coin, and the next day begins anew', () => {
    for (let n = 0; n < 20; n += 1) bench.account(`day_${n}`);
    const outcomes = Array.from({ length: 20 }, (_, n) =>
      code(() => propose('ana', { account: `day_${n}`, coins: '349' })),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(10);
    expect(propose('ana', { account: 'day_19', coins: '10' }).limit_left).toBe('0');
    expect(code(() => propose('ana', { account: 'day_18', coins: '1' }))).toBe('LIMIT_EXCEEDED');
    expect(code(() => propose('ben', { account: 'day_18', coins: '1' }))).toBe('done');
    bench.time.now += 24 * 60 * 60_000;
    expect(code(() => propose('ana', { account: 'day_18', coins: '1' }))).toBe('done');
  });

  it('of an account holds over all makers', () => {
    propose('ana', { coins: '7000', reason: 'PROMO_MISSING' });
    expect(code(() => propose('ben', { coins: '1' }))).toBe('LIMIT_EXCEEDED');
  });

  it('stands at once while nobody else was ever enabled', () => {
    bench.only();
    expect(
      bench.adjustments.setLimit(bench.as('oli'), { name: 'own_limit', value: '1000' }),
    ).toMatchObject({
      limits: { own_limit: '1000' },
      waits_for: null,
    });
  });

  it('needs a second owner otherwise', () => {
    const ask = (user: string, value: string) =>
      bench.adjustments.setLimit(bench.as(user), { name: 'own_limit', value });
    expect(ask('oli', '1000')).toMatchObject({
      limits: { own_limit: '350' },
      waits_for: 'another owner',
    });
    expect(ask('oli', '1000').limits.own_limit).toBe('350');
    expect(ask('eve', '2000').limits.own_limit).toBe('350');
    expect(ask('oli', '2000').limits.own_limit).toBe('2000');
  });

  it.each([
    ['own_limit', '9000', 'BAD_INPUT', /above the senior limit, 7,000 coins/],
    [
      'own_limit',
      '3501',
      'BAD_INPUT',
      /above what one person may give alone in a day \(UTC\), 3,500 coins/,
    ],
    ['senior_limit', '349', 'BAD_INPUT', /The own limit .*, 350 coins, would be above/],
    ['maker_day', '349', 'BAD_INPUT', /The own limit .*, 350 coins, would be above/],
    ['own_limit', '-1', 'BAD_INPUT', /zero or more/],
    ['own_limit', '350', 'BAD_INPUT', /is 350 coins already/],
  ] as const)('%s of %s is no change to wait for: %s', (name, value, refusal, said) => {
    const ask = () => bench.adjustments.setLimit(bench.as('oli'), { name, value });
    expect(code(ask)).toBe(refusal);
    expect(ask).toThrow(said);
    expect(bench.adjustments.changes()).toEqual([]);
    // One coin to the right side of it waits as any change.
    const fits = { '9000': '3500', '3501': '3499', '349': '351', '-1': '0', '350': '349' }[value];
    expect(
      bench.adjustments.setLimit(bench.as('oli'), { name, value: fits }).waits_for,
    ).not.toBeNull();
  });

  it('is held against the others again when it is agreed to', () => {
    const ask = (user: string, name: 'own_limit' | 'maker_day', value: string) =>
      bench.adjustments.setLimit(bench.as(user), { name, value });
    ask('oli', 'own_limit', '3000');
    ask('oli', 'maker_day', '2000');
    ask('eve', 'maker_day', '2000');
    expect(code(() => ask('eve', 'own_limit', '3000'))).toBe('BAD_INPUT');
    expect(bench.adjustments.limits()).toMatchObject({ own_limit: '350', maker_day: '2000' });
  });
});

describe('the ledger', () => {
  it('always sums to zero over all books, whatever is proposed and reversed', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('ac_1', 'ac_2'),
            fc.integer({ min: -400, max: 400 }),
            fc.boolean(),
          ),
        ),
        (acts) => {
          bench.close();
          bench = openBench();
          bench.account('ac_1');
          bench.account('ac_2');
          for (const [account, coins, reverse] of acts) {
            try {
              const made = propose('ana', {
                account,
                coins: String(coins),
                reason: 'MIGRATION_FIX',
              });
              if (reverse) bench.adjustments.reverse(bench.as('ben'), { id: made.id, note: 'n' });
            } catch {
              // Refused ones must leave no trace, which the sums below would show.
            }
          }
          for (const account of ['ac_1', 'ac_2']) {
            const books = bench.book(account);
            expect(books).toBe(bench.adjustments.unconfirmed(account));
            expect(books >= 0n).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    "update adjustments set coins = 9 where state = 'approved'",
    "update adjustments set account_id = 'ac_2'",
    "update adjustments set state = 'proposed'",
    "update adjustments set state = 'confirmed'",
    'delete from adjustments',
    'update postings set coins = 9',
    'delete from postings',
    "insert into postings (adjustment_id, from_book, to_book, coins, at, alone) select id, 'desk/GOODWILL', 'account/ac_1', coins, 1, 1 from adjustments",
    "insert or replace into postings (number, adjustment_id, from_book, to_book, coins, at, alone) select 1, id, 'desk/GOODWILL', 'account/ac_9', coins, 1, 1 from adjustments",
    "insert into decisions select id, maker, 'agent', 'approved', 'n', 1, payload_sha256 from adjustments",
    'insert or replace into adjustments select number, id, key, account_id, 9, reason, note, recharge_id, ticket_id, case_id, external_id, reverses, state, maker, maker_role, created_at, evidence, payload_sha256, balance_before, answer, alone from adjustments',
    'update adjustments set alone = 0',
    'update limits set value = 9',
    'delete from limits',
  ])('is guarded by the database itself against: %s', (sql) => {
    propose('ana', {});
    bench.adjustments.setLimit(bench.as('oli'), { name: 'case', value: '5' });
    expect(() => bench.sql(sql)).toThrow(/never|only|exactly|another|UNIQUE/);
  });
});
