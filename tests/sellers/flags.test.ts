import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code, openBench } from './bench.ts';
import { simulate } from './world/simulate.ts';

const day = 86_400_000;
let bench: Awaited<ReturnType<typeof openBench>>;
let scams: string[];

beforeAll(async () => {
  const world = simulate(3, { everyday: 150, scams: 12 });
  bench = await openBench(world);
  scams = [...world.truth.scams].sort();
});
afterAll(() => bench.close());

const scam = (index: number): string => scams[index] ?? '';
const leaving = () => bench.sellers.decisions().map((one) => `${one.kind} ${one.fields.seller_id}`);
const why = 'sells below every official price';

describe('a flag takes two people', () => {
  it('is proposed by one, confirmed by another, and says so at once everywhere', async () => {
    const { sellers, as } = bench;
    const proposed = await sellers.flag(as('rita'), { id: scam(0), reason: why, days: 30 });
    expect(proposed).toMatchObject({ state: 'proposed', maker: 'rita', may_decide: false });
    expect(sellers.isFlagged(scam(0))).toBe(false);
    expect(await code(() => sellers.confirm(as('rita'), { id: scam(0), reason: why }))).toBe(
      'NEEDS_OTHER_PERSON',
    );
    const confirmed = await sellers.confirm(as('rob'), {
      id: scam(0),
      reason: 'looked at the offers',
    });
    expect(confirmed).toMatchObject({ state: 'confirmed', checker: 'rob' });
    expect(sellers.isFlagged(scam(0))).toBe(true);
    const line = (await sellers.list()).find((one) => one.seller_id === scam(0));
    expect(line).toMatchObject({ status: 'flagged', flag: 'confirmed' });
    expect(leaving()).toContain(`seller_flagged ${scam(0)}`);
  });

  it('is not confirmed by somebody whom the maker let in, nor by one who has dealings with the seller', async () => {
    const { sellers, as, people } = bench;
    await sellers.flag(as('rita'), { id: scam(1), reason: why, days: 30 });
    people.set('new', { role: 'reviewer', sponsors: new Set(['rita']) });
    expect(await code(() => sellers.confirm(as('new'), { id: scam(1), reason: why }))).toBe(
      'NEEDS_OTHER_PERSON',
    );
    const buyers = (await sellers.collect(as('rob'), scam(1))).buyers.filter(
      (one) => one.recharges > 0,
    );
    people.set('kin', { role: 'reviewer', ownAccounts: [buyers[0]?.account_id ?? ''] });
    expect(await code(() => sellers.confirm(as('kin'), { id: scam(1), reason: why }))).toBe(
      'NEEDS_OTHER_PERSON',
    );
    expect(sellers.reject(as('rob'), { id: scam(1), reason: 'not enough' }).state).toBe('rejected');
    expect(await code(() => sellers.confirm(as('rob'), { id: scam(1), reason: why }))).toBe(
      'BAD_INPUT',
    );
  });

  it('is withdrawn with a reason, keeps its history and an appeal, and nothing is deleted', async () => {
    const { sellers, as } = bench;
    sellers.appeal(as('rita'), { id: scam(0), reason: 'the owner of the shop wrote to us' });
    const back = sellers.withdraw(as('rita'), { id: scam(0), reason: 'it was a promotion' });
    expect(back.events.map((one) => one.act)).toEqual([
      'proposed',
      'confirmed',
      'appealed',
      'withdrawn',
    ]);
    expect(sellers.isFlagged(scam(0))).toBe(false);
    expect(leaving()).toContain(`seller_unflagged ${scam(0)}`);
    for (const sql of [
      'delete from seller_flags',
      'delete from seller_flag_events',
      `update seller_flags set reason = 'x'`,
      `update seller_flags set state = 'confirmed'`,
      `update seller_flag_events set user = 'x'`,
    ])
      expect(() => bench.sql(sql)).toThrow(/never|forward|comes with/);
    const open = await sellers.flag(as('rita'), { id: scam(2), reason: why, days: 30 });
    expect(() =>
      bench.sql(
        `insert into seller_flag_events (flag, act, user, role, reason, at) values ('${open.flag}', 'confirmed', 'rita', 'reviewer', 'x', 1)`,
      ),
    ).toThrow(/another person/);
  });

  it('expires at its date, an open one after a fortnight, and no import lifts one', async () => {
    const { sellers, as, time } = bench;
    await sellers.flag(as('rita'), { id: scam(3), reason: why, days: 30 });
    await sellers.confirm(as('rob'), { id: scam(3), reason: why });
    await bench.bring();
    await sellers.list();
    expect(sellers.isFlagged(scam(3))).toBe(true);
    time.now += 15 * day;
    expect(sellers.flags(as('rob'), 'expired').map((one) => one.seller_id)).toContain(scam(2));
    time.now += 16 * day;
    expect(sellers.isFlagged(scam(3))).toBe(false);
    expect(
      sellers
        .flags(as('rob'), null)
        .find((one) => one.seller_id === scam(3))
        ?.events.at(-1),
    ).toMatchObject({ act: 'expired', user: 'desk' });
  });

  it('is refused for an official seller, for nobody, and twice', async () => {
    const { sellers, as } = bench;
    const flag = (id: string) =>
      code(() => sellers.flag(as('rita'), { id, reason: why, days: 30 }));
    expect(await flag('lumolive.example')).toBe('BAD_INPUT');
    expect(await flag('nobody-at-all.example')).toBe('NOT_FOUND');
    expect(await flag(scam(4))).toBe('done');
    expect(await flag(scam(4))).toBe('BAD_INPUT');
  });

  it('leaves an audit row with every act, in the same transaction', async () => {
    const rows = bench.audit.list({ limit: 1000 }).rows.map((row) => row.command);
    const events = bench.count('select count(*) from seller_flag_events');
    expect(
      rows.filter((command) =>
        /^sellers\.(proposed|confirmed|rejected|withdrawn|expired|appealed)$/.test(command),
      ),
    ).toHaveLength(events);
    expect((await bench.audit.verify()).verdict).toBe('unanchored');
  });

  it('says first what it would touch', async () => {
    const blast = await bench.sellers.blast(scam(4));
    const all = await bench.sellers.collect(bench.as('rob'), scam(4));
    expect(blast.tickets).toBe(all.tickets.length);
    expect(blast.changes.join(' ')).toMatch(/no coins are moved/);
  });
});

describe('the review queue', () => {
  it('hands a candidate to one person at a time', async () => {
    const { sellers, as, time } = bench;
    const first = await sellers.next(as('rita'), {});
    const second = await sellers.next(as('rob'), {});
    expect(first.seller?.seller_id).not.toBe(second.seller?.seller_id);
    expect((await sellers.next(as('rita'), {})).seller?.seller_id).toBe(first.seller?.seller_id);
    time.now += 11 * 60_000;
    expect((await sellers.next(as('oli'), {})).seller?.seller_id).toBe(first.seller?.seller_id);
  });

  it('takes from a view: only what its filter leaves is handed out and counted', async () => {
    const { sellers, as } = bench;
    const all = await sellers.next(as('oli'), {});
    const wanted = (await sellers.list([{ op: 'in', column: 'suggested', values: ['true'] }]))
      .filter(({ flag }) => flag === 'none')
      .at(-1);
    const filter = [{ op: 'in' as const, column: 'seller', values: [wanted?.seller_id ?? ''] }];
    const narrow = await sellers.next(as('oli'), { filter });
    expect(all.waiting).toBeGreaterThan(1);
    expect(narrow).toMatchObject({ waiting: 1, seller: { seller_id: wanted?.seller_id } });
    expect(
      await code(() =>
        sellers.next(as('oli'), { filter: [{ op: 'in', column: 'nothing', values: ['x'] }] }),
      ),
    ).toBe('BAD_INPUT');
    sellers.release(as('oli'), wanted?.seller_id ?? '');
  });

  it('puts off to a date, sets aside, and takes back for ten seconds', async () => {
    const { sellers, as, time } = bench;
    const waiting = (await sellers.next(as('rita'), {})).waiting;
    const id = (await sellers.next(as('rita'), {})).seller?.seller_id ?? '';
    const until = new Date(time.now + 3 * day).toISOString();
    sellers.snooze(as('rita'), { id, until, reason: 'waiting for the bank' });
    expect((await sellers.next(as('rita'), {})).waiting).toBe(waiting - 1);
    const next = (await sellers.next(as('rita'), {})).seller?.seller_id ?? '';
    const { act } = sellers.setAside(as('rita'), { id: next, reason: 'a promotion' });
    expect((await sellers.next(as('rita'), {})).waiting).toBe(waiting - 2);
    expect(await code(() => sellers.undo(as('rob'), act))).toBe('FORBIDDEN');
    sellers.undo(as('rita'), act);
    expect((await sellers.next(as('rita'), {})).waiting).toBe(waiting - 1);
    const late = sellers.setAside(as('rita'), { id: next, reason: 'a promotion' });
    time.now += 11_000;
    expect(await code(() => sellers.undo(as('rita'), late.act))).toBe('LAPSED');
    time.now += 4 * day;
    expect((await sellers.next(as('rita'), {})).waiting).toBe(waiting - 1);
    expect(await sellers.statistics()).toMatchObject({ set_aside: 1, snoozed: 0 });
    expect(await code(() => sellers.snooze(as('rita'), { id, until: 'never', reason: 'x' }))).toBe(
      'BAD_INPUT',
    );
  });
});
