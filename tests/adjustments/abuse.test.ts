import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
  bench.recharge('rc_1', 'ac_1');
  bench.payment('pi_1', 'rc_1');
});
afterEach(() => bench.close());

const day = 24 * 60 * 60_000;

function propose(user: string, coins: string, extra: object = {}) {
  const input = { account: 'ac_1', coins, reason: 'DUPLICATE_CHARGE_OFFSET', note: 'n', ...extra };
  return bench.adjustments.propose(bench.as(user), proposal.parse(input));
}
const approve = (user: string, id: string) =>
  bench.adjustments.approve(bench.as(user), { id, note: 'n' });

describe('coins are not given twice', () => {
  it('while the first is only asked to be taken back', () => {
    const first = propose('ana', '1000', { recharge: 'rc_1' });
    approve('sue', first.id);
    const reversal = bench.adjustments.reverse(bench.as('ana'), { id: first.id, note: 'n' });
    const second = { recharge: 'rc_1', key: 'second' };
    expect(code(() => propose('ana', '1000', second))).toBe('ALREADY_COMPENSATED');
    approve('sue', reversal.id);
    expect(code(() => propose('ana', '1000', second))).toBe('done');
  });

  it('after any number of others for the account', () => {
    propose('ana', '300', { recharge: 'rc_1' });
    for (let n = 0; n < 60; n += 1) propose('ana', '1', { reason: 'GOODWILL' });
    const again = { recharge: 'rc_1', reason: 'WRONG_QUANTITY' };
    expect(code(() => propose('ana', '300', again))).toBe('ALREADY_COMPENSATED');
  });

  it.each([
    [{ recharge: 'rc_1' }, { external_id: 'pi_1' }],
    [{ external_id: 'pi_1' }, { recharge: 'rc_1' }],
  ])('under another name of the same payment', (one, other) => {
    propose('ana', '300', one);
    expect(code(() => propose('ana', '300', other))).toBe('ALREADY_COMPENSATED');
  });

  it('by two proposals that wait at the same time', () => {
    propose('ana', '1000', { recharge: 'rc_1' });
    const other = { recharge: 'rc_1', key: 'other', reason: 'INCIDENT_COMPENSATION' };
    expect(code(() => propose('ben', '1000', other))).toBe('ALREADY_COMPENSATED');
  });
});

describe('an external id', () => {
  it('that the copy does not know is no link', () => {
    expect(code(() => propose('ana', '300', { external_id: 'invented' }))).toBe('NOT_FOUND');
  });

  it('belongs to the account that paid it', () => {
    bench.account('ac_2');
    expect(code(() => propose('ana', '300', { account: 'ac_2', external_id: 'pi_1' }))).toBe(
      'BAD_INPUT',
    );
  });
});

describe('a household', () => {
  beforeEach(() => {
    bench.account('ac_own');
    bench.people.set('ana', { role: 'agent', ownAccounts: ['ac_own'] });
  });

  it('is seen through an instrument that only a payment names', () => {
    bench.recharge('rc_own', 'ac_own', null, 'card');
    bench.payment('pi_2', 'rc_1', 'card');
    expect(code(() => propose('ana', '5', { reason: 'GOODWILL' }))).toBe('NEEDS_OTHER_PERSON');
  });

  it('is seen through the owner of a device that an order was made on', () => {
    bench.device('phone', 'ac_1');
    bench.recharge('rc_own', 'ac_own', 'phone');
    expect(code(() => propose('ana', '5', { reason: 'GOODWILL' }))).toBe('NEEDS_OTHER_PERSON');
  });
});

describe('two owners who may be one person', () => {
  it('do not agree on a limit', () => {
    bench.people.set('oli', { role: 'owner', sponsors: new Set(['max']) });
    bench.people.set('eve', { role: 'owner', sponsors: new Set(['max']) });
    const ask = (user: string) =>
      bench.adjustments.setLimit(bench.as(user), { name: 'own_limit', value: '3500' });
    ask('oli');
    expect(code(() => ask('eve'))).toBe('NEEDS_OTHER_PERSON');
    bench.people.set('eve', { role: 'owner' });
    expect(ask('eve').limits.own_limit).toBe('3500');
  });
});

describe('asking again', () => {
  it.each(['rejected', 'lapsed'])(
    'without a key is a new proposal where the first was %s',
    (how) => {
      const first = propose('ana', '1000', { recharge: 'rc_1' });
      if (how === 'rejected')
        bench.adjustments.reject(bench.as('sue'), { id: first.id, note: 'n' });
      else bench.time.now += day + 1;
      const again = propose('ana', '1000', { recharge: 'rc_1' });
      expect(again.id).not.toBe(first.id);
      expect(propose('ana', '1000', { recharge: 'rc_1' })).toEqual(again);
    },
  );

  it('with a key of its own gives the first answer, whatever became of it', () => {
    const input = { recharge: 'rc_1', key: 'mine' };
    const first = propose('ana', '1000', input);
    bench.adjustments.reject(bench.as('sue'), { id: first.id, note: 'n' });
    expect(propose('ana', '1000', input)).toEqual(first);
  });
});

describe('two that wait', () => {
  it('do not take an account below zero together', () => {
    bench.balances.set('ac_1', 1300n);
    const forfeit = { reason: 'FRAUD_FORFEIT' };
    const ids = [
      propose('sam', '-1200', { ...forfeit, key: 'a' }).id,
      propose('sam', '-1200', { ...forfeit, key: 'b' }).id,
    ];
    const outcomes = ids.map((id) => code(() => approve('sue', id)));
    expect(outcomes).toEqual(['done', 'BAD_INPUT']);
  });
});

describe('a mistake', () => {
  it('of any size can be taken back, with the approvals its size needs', () => {
    const made = propose('ana', '6000', { reason: 'MIGRATION_FIX' });
    approve('sue', made.id);
    const reversal = bench.adjustments.reverse(bench.as('ana'), { id: made.id, note: 'n' });
    expect(reversal.state).toBe('proposed');
    approve('sue', reversal.id);
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
  });
});
