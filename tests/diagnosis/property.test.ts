import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdict as verdictSchema } from '../../contract/diagnosis.ts';
import { inOrder } from '../../main/desk/diagnosis/bundle.ts';
import { storyOf } from '../../main/desk/diagnosis/matter.ts';
import { periodOf } from '../../main/desk/diagnosis/usage.ts';
import { older } from '../../main/desk/diagnosis/versions.ts';
import { tables } from '../../main/desk/records/tables.ts';
import { asOf, type Fields, hour, noon, openDesk, day } from './builder.ts';

const desk = openDesk();

const stages = [...tables.recharge_events.columns.stage.words, 'a_stage_nobody_knows'];
const codes = [
  null,
  '0',
  '1',
  '2',
  '3',
  '5',
  '7',
  '12',
  '51',
  '65',
  'expired_card',
  'card_declined',
  'userCancelled',
  'CONSUMPTION_REQUEST',
  'RESCIND_CONSENT',
  'odd\u0000code',
  '🙈',
];
const when = fc.integer({ min: noon - 40 * day, max: asOf + 400 * day });
const coins = fc.bigInt({ min: -5000n, max: 5000n });
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const event = fc.tuple(
  pick(...stages),
  fc.record({
    at: when,
    code: pick(...codes),
    provider: pick(null, 'stripe', 'google', 'apple', 'adyen', 'platform', 'unheard of'),
    sub_code: pick(null, 'SKErrorDomain', 'insufficient_funds'),
    message: maybe(fc.string({ maxLength: 30 })),
    amount_minor: maybe(coins),
  }),
);
const payment = fc.record({
  status: pick(
    null,
    'succeeded',
    'failed',
    'processing',
    'requires_action',
    'requires_capture',
    'canceled',
    'odd',
  ),
  captured_minor: maybe(coins),
  refunded_minor: maybe(coins),
  failure_code: pick(...codes),
  three_ds: pick(null, 'Y', 'N', 'C', 'odd'),
  outcome_type: pick(null, 'blocked', 'issuer_declined'),
  disputed: maybe(fc.boolean()),
  captured_at: maybe(when),
});
const store = fc.record({
  state: pick(null, 'purchased', 'pending', 'cancelled', 'refunded', 'odd'),
  acknowledged: maybe(fc.boolean()),
  consumed: maybe(fc.boolean()),
  test_kind: pick(null, 'none', 'sandbox'),
  purchased_at: maybe(when),
  pending_since: maybe(when),
  voided_at: maybe(when),
  quantity: maybe(fc.integer({ min: -2, max: 4 })),
  refunded_quantity: maybe(fc.integer({ min: 0, max: 4 })),
  signature: pick(null, 'verified', 'failed', 'absent'),
  account_token: pick(null, 'ac_other'),
});
const entry = fc.record({
  delta: coins,
  at: when,
  kind: pick(
    'recharge_grant',
    'bonus',
    'refund_clawback',
    'chargeback_clawback',
    'adjustment',
    'gift_sent',
  ),
  balance_after: maybe(coins),
});
const session = fc.record({
  started_at: when,
  ended_at: maybe(when),
  rtt_ms: maybe(fc.nat(5000)),
  balance_shown: maybe(coins),
  balance_synced_at: maybe(when),
  ip_country: pick(null, 'US', 'JP'),
});

const given = fc.record({
  channel: pick('web', 'app_store', 'google_play', 'partner', 'odd'),
  coins: maybe(fc.bigInt({ min: -10n, max: 5000n })),
  quantity: maybe(fc.integer({ min: -3, max: 9 })),
  sku: pick(null, 'coins.p4', 'sku nobody knows'),
  created_at: when,
  events: fc.array(event, { maxLength: 9 }),
  payments: fc.array(payment, { maxLength: 2 }),
  stores: fc.array(store, { maxLength: 1 }),
  ledger: fc.array(entry, { maxLength: 4 }),
  sessions: fc.array(session, { maxLength: 3 }),
  tickets: fc.array(
    pick('my coins are missing', 'charged twice', 'the price is wrong', '', '\u202e'),
    { maxLength: 2 },
  ),
});

test('whatever the records say: a verdict, an owed amount that is never negative, and no crash', () => {
  fc.assert(
    fc.property(given, ({ channel, coins, quantity, sku, created_at, events, ...more }) => {
      const verdict = desk.judge({
        recharge: { channel, coins, quantity, sku, created_at, provider: null },
        events: events.map(([stage, fields]) => [stage, fields as Fields] as const),
        ...more,
      });
      const parsed = verdictSchema.safeParse(verdict);
      expect(parsed.error?.issues).toBeUndefined();
      if (verdict.coins_owed !== null)
        expect(BigInt(verdict.coins_owed)).toBeGreaterThanOrEqual(0n);
      expect(verdict.story).toContain(verdict.recharge_id);
      const check = verdict.checks.find((one) => one.id === verdict.root_cause);
      if (check)
        expect(['fail', 'warn'], `${verdict.root_cause}: ${check.text}`).toContain(check.outcome);
    }),
    { numRuns: 400 },
  );
});

/** Where a verdict may see that money came: payments, store records, and what events say of it. */
const ofMoney = new Set(['payments', 'store_records']);
const saysMoney = /^(captured|store_purchased|purchased|paid|settled|authorised|verified)/;

test('what is owed cites its money, and without any record of money nothing is', () => {
  let timesOwed = 0;
  fc.assert(
    fc.property(given, fc.boolean(), ({ events, payments, stores, ...more }, withMoney) => {
      const { channel, coins, quantity, sku, created_at, ...lists } = more;
      const verdict = desk.judge({
        ...lists,
        recharge: { channel, coins, quantity, sku, created_at, provider: null },
        events: withMoney
          ? events.map(([stage, fields]) => [stage, fields as Fields] as const)
          : [],
        payments: withMoney ? [{ status: 'succeeded', captured_minor: 1999n }, ...payments] : [],
        stores: withMoney ? stores : [],
      });
      const owed = BigInt(verdict.coins_owed ?? '0');
      if (!withMoney) expect(owed, verdict.agent_text).toBe(0n);
      if (owed === 0n) return;
      timesOwed += 1;
      const cited = verdict.checks.flatMap((check) => check.evidence);
      const money = cited.filter(
        ({ table, value }) => ofMoney.has(table) || saysMoney.test(String(value)),
      );
      expect(money, `${verdict.root_cause}: ${verdict.agent_text}`).not.toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(timesOwed).toBeGreaterThan(3);
});

test('the order of arrival and doubled notices change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat(5)),
      (events, random) => {
        const apart = events.map(
          ([stage, fields], index) => [stage, { ...fields, at: noon + index * 1000 }] as const,
        );
        const shuffled = [...apart, ...apart].toSorted(() => (random.next().value ?? 0) - 2);
        const told = (list: typeof apart) => {
          const {
            recharge_id: _id,
            account_id: _account,
            story: _story,
            checks: _checks,
            ...rest
          } = desk.judge({
            recharge: { external_id: null },
            events: list.map(([stage, fields]) => [stage, fields as Fields] as const),
          });
          return rest;
        };
        expect(told(shuffled)).toEqual(told(apart));
      },
    ),
    { numRuns: 60 },
  );
});

test('more coins in the ledger never raise what is owed', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 3000n }),
      fc.bigInt({ min: 0n, max: 3000n }),
      (first, second) => {
        const owed = (ledger: readonly Fields[]) =>
          BigInt(
            desk.judge({
              payments: [{ status: 'succeeded', captured_minor: 1999n, captured_at: noon }],
              ledger,
            }).coins_owed ?? '0',
          );
        const one = owed(first === 0n ? [] : [{ delta: first }]);
        const both = owed(
          [first, second].filter((delta) => delta > 0n).map((delta) => ({ delta })),
        );
        expect(both).toBeLessThanOrEqual(one);
        expect(one).toBe(first >= 1400n ? 0n : 1400n - first);
      },
    ),
    { numRuns: 60 },
  );
});

test('versions compare as numbers, part by part', () => {
  expect(older('9.9', '9.10')).toBe(true);
  expect(older('10', '9.9.9')).toBe(false);
  expect(older('42.3.1-beta', '42.3.1')).toBe(false);
  expect(older('unknown', '1')).toBeNull();
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      (parts) => older(parts.join('.'), parts.join('.')) === false,
    ),
  );
});

test('calendar periods hold their time and meet end to end, in UTC', () => {
  fc.assert(
    fc.property(pick('day', 'week', 'month'), when, (period, at) => {
      const found = periodOf(period, at);
      if (!found) throw new Error('no period');
      expect(found.from).toBeLessThanOrEqual(at);
      expect(at).toBeLessThan(found.to);
      expect(periodOf(period, found.to)?.from).toBe(found.to);
    }),
  );
  expect(periodOf('fortnight', noon)).toBeNull();
  expect(new Date(periodOf('week', noon)?.from ?? 0).getUTCDay()).toBe(1);
});

test('an attempt that nothing is like is a story of its own', () => {
  expect(storyOf([], {} as never).length).toBe(1);
  expect(inOrder([])).toEqual([]);
  expect(hour).toBe(3_600_000);
});
