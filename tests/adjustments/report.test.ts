import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
  bench.account('ac_2');
});
afterEach(() => bench.close());

const hour = 60 * 60_000;
const at = (ms: number) => new Date(ms).toISOString();
const span = () => ({ from: at(bench.time.now - 24 * hour), to: at(bench.time.now + hour) });

function propose(user: string, coins: string, extra: object = {}) {
  const input = { account: 'ac_1', coins, reason: 'PROMO_MISSING', note: 'n', ...extra };
  return bench.adjustments.propose(bench.as(user), proposal.parse(input)).id;
}

describe('a limit rehearsed', () => {
  const rehearse = (limits: object) => bench.adjustments.rehearse({ limits, ...span() });

  it('says which would have needed approval, and how much less was given alone', () => {
    const [small, large] = [propose('ana', '100'), propose('ana', '300')];
    const played = rehearse({ own_limit: '150' });
    expect(played).toMatchObject({ looked_at: 2, alone_now: '400', alone_then: '100' });
    expect(played.rows).toMatchObject([{ adjustment: { id: large }, was: 'alone', would: 'one' }]);
    expect(played.rows.map((row) => row.adjustment.id)).not.toContain(small);
  });

  it('counts the sums of day and account as they would have filled', () => {
    const ids = [100, 100, 100].map((coins) => propose('ana', String(coins)));
    const { rows } = rehearse({ maker_day: '250' });
    expect(rows).toMatchObject([{ adjustment: { id: ids[2] }, was: 'alone', would: 'refused' }]);
    expect(rows[0]?.why).toContain('may give alone in a day (UTC), 250 coins');
  });

  it('finds nothing where nothing changes, and changes nothing', () => {
    propose('ana', '100');
    propose('ana', '1400');
    expect(rehearse({}).rows).toEqual([]);
    expect(bench.adjustments.limits().own_limit).toBe('350');
  });

  it.each([
    [{ own_limit: '-1' }, {}],
    [{}, { from: 'yesterday' }],
    [{}, { from: '2026-12-01T00:00:00Z' }],
    [{}, { from: '2020-01-01T00:00:00Z' }],
  ])('refuses %j over %j', (limits, wrong) => {
    expect(code(() => bench.adjustments.rehearse({ limits, ...span(), ...wrong }))).toBe(
      'BAD_INPUT',
    );
  });
});

describe('the report of a shift', () => {
  it('says who made and decided what, what is open and what to look at', () => {
    const big = propose('ana', '1400');
    const open = propose('ben', '2000', { account: 'ac_2' });
    bench.adjustments.approve(bench.as('sue'), { id: big, note: 'n' });
    for (const coins of ['340', '345', '350']) propose('ana', coins);
    const report = bench.adjustments.shift(span());
    expect(report.people).toEqual([
      { user: 'ana', made: 4, given: '2435', taken: '0', alone: 3, approved: 0, rejected: 0 },
      { user: 'ben', made: 1, given: '0', taken: '0', alone: 0, approved: 0, rejected: 0 },
      { user: 'sue', made: 0, given: '0', taken: '0', alone: 0, approved: 1, rejected: 0 },
    ]);
    expect(report.open.map((one) => one.id)).toEqual([open]);
    expect(report.states).toEqual([
      { state: 'proposed', count: 1, net: '2000' },
      { state: 'approved', count: 4, net: '2435' },
    ]);
    expect(report.notices.map((notice) => notice.text)).toEqual([
      'ana made 3 adjustments at or just under the own limit of 350 coins.',
      'Small adjustments for account ac_1 look like splitting.',
    ]);
  });
});

describe('several decisions at once', () => {
  it('have an outcome each; what is refused is refused alone, and audited', () => {
    const [one, own, gone] = [
      propose('ana', '1400'),
      propose('sue', '1400', { account: 'ac_2' }),
      'adj_none',
    ];
    const outcomes = bench.adjustments.decideMany(bench.as('sue'), {
      decision: 'approve',
      ids: [one, own, gone, one],
      note: 'all seen',
    });
    expect(outcomes.map(({ id, state, error }) => [id, state ?? error?.code])).toEqual([
      [one, 'approved'],
      [own, 'NEEDS_OTHER_PERSON'],
      [gone, 'NOT_FOUND'],
    ]);
    const [last] = bench.audit.list({ limit: 1, object: `adjustment/${own}` }).rows;
    expect(last).toMatchObject({ outcome: 'NEEDS_OTHER_PERSON', command: 'adjustments.approve' });
  });
});
