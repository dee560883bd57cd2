import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal, reasons, type ReasonChange } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
  bench.recharge('rc_1', 'ac_1');
});
afterEach(() => bench.close());

function propose(user: string, input: object) {
  const whole = { account: 'ac_1', note: 'n', ...input };
  return bench.adjustments.propose(bench.as(user), proposal.parse(whole));
}
const set = (user: string, change: ReasonChange) =>
  bench.adjustments.setReason(bench.as(user), change);
const rule = (name: string) => bench.adjustments.reasons().find((one) => one.code === name);

describe('reasons', () => {
  it('are data: each says its sign, evidence, cap, link and who may use it', () => {
    expect(bench.adjustments.reasons().map((one) => one.code)).toEqual([...reasons]);
    expect(rule('GOODWILL')).toMatchObject({
      sign: '+',
      evidence: 'none',
      max: '350',
      link: false,
    });
    expect(rule('PAID_NOT_DELIVERED')).toMatchObject({ evidence: 'owed', link: true, max: null });
    expect(rule('REFUND_CLAWBACK')).toMatchObject({ sign: '-', may_go_negative: true });
    const negative = bench.adjustments.reasons().filter((one) => one.may_go_negative);
    expect(negative.map((one) => one.code)).toEqual(['REFUND_CLAWBACK', 'CHARGEBACK_CLAWBACK']);
  });

  it('take their coins from the verdict where they say so and none are given', () => {
    bench.owed.set('rc_1', '1400');
    const input = { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' };
    const made = propose('ana', input);
    expect(made).toMatchObject({ state: 'proposed', balance_after: '1400' });
    bench.owed.set('rc_1', '1400');
    expect(propose('ana', input)).toEqual(made);
    expect(code(() => propose('ana', { reason: 'GOODWILL' }))).toBe('BAD_INPUT');
  });

  it.each(['0', null])('refuse to make good what is not owed (%j)', (owed) => {
    bench.owed.set('rc_1', owed);
    const input = { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' };
    expect(code(() => propose('ana', input))).toBe('BAD_INPUT');
  });

  it('find the order behind a payment that is all that was named', () => {
    bench.payment('pi_1', 'rc_1');
    bench.owed.set('rc_1', '140');
    expect(propose('ana', { external_id: 'pi_1', reason: 'PAID_NOT_DELIVERED' })).toMatchObject({
      state: 'approved',
      balance_after: '140',
    });
  });

  it('whose evidence the verdict does not give are never given alone, and say why', () => {
    const input = { recharge: 'rc_1', reason: 'WRONG_QUANTITY', coins: '+5' };
    bench.causes.set('rc_1', 'healthy');
    const waits = propose('ana', input);
    expect(waits.state).toBe('proposed');
    expect(waits.warnings.join()).toContain('somebody else has to look');
    bench.adjustments.reject(bench.as('sue'), { id: waits.id, note: 'n' });
    bench.causes.set('rc_1', 'wrong_quantity');
    expect(propose('ana', input).state).toBe('approved');
  });

  it('belong to roles', () => {
    const forfeit = { reason: 'FRAUD_FORFEIT', coins: '-5' };
    bench.balances.set('ac_1', 100n);
    expect(code(() => propose('ana', forfeit))).toBe('FORBIDDEN');
    expect(code(() => propose('sue', forfeit))).toBe('done');
  });
});

describe('a change of a reason', () => {
  it('waits for a second owner who asks for the very same', () => {
    expect(set('oli', { code: 'GOODWILL', max: '100' }).waits_for).toBe('another owner');
    expect(set('oli', { code: 'GOODWILL', max: '100' }).waits_for).toBe('another owner');
    expect(set('eve', { code: 'GOODWILL', max: '90' }).waits_for).toBe('another owner');
    expect(rule('GOODWILL')?.max).toBe('350');
    expect(set('oli', { code: 'GOODWILL', max: '90' }).waits_for).toBeNull();
    expect(rule('GOODWILL')?.max).toBe('90');
    expect(code(() => propose('ana', { reason: 'GOODWILL', coins: '91' }))).toBe('LIMIT_EXCEEDED');
    expect(bench.adjustments.changes()).toMatchObject([
      { what: 'reason', name: 'GOODWILL', asked_by: 'eve', agreed_by: 'oli' },
      { what: 'reason', name: 'GOODWILL', asked_by: 'oli', stands_since: null },
    ]);
  });

  it('stands at once while nobody else was ever enabled, and the audit says so', () => {
    bench.only();
    set('oli', { code: 'PROMO_MISSING', enabled: false });
    expect(code(() => propose('ana', { reason: 'PROMO_MISSING', coins: '5' }))).toBe('BAD_INPUT');
    expect(bench.audit.list({ limit: 1 }).rows[0]?.sentence).toContain('single-handed');
  });

  it('lapses when nobody agrees within a week', () => {
    set('oli', { code: 'GOODWILL', max: '100' });
    bench.time.now += 8 * 24 * 60 * 60_000;
    expect(set('eve', { code: 'GOODWILL', max: '100' }).waits_for).toBe('another owner');
  });

  it('ends what was proposed under the old rule', () => {
    const { id } = propose('ana', { reason: 'PROMO_MISSING', coins: '1400' });
    for (const owner of ['oli', 'eve']) set(owner, { code: 'PROMO_MISSING', max: '5000' });
    expect(code(() => bench.adjustments.approve(bench.as('sue'), { id, note: 'n' }))).toBe(
      'STALE_EVIDENCE',
    );
  });

  it.each([
    [{ code: 'REVERSAL_OF_ADJUSTMENT', enabled: false }],
    [{ code: 'GOODWILL', max: '-1' }],
    // What stands already is no change, in whatever order or how often it is said.
    [{ code: 'GOODWILL' }],
    [{ code: 'GOODWILL', enabled: true, max: null, link: false, causes: [] }],
    [{ code: 'GOODWILL', may: ['owner', 'senior', 'agent', 'owner'] }],
  ] as [ReasonChange][])('is refused for %j', (change) => {
    expect(code(() => set('oli', change))).toBe('BAD_INPUT');
    expect(bench.adjustments.changes()).toEqual([]);
  });

  it.each(['delete from reasons', "update reasons set rule = '{}'"])(
    'is kept by the database itself: %s',
    (sql) => {
      set('oli', { code: 'GOODWILL', max: '100' });
      expect(() => bench.sql(sql)).toThrow(/never|once/);
    },
  );
});

describe('a change that waits', () => {
  const waiting = () => bench.adjustments.changes().filter(({ state }) => state === 'waits');
  const decline = (user: string, change = waiting()[0]) =>
    bench.adjustments.declineChange(bench.as(user), {
      what: change?.what ?? 'limit',
      number: change?.number ?? 0,
      note: 'too much for one person',
    });
  const limit = (user: string, value: string) =>
    bench.adjustments.setLimit(bench.as(user), { name: 'own_limit', value });

  it.each(['limit', 'reason'] as const)('(%s) is declined by another owner', (what) => {
    const ask = (user: string) =>
      what === 'limit' ? limit(user, '3000') : set(user, { code: 'GOODWILL', max: '5000' });
    ask('oli');
    const declined = decline('eve');
    expect(declined).toMatchObject({
      what,
      state: 'declined',
      asked_by: 'oli',
      declined_by: 'eve',
    });
    expect(declined.declined_note).toBe('too much for one person');
    expect(bench.audit.list({ limit: 1 }).rows[0]).toMatchObject({
      command: 'adjustments.declineChange',
      sentence: expect.stringMatching(/^eve declined .* which oli asked for\.$/),
    });
    // It ended there: the same from another owner begins anew and is no agreement.
    expect(ask('eve').waits_for).toBe('another owner');
    expect(bench.adjustments.limits().own_limit).toBe('350');
    expect(ask('oli').waits_for).toBeNull();
  });

  it('is taken back by who asked, and the audit says so', () => {
    limit('oli', '3000');
    decline('oli');
    expect(bench.audit.list({ limit: 1 }).rows[0]?.sentence).toMatch(/^oli took back/);
    expect(limit('eve', '3000').waits_for).toBe('another owner');
  });

  it('ends once: one that stands, lapsed or was declined cannot be declined', () => {
    limit('oli', '400');
    limit('eve', '400');
    const [stands] = bench.adjustments.changes();
    limit('oli', '500');
    const [declined] = [decline('eve')];
    limit('oli', '600');
    limit('oli', '700');
    const [waits, overtaken] = bench.adjustments.changes();
    bench.time.now += 8 * 24 * 60 * 60_000;
    const states = bench.adjustments.changes().map(({ state }) => state);
    expect(states).toEqual(['lapsed', 'overtaken', 'declined', 'stands']);
    for (const change of [stands, declined, waits, overtaken])
      expect(code(() => decline('eve', change))).toBe('LAPSED');
    const nowhere = { what: 'reason', number: 99, note: 'n' } as const;
    expect(code(() => bench.adjustments.declineChange(bench.as('eve'), nowhere))).toBe('NOT_FOUND');
  });

  it.each([
    'update limits set stands_since = 1',
    'update limits set declined_by = null',
    "update limits set declined_by = 'oli'",
  ])('that was declined stays so, by the database itself: %s', (sql) => {
    limit('oli', '3000');
    decline('eve');
    expect(() => bench.sql(sql)).toThrow(/once/);
  });
});
