import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
});
afterEach(() => bench.close());

function propose(user: string, coins: string, extra: object = {}) {
  const input = { account: 'ac_1', coins, reason: 'PROMO_MISSING', note: 'promo', ...extra };
  return bench.adjustments.propose(bench.as(user), proposal.parse(input)).id;
}
const approve = (user: string, id: string) =>
  bench.adjustments.approve(bench.as(user), { id, note: 'looked at it' });

describe('a proposal', () => {
  it('is posted by the approval of a senior or an owner', () => {
    const id = propose('ana', '1400');
    expect(approve('sue', id)).toMatchObject({ state: 'approved', checker: 'sue', maker: 'ana' });
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(1400n);
  });

  it('above the senior limit needs a senior and an owner', () => {
    const id = propose('ana', '7001');
    expect(approve('sue', id).state).toBe('proposed');
    expect(bench.adjustments.show(bench.as('oli'), { id }).needs).toBe('an owner');
    expect(code(() => approve('sam', id))).toBe('NEEDS_OTHER_PERSON');
    expect(code(() => approve('sue', id))).toBe('NEEDS_OTHER_PERSON');
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
    expect(approve('oli', id).state).toBe('approved');
  });

  it('is never decided by its maker, whatever role they have by then', () => {
    const id = propose('ana', '1400');
    bench.people.set('ana', { role: 'owner' });
    expect(code(() => approve('ana', id))).toBe('NEEDS_OTHER_PERSON');
  });

  it.each(['ben'])('is not decided by an agent', (user) => {
    expect(code(() => approve(user, propose('ana', '1400')))).toBe('FORBIDDEN');
  });

  it('is not decided by whom its maker let in or promoted less than 24 hours ago', () => {
    const id = propose('oli', '1400');
    bench.people.set('sue', { role: 'senior', sponsors: new Set(['oli']) });
    expect(code(() => approve('sue', id))).toBe('NEEDS_OTHER_PERSON');
    expect(code(() => approve('sam', id))).toBe('done');
  });

  it('is not decided for an account of the checker or their household', () => {
    bench.account('ac_sue');
    bench.recharge('rc_1', 'ac_1', null, 'card');
    bench.recharge('rc_2', 'ac_sue', null, 'card');
    bench.people.set('sue', { role: 'senior', ownAccounts: ['ac_sue'] });
    expect(code(() => approve('sue', propose('ana', '1400')))).toBe('NEEDS_OTHER_PERSON');
  });

  it('is approved once', () => {
    const id = propose('ana', '1400');
    approve('sue', id);
    expect(code(() => approve('sam', id))).toBe('BAD_INPUT');
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(1400n);
  });

  it('lapses after a day, and says so', () => {
    const id = propose('ana', '1400');
    bench.time.now += 24 * 60 * 60_000 + 1;
    expect(code(() => approve('sue', id))).toBe('LAPSED');
    expect(bench.adjustments.list({ state: 'lapsed' })).toHaveLength(1);
  });

  it('is not revived by a clock set back', () => {
    const id = propose('ana', '1400');
    bench.time.now += 25 * 60 * 60_000;
    bench.adjustments.list({});
    bench.time.now -= 365 * 24 * 60 * 60_000;
    expect(code(() => approve('sue', id))).toBe('LAPSED');
  });

  it('stays lapsed where all that was asked meanwhile was refused, and the clock goes back', () => {
    const id = propose('ana', '1400');
    bench.time.now += 25 * 60 * 60_000;
    expect(code(() => propose('ana', '1', { account: 'ac_404' }))).toBe('NOT_FOUND');
    bench.time.now -= 2 * 60 * 60_000;
    expect(code(() => approve('sue', id))).toBe('LAPSED');
  });

  it('is refused where the evidence changed since', () => {
    bench.recharge('rc_1', 'ac_1');
    bench.owed.set('rc_1', '1400');
    const id = propose('ana', '1400', { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' });
    bench.owed.set('rc_1', '0');
    expect(code(() => approve('sue', id))).toBe('STALE_EVIDENCE');
  });

  it('is weighed against the limits again', () => {
    const id = propose('ana', '5000');
    bench.adjustments.setLimit(bench.as('oli'), { name: 'account_30d', value: '4000' });
    bench.adjustments.setLimit(bench.as('eve'), { name: 'account_30d', value: '4000' });
    expect(code(() => approve('sue', id))).toBe('LIMIT_EXCEEDED');
  });

  it('that was rejected stays rejected', () => {
    const id = propose('ana', '1400');
    bench.adjustments.reject(bench.as('sue'), { id, note: 'no promo ran' });
    expect(code(() => approve('sam', id))).toBe('BAD_INPUT');
    expect(bench.adjustments.list({})).toHaveLength(1);
  });
});

describe('a reversal', () => {
  it('takes back exactly what was given, linked, once', () => {
    const id = propose('ana', '300');
    const reverse = () => bench.adjustments.reverse(bench.as('ben'), { id, note: 'mistake' });
    const made = reverse();
    expect(made.state).toBe('approved');
    expect(bench.adjustments.show(bench.as('ben'), { id: made.id })).toMatchObject({
      coins: '-300',
      reverses: id,
      reason: 'REVERSAL_OF_ADJUSTMENT',
    });
    expect(code(reverse)).toBe('ALREADY_REVERSED');
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
  });

  it('stands under the same limits and approvals', () => {
    const id = propose('ana', '1400');
    approve('sue', id);
    const made = bench.adjustments.reverse(bench.as('ana'), { id, note: 'mistake' });
    expect(made.state).toBe('proposed');
    approve('oli', made.id);
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
  });

  it('is for what moved coins', () => {
    const id = propose('ana', '1400');
    expect(code(() => bench.adjustments.reverse(bench.as('ben'), { id, note: 'n' }))).toBe(
      'BAD_INPUT',
    );
    expect(code(() => bench.adjustments.reverse(bench.as('ben'), { id: 'adj_0', note: 'n' }))).toBe(
      'NOT_FOUND',
    );
  });
});

describe('the search box', () => {
  it('finds an adjustment by the start of its id, and shows what happened to it', () => {
    const id = propose('ana', '1400');
    approve('sue', id);
    expect(bench.adjustments.hits(id, 5)).toMatchObject([{ kind: 'adjustment', id, exact: true }]);
    expect(bench.adjustments.hits('ad', 5)).toEqual([]);
    expect(bench.adjustments.shown(id)?.timeline.map((entry) => entry.table)).toEqual([
      'adjustments',
      'decisions',
      'postings',
    ]);
    expect(bench.adjustments.shown('adj_none')).toBeNull();
  });
});
