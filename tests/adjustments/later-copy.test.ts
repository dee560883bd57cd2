import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
  bench.recharge('rc_1', 'ac_1');
  bench.owed.set('rc_1', '1400');
});
afterEach(() => bench.close());

const makeGood = { account: 'ac_1', recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED', note: 'n' };
const propose = (user: string, extra: object = {}) =>
  bench.adjustments.propose(bench.as(user), proposal.parse({ ...makeGood, ...extra }));
const approve = (id: string, user = 'sue') =>
  bench.adjustments.approve(bench.as(user), { id, note: 'n' });

describe('a copy that changes the evidence of an open proposal', () => {
  it('reopens it: it says what changed, is in the audit once, and cannot be approved', () => {
    const { id } = propose('ana');
    expect(bench.adjustments.afterImport('run-1').reopened).toEqual([]);
    bench.owed.set('rc_1', '0');
    expect(bench.adjustments.afterImport('run-2').reopened).toEqual([id]);
    expect(bench.adjustments.afterImport('run-3').reopened).toEqual([]);
    expect(bench.adjustments.show(bench.as('sue'), { id }).reopened).toMatchObject([
      {
        run: 'run-2',
        change: expect.stringContaining('1,400 coins are owed, now that nothing is owed'),
      },
    ]);
    expect(code(() => approve(id))).toBe('STALE_EVIDENCE');
  });

  it('undoes the approval of the first of two', () => {
    bench.owed.set('rc_1', '8000');
    const { id } = propose('ana');
    expect(approve(id, 'sue').state).toBe('proposed');
    bench.owed.set('rc_1', '7500');
    expect(code(() => approve(id, 'oli'))).toBe('STALE_EVIDENCE');
  });

  it('lets the same be proposed anew, which replaces it', () => {
    const first = propose('ana');
    bench.owed.set('rc_1', '1000');
    const second = propose('ben');
    expect(second.id).not.toBe(first.id);
    expect(bench.adjustments.list({}).map((one) => [one.id, one.coins, one.state])).toEqual([
      [second.id, '1000', 'proposed'],
      [first.id, '1400', 'lapsed'],
    ]);
    expect(code(() => approve(first.id))).toBe('LAPSED');
    expect(approve(second.id).state).toBe('approved');
  });

  it('leaves alone what still says the same', () => {
    const { id } = propose('ana');
    bench.adjustments.afterImport('run-2');
    expect(approve(id).state).toBe('approved');
  });
});

describe('what was made good by hand', () => {
  let id: string;
  beforeEach(() => {
    id = propose('ana').id;
    approve(id);
  });
  const list = () => bench.adjustments.overtaken();

  it('is on the list once a later copy shows a grant for it, with its reversal', () => {
    bench.entry({
      id: 'le_0',
      account: 'ac_1',
      delta: 20n,
      kind: 'recharge_grant',
      recharge: 'rc_1',
    });
    expect(list()).toEqual([]);
    bench.beginRun('run-1', bench.time.now + 1000);
    bench.entry({
      id: 'le_1',
      account: 'ac_1',
      delta: 1400n,
      kind: 'recharge_grant',
      recharge: 'rc_1',
    });
    expect(list()).toMatchObject([
      {
        adjustment: { id },
        kind: 'granted_after_make_good',
        coins: '1400',
        table: 'ledger',
        key: 'le_1',
        reversal: null,
      },
    ]);
    const reversal = bench.adjustments.reverse(bench.as('ana'), { id, note: 'granted after all' });
    expect(list()).toMatchObject([{ reversal: reversal.id }]);
    bench.balances.set('ac_1', 1400n);
    approve(reversal.id);
    expect(list()).toEqual([]);
  });

  it.each(['refunded', 'voided', 'disputed'])('is on it once the money is %s', (stage) => {
    bench.beginRun('run-1', bench.time.now + 1000);
    bench.event('rc_1', 1, stage);
    expect(list()).toMatchObject([{ kind: 'refunded_after_make_good', coins: '1400' }]);
  });

  it('is not on it where the money came back again', () => {
    bench.beginRun('run-1', bench.time.now + 1000);
    bench.event('rc_1', 1, 'refunded');
    bench.event('rc_1', 2, 'refund_reversed');
    expect(list()).toEqual([]);
  });
});

describe('another desk', () => {
  it('whose bundle says that it made the same good bars it here, and shows where', () => {
    bench.elsewhere.push({ id: 'adj_far', where: 'The bundle of Lisbon', coins: 1400n });
    expect(() => propose('ana')).toThrow(
      expect.objectContaining({
        code: 'ALREADY_COMPENSATED',
        message: expect.stringContaining('The bundle of Lisbon'),
      }),
    );
  });
});
