import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';

/**
 * Ways to move coins that one person alone may not move. Each ends with what it got: none may
 * end with coins in the account.
 */
let bench: Bench;
beforeEach(() => {
  bench = openBench();
  for (const account of ['ac_1', 'ac_sue', 'ac_home']) bench.account(account);
  bench.recharge('rc_1', 'ac_1');
  bench.balances.set('ac_1', 0n);
});
afterEach(() => bench.close());

const hour = 60 * 60_000;
const day = 24 * hour;
const note = 'n';

function propose(user: string, coins = '1400', extra: object = {}): string {
  const input = { account: 'ac_1', coins, reason: 'PROMO_MISSING', note, ...extra };
  return bench.adjustments.propose(bench.as(user), proposal.parse(input)).id;
}
const approve = (user: string, id: string) =>
  bench.adjustments.approve(bench.as(user), { id, note });
const person = (user: string, is: Parameters<typeof bench.people.set>[1]) =>
  bench.people.set(user, is);
const tampered = (set: string, id: string) =>
  bench.sql(`update adjustments set ${set} where id = '${id}'`);
const decisionOf = (user: string, role: string, id: string, hash = 'payload_sha256') =>
  bench.sql(
    `insert into decisions select id, '${user}', '${role}', 'approved', 'n', 1, ${hash} from adjustments where id = '${id}'`,
  );

const ways: readonly (readonly [string, () => unknown])[] = [
  ['its maker approves it', () => approve('sue', propose('sue'))],
  [
    'its maker approves it from another sign-in',
    () => {
      const id = propose('sue');
      return bench.adjustments.approve(
        { ...bench.as('sue'), session: 'other', door: 'browser' },
        { id, note },
      );
    },
  ],
  [
    'its maker approves it after a promotion',
    () => {
      const id = propose('ana');
      person('ana', { role: 'senior' });
      return approve('ana', id);
    },
  ],
  [
    'its maker approves it after being made an owner',
    () => {
      const id = propose('sue');
      person('sue', { role: 'owner' });
      return approve('sue', id);
    },
  ],
  [
    'its maker approves it in bulk',
    () =>
      bench.adjustments.decideMany(bench.as('oli'), {
        decision: 'approve',
        ids: [propose('oli')],
        note,
      }),
  ],
  ['an agent approves it', () => approve('ben', propose('ana'))],
  [
    'a reviewer approves it',
    () => {
      person('rio', { role: 'reviewer' });
      return approve('rio', propose('ana'));
    },
  ],
  [
    'an auditor approves it',
    () => {
      person('ada', { role: 'auditor' });
      return approve('ada', propose('ana'));
    },
  ],
  ['somebody unknown approves it', () => approve('nobody', propose('ana'))],
  [
    'somebody who was disabled approves it',
    () => {
      const id = propose('ana');
      bench.people.delete('sue');
      return bench.adjustments.approve({ ...bench.as('sam'), user: 'sue' }, { id, note });
    },
  ],
  [
    'a senior whose role was taken away approves it',
    () => {
      const id = propose('ana');
      person('sue', { role: 'agent' });
      return approve('sue', id);
    },
  ],
  [
    'a senior whom the maker let in today approves it',
    () => {
      person('new', { role: 'senior', sponsors: new Set(['oli']) });
      return approve('new', propose('oli'));
    },
  ],
  [
    'a senior let in by somebody the maker let in approves it',
    () => {
      person('new', { role: 'senior', sponsors: new Set(['mid', 'oli']) });
      return approve('new', propose('oli'));
    },
  ],
  [
    'a second name of the same person, told by an own account, approves it',
    () => {
      person('ana', { role: 'agent', ownAccounts: ['ac_home'] });
      person('sue', { role: 'senior', ownAccounts: ['ac_home'] });
      return approve('sue', propose('ana'));
    },
  ],
  [
    'the owner of the account approves it',
    () => {
      person('sue', { role: 'senior', ownAccounts: ['ac_1'] });
      return approve('sue', propose('ana'));
    },
  ],
  [
    'somebody who shares a card with the account approves it',
    () => {
      bench.recharge('rc_s', 'ac_sue', null, 'card');
      bench.recharge('rc_2', 'ac_1', null, 'card');
      person('sue', { role: 'senior', ownAccounts: ['ac_sue'] });
      return approve('sue', propose('ana'));
    },
  ],
  [
    'somebody who shares a device with the account approves it',
    () => {
      bench.device('phone', 'ac_sue');
      bench.recharge('rc_2', 'ac_1', 'phone');
      person('sue', { role: 'senior', ownAccounts: ['ac_sue'] });
      return approve('sue', propose('ana'));
    },
  ],
  [
    'the maker asks for an own account',
    () => {
      person('ana', { role: 'agent', ownAccounts: ['ac_1'] });
      return approve('sue', propose('ana'));
    },
  ],
  [
    'the maker asked before declaring the account as their own',
    () => {
      const id = propose('ana');
      person('ana', { role: 'agent', ownAccounts: ['ac_1'] });
      return approve('sue', id);
    },
  ],
  [
    'one senior approves what takes a senior and an owner',
    () => approve('sue', propose('ana', '7001')),
  ],
  [
    'one senior approves it twice',
    () => {
      const id = propose('ana', '7001');
      approve('sue', id);
      return approve('sue', id);
    },
  ],
  [
    'two seniors approve what takes a senior and an owner',
    () => {
      const id = propose('ana', '7001');
      approve('sue', id);
      return approve('sam', id);
    },
  ],
  [
    'an owner approves it as owner and, demoted, as senior',
    () => {
      const id = propose('ana', '7001');
      approve('oli', id);
      person('oli', { role: 'senior' });
      return approve('oli', id);
    },
  ],
  [
    'it is approved after a day',
    () => {
      const id = propose('ana');
      bench.time.now += day + 1;
      return approve('sue', id);
    },
  ],
  [
    'it is approved after the clock was set back a year',
    () => {
      const id = propose('ana');
      bench.time.now -= 365 * day;
      return approve('sue', id);
    },
  ],
  [
    'it lapsed, and the clock is set back to revive it',
    () => {
      const id = propose('ana');
      bench.time.now += 2 * day;
      bench.adjustments.list({});
      bench.time.now -= 2 * day;
      return approve('sue', id);
    },
  ],
  [
    'it is approved after it was rejected',
    () => {
      const id = propose('ana');
      bench.adjustments.reject(bench.as('sue'), { id, note });
      return approve('sam', id);
    },
  ],
  [
    'it is approved after the verdict changed',
    () => {
      bench.owed.set('rc_1', '1400');
      const id = propose('ana', '1400', { recharge: 'rc_1', reason: 'PAID_NOT_DELIVERED' });
      bench.owed.set('rc_1', '0');
      return approve('sue', id);
    },
  ],
  [
    'its amount is changed in the file before it is approved',
    () => tampered('coins = 6000', propose('ana')),
  ],
  ['its account is changed in the file', () => tampered("account_id = 'ac_sue'", propose('ana'))],
  ['its evidence is changed in the file', () => tampered("evidence = '{}'", propose('ana'))],
  ['its maker is changed in the file', () => tampered("maker = 'ben'", propose('sue'))],
  [
    'a decision of the maker is written into the file',
    () => decisionOf('sue', 'senior', propose('sue')),
  ],
  [
    'an approval of another payload is written into the file',
    () => decisionOf('sam', 'senior', propose('ana'), "'0000'"),
  ],
  [
    'the posting alone is written into the file',
    () => {
      propose('ana');
      bench.sql(
        `insert into postings (adjustment_id, from_book, to_book, coins, at, alone)
       select id, 'desk/PROMO_MISSING', 'account/ac_1', coins, 1, 0 from adjustments`,
      );
    },
  ],
  [
    'it is cut into many of just the own limit, beyond what a day allows',
    () => {
      for (let n = 0; n < 10; n += 1) bench.account(`day_${n}`);
      for (let n = 0; n < 10; n += 1) propose('ben', '350', { account: `day_${n}` });
      propose('ben', '350');
    },
  ],
  [
    'its maker raises the limit alone to need nobody',
    () => {
      bench.adjustments.setLimit(bench.as('oli'), { name: 'own_limit', value: '3500' });
      return approve('oli', propose('oli'));
    },
  ],
  [
    'its maker agrees to their own change of the limit',
    () => {
      for (let n = 0; n < 3; n += 1)
        bench.adjustments.setLimit(bench.as('oli'), { name: 'own_limit', value: '3500' });
      return approve('oli', propose('oli'));
    },
  ],
  [
    'its maker opens a reason alone that needs no evidence',
    () => {
      bench.adjustments.setReason(bench.as('oli'), {
        code: 'WRONG_QUANTITY',
        causes: [],
        link: false,
      });
      return propose('oli', '300', { reason: 'WRONG_QUANTITY', recharge: 'rc_1' });
    },
  ],
  [
    'its maker approves what takes coins away',
    () => {
      bench.balances.set('ac_1', 5000n);
      const id = propose('sue', '-1400', { reason: 'FRAUD_FORFEIT' });
      return approve('sue', id);
    },
  ],
  [
    'a reversal is proposed under the name of a plain reason',
    () => propose('ana', '300', { reason: 'REVERSAL_OF_ADJUSTMENT' }),
  ],
  [
    'a key of another adjustment is used for other coins',
    () => {
      const id = propose('ana', '1400', { key: 'k' });
      bench.adjustments.reject(bench.as('sue'), { id, note });
      return propose('ana', '300', { key: 'k' });
    },
  ],
];

/** Coins that came into any account. */
const moved = () =>
  bench.adjustments
    .list({ account: 'ac_1' })
    .filter((one) => ['approved', 'sent', 'confirmed'].includes(one.state));

describe(`${ways.length} ways round maker and checker`, () => {
  it.each(ways)('fail: %s', (_what, way) => {
    code(way);
    expect(moved()).toEqual([]);
  });

  it('are told from the straight way, which moves coins', () => {
    expect(code(() => approve('sue', propose('ana')))).toBe('done');
    expect(moved()).toHaveLength(1);
  });

  it('two checkers who race for one proposal approve it once', () => {
    const id = propose('ana');
    expect([code(() => approve('sue', id)), code(() => approve('sam', id))]).toEqual([
      'done',
      'BAD_INPUT',
    ]);
    expect(bench.book('ac_1')).toBe(1400n);
  });
});
