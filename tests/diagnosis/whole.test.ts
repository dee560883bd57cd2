import { expect, test } from 'vitest';
import type { SweepEvent } from '../../contract/diagnosis.ts';
import { changesBetween } from '../../main/desk/diagnosis/kept.ts';
import { lastNight } from '../../main/desk/diagnosis/whole/nights.ts';
import {
  agent,
  asOf,
  bought,
  captured,
  type CopyOptions,
  day,
  grant,
  hour,
  minute,
  noon,
  openDesk,
} from './builder.ts';

/** Sweeps to the end and gives the kinds that were found, by recharge. */
async function swept(options: CopyOptions, put: (desk: ReturnType<typeof openDesk>) => void) {
  const desk = openDesk(options);
  put(desk);
  const events: SweepEvent[] = [];
  for await (const event of desk.diagnosis.sweep(agent)) events.push(event);
  const { rows } = desk.diagnosis.findings({ limit: 1000 });
  const found = new Map(
    rows.map((row) => [row.recharge_id ?? row.payment, `${row.kind} ${row.coins}`]),
  );
  return { desk, events, found };
}

const google = { channel: 'google_play' };

test('a sweep lists what is owed and what was given wrongly, with the exact coins', async () => {
  const { desk, events, found } = await swept({ deskCoins: new Map([['late', 1400n]]) }, (home) => {
    home.give({ recharge: { recharge_id: 'fine' }, payments: [captured], ledger: [grant] });
    home.give({ recharge: { recharge_id: 'owed' }, payments: [captured] });
    home.give({
      recharge: { recharge_id: 'short' },
      payments: [captured],
      ledger: [{ delta: 400n }],
    });
    home.give({
      recharge: { recharge_id: 'unpaid' },
      payments: [{ status: 'failed', network_code: '51' }],
      ledger: [grant],
    });
    home.give({ recharge: { recharge_id: 'twice' }, payments: [captured], ledger: [grant, grant] });
    home.give({
      recharge: { recharge_id: 'kept' },
      payments: [{ ...captured, refunded_minor: 1999n }],
      ledger: [grant],
    });
    home.give({
      recharge: { recharge_id: 'part', quantity: 2, coins: 2800n, ...google },
      stores: [
        { ...bought, quantity: 2, state: 'refunded', refunded_quantity: 1, voided_at: noon },
      ],
      ledger: [{ delta: 2800n }],
    });
    home.give({
      recharge: { recharge_id: 'reversed', channel: 'app_store' },
      events: [
        ['refunded', { at: noon + hour }],
        ['refund_reversed', { at: noon + day }],
      ],
      stores: [bought],
      ledger: [grant, { delta: -1400n, kind: 'refund_clawback', at: noon + 2 * hour }],
    });
    home.give({
      recharge: { recharge_id: 'disputed' },
      payments: [{ ...captured, disputed: true, dispute_at: noon + day }],
      ledger: [grant],
    });
    home.give({ recharge: { recharge_id: 'late' }, payments: [captured], ledger: [grant] });
    home.give({
      recharge: { recharge_id: 'late_seen' },
      payments: [captured],
      ledger: [{ ...grant, kind: 'adjustment' }, grant],
    });
    home.give({
      recharge: { recharge_id: 'promo', channel: 'app_store' },
      stores: [{ ...bought, test_kind: 'promo' }],
      ledger: [grant],
    });
    home.put('store_records', {
      provider: 'google',
      external_id: 'GPA.1111-2222-3333-44444',
      sku: 'coins.p4',
      storefront: 'US',
      state: 'purchased',
      test_kind: 'none',
      purchased_at: noon,
      quantity: 1,
    });
  });
  expect(Object.fromEntries(found)).toEqual({
    owed: 'owed 1400',
    short: 'owed 1000',
    unpaid: 'unpaid_grant 1400',
    twice: 'double_grant 1400',
    kept: 'not_clawed_back 1400',
    part: 'not_clawed_back 1400',
    disputed: 'not_clawed_back 1400',
    reversed: 'not_restored 1400',
    late: 'granted_after_make_good 1400',
    late_seen: 'granted_after_make_good 1400',
    'google/GPA.1111-2222-3333-44444': 'owed 1400',
  });
  const done = events.at(-1);
  expect(done?.kind === 'done' && done.result).toMatchObject({
    attempts: 12,
    fresh: true,
    by: 'ada',
  });
  expect(desk.diagnosis.overview().credited).toEqual([
    { day: '2026-10-05T00:00:00.000Z', found: 3, made_good: 0 },
  ]);
});

test('sums beyond what coins can hold are no amounts, and stop no sweep', async () => {
  const most = 2n ** 63n - 1n;
  const { found } = await swept({}, (home) => {
    home.give({
      recharge: { recharge_id: 'owed', coins: most, bonus_coins: most },
      payments: [captured],
    });
    home.give({
      recharge: { recharge_id: 'twice' },
      payments: [captured],
      ledger: [{ delta: most }, { delta: most }],
    });
    home.give({ recharge: { recharge_id: 'most', coins: most }, payments: [captured] });
  });
  expect(Object.fromEntries(found)).toEqual({ most: `owed ${most}` });
});

test('deadlines of every kind are listed, the soonest first, and those that passed are not', async () => {
  const near = asOf - 10 * hour;
  const { desk } = await swept({}, (home) => {
    home.give({
      recharge: { recharge_id: 'ack', created_at: asOf - 2 * day, ...google },
      stores: [{ state: 'purchased', acknowledged: false, purchased_at: asOf - 2 * day }],
      ledger: [{ ...grant, at: asOf - 2 * day }],
    });
    home.give({
      recharge: { recharge_id: 'apple', created_at: asOf - 3 * day, channel: 'app_store' },
      stores: [bought],
      ledger: [grant],
      events: [['review_requested', { at: near, code: 'CONSUMPTION_REQUEST', provider: 'apple' }]],
    });
    home.give({
      recharge: { recharge_id: 'play', created_at: asOf - 3 * day, ...google },
      stores: [bought],
      ledger: [grant],
      events: [['disputed', { at: near, code: 'PENDING_REFUND_REVIEW', provider: 'google' }]],
    });
    home.give({
      recharge: { recharge_id: 'ask', created_at: near, channel: 'app_store' },
      events: [['store_pending', { at: near }]],
    });
    home.give({
      recharge: { recharge_id: 'hold', created_at: near },
      events: [['authorised', { at: near }]],
      payments: [{ status: 'requires_capture' }],
    });
    home.give({
      recharge: { recharge_id: 'void', created_at: asOf - 3 * day, ...google },
      stores: [{ ...bought, state: 'refunded', voided_at: asOf - day, void_source: 'user' }],
      ledger: [grant],
    });
    home.give({
      recharge: { recharge_id: 'over', created_at: asOf - 9 * day, channel: 'app_store' },
      stores: [bought],
      ledger: [grant],
      events: [
        [
          'review_requested',
          { at: asOf - 5 * day, code: 'CONSUMPTION_REQUEST', provider: 'apple' },
        ],
      ],
    });
  });
  expect(
    desk.diagnosis.deadlines().rows.map(({ kind, recharge_id, at }) => [kind, recharge_id, at]),
  ).toEqual(
    (
      [
        ['apple_consumption', 'apple', near + 12 * hour],
        ['ask_to_buy', 'ask', near + day],
        ['play_review', 'play', near + day],
        ['play_acknowledge', 'ack', asOf + day],
        ['hold_expiry', 'hold', near + 7 * day],
        ['voided_list', 'void', asOf + 29 * day],
      ] as const
    )
      .map(([kind, id, at]) => [kind, id, new Date(at).toISOString()] as const)
      .toSorted((a, b) => (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : a[1] < b[1] ? -1 : 1)),
  );
});

test('a sweep that is cancelled leaves the one before, and an import makes it stale', async () => {
  const { desk } = await swept({}, (home) => {
    for (let n = 0; n < 40; n += 1) home.give({ payments: [captured] });
  });
  const stop = new AbortController();
  const second = desk.diagnosis.sweep(agent, stop.signal);
  await second.next();
  stop.abort();
  await expect(second.next()).rejects.toThrow(/abort/i);
  expect(desk.diagnosis.swept()).toMatchObject({
    state: { number: 1, fresh: true },
    running: null,
  });
  expect(desk.diagnosis.findings({ limit: 1000 }).rows).toHaveLength(40);
  desk.run();
  expect(desk.diagnosis.swept().state?.fresh).toBe(false);
});

test('whole verdicts from the workers are the ones that are given one by one', async () => {
  const desk = openDesk();
  for (let n = 0; n < 30; n += 1)
    desk.give({
      recharge: { account_id: `ac_shared_${n % 7}`, created_at: noon + n * 7 * minute },
      account: n < 7 ? {} : null,
      payments: [n % 3 === 0 ? { status: 'failed', network_code: '51' } : captured],
      ledger: n % 2 === 0 ? [grant] : [],
      sessions: [{ started_at: noon + n * minute, ip_country: n % 5 === 0 ? 'FR' : 'US' }],
    });
  const whole = await desk.everything();
  expect(whole).toHaveLength(30);
  for (const verdict of whole) expect(verdict).toEqual(desk.verdictOf(verdict.recharge_id ?? ''));
});

test('an outage opened here explains what it covers, is marked as ours, and counts others alike', async () => {
  const broken = {
    events: [['grant_failed', { at: noon + minute, code: '500' }]] as const,
    payments: [captured],
  };
  const { desk } = await swept({}, (home) => {
    for (let n = 0; n < 8; n += 1)
      home.give({ recharge: { recharge_id: `b${n}`, created_at: noon + n * minute }, ...broken });
  });
  const before = desk.diagnosis.similar({ recharge: 'b0' });
  expect(before).toMatchObject({ cause: 'paid_not_granted', near: { cause: 7, provider: 7 } });
  expect(before.trend).toBe('rising');
  expect(before.affected).toHaveLength(7);
  const opened = desk.diagnosis.setIncident(agent, {
    service: 'grants',
    provider: null,
    regions: [],
    started_at: new Date(noon - hour).toISOString(),
    ended_at: null,
    summary: 'The grant job was down.',
  });
  const verdict = desk.verdictOf('b0');
  expect(verdict).toMatchObject({ root_cause: 'incident', coins_owed: '1400' });
  const [cited] = verdict.checks.find((check) => check.id === 'incident')?.evidence ?? [];
  expect(cited).toMatchObject({ table: 'incidents', key: opened.incident_id, file: null });
  desk.diagnosis.setIncident(agent, {
    ...opened,
    incident: opened.incident_id,
    regions: [],
    ended_at: new Date(noon - 30 * minute).toISOString(),
  });
  expect(desk.verdictOf('b0').root_cause).toBe('paid_not_granted');
  expect(() =>
    desk.diagnosis.setIncident(agent, { ...opened, incident: 'inc_of_the_copy', regions: [] }),
  ).toThrow(/no outage/);
});

test("an owner's code stands over the shipped ones, is versioned, and can be taken back", () => {
  const desk = openDesk();
  const id = desk.give({ payments: [{ status: 'failed', failure_code: 'acme_77' }] });
  expect(desk.verdictOf(id).root_cause).toBe('unknown');
  const shipped = desk.verdictOf(id).checklist_version;
  const row = {
    provider: 'Stripe',
    scheme: '',
    code: 'acme_77',
    agent_text: 'monthly limit of the card',
    source: 'letter of the processor, 1 Oct 2026',
  };
  const set = desk.diagnosis.setCode(agent, { ...row, cause: 'funds' });
  expect(set).toMatchObject({ provider: 'stripe', code: 'ACME_77', by: 'ada', version: 1 });
  expect(desk.verdictOf(id)).toMatchObject({
    root_cause: 'funds',
    checklist_version: `${shipped}+codes.1`,
  });
  expect(desk.diagnosis.codes().rows[0]).toMatchObject({ table: 'own', code: 'ACME_77' });
  const changed = { ...row, agent_text: 'the card is blocked', cause: 'bank_block' } as const;
  expect(desk.diagnosis.setCode(agent, changed)).toMatchObject({ version: 2 });
  expect(desk.verdictOf(id)).toMatchObject({
    root_cause: 'bank_block',
    checklist_version: `${shipped}+codes.2`,
  });
  expect(desk.diagnosis.setCode(agent, { ...row, cause: null })).toBeNull();
  expect(desk.verdictOf(id).root_cause).toBe('unknown');
  // Every version stays, and each was written down with who did it, in its transaction.
  const kept = desk.desk.prepare('select cause, says, by from own_codes order by number').all();
  expect(kept).toEqual([
    { cause: 'funds', says: row.agent_text, by: 'ada' },
    { cause: 'bank_block', says: changed.agent_text, by: 'ada' },
    { cause: null, says: row.agent_text, by: 'ada' },
  ]);
  const audited = desk.desk
    .prepare("select actor as by, outcome from audit where command = 'diagnosis.setCode'")
    .all();
  expect(audited).toEqual(kept.map(() => ({ by: 'ada', outcome: 'done' })));
});

test('a kept verdict opens later with the evidence of then, and says what changed since', () => {
  const desk = openDesk();
  const id = desk.give({ payments: [captured] });
  const { number } = desk.diagnosis.keepNow(agent, { recharge: id });
  desk.put('ledger', {
    entry_id: 'late',
    account_id: 'ac_1',
    at: noon + day,
    asset: 'coins',
    kind: 'recharge_grant',
    recharge_id: id,
    delta: 1400n,
    balance_after: 1400n,
  });
  const { before, now, changes } = desk.diagnosis.replay({ number });
  expect([before.root_cause, now.root_cause]).toEqual(['paid_not_granted', 'healthy']);
  expect(changes).toContainEqual({ what: 'coins_owed', before: '1400', now: '0' });
  expect(changes).toContainEqual({ what: 'check paid_not_granted', before: 'fail', now: 'pass' });
  expect(changes).toContainEqual({ what: 'ledger late delta', before: 'not cited', now: '1400' });
  expect(changesBetween(now, now)).toEqual([]);
  expect(desk.diagnosis.kept({ recharge: id })).toHaveLength(1);
  expect(() => desk.diagnosis.replay({ number: 99 })).toThrow(/No verdict 99/);
});

test('questions are at most three, in the language asked for, and not asked again', () => {
  const desk = openDesk();
  const id = desk.give({ recharge: { channel: 'app_store', ip_kind: null } });
  const asked = desk.diagnosis.questions({ recharge: id, language: 'ar' });
  expect(asked.direction).toBe('rtl');
  expect(asked.questions.map((one) => one.question)).toEqual([
    'store_message',
    'ask_to_buy',
    'vpn',
  ]);
  const verdict = desk.diagnosis.answer(agent, {
    recharge: id,
    question: 'store_message',
    value: 'verification_required',
  });
  expect(verdict.root_cause).toBe('store_verification');
  const after = desk.diagnosis.questions({ recharge: id, language: 'en' });
  expect(after.questions.map((one) => one.question)).not.toContain('store_message');
  expect(after.answered).toMatchObject([{ question: 'store_message', by: 'ada' }]);
});

test('the night of a sweep is the last three o’clock', () => {
  const at = (hours: number) => new Date(2026, 10, 20, hours).getTime();
  expect(lastNight(at(4))).toBe(at(3));
  expect(lastNight(at(2))).toBe(at(3) - 24 * hour);
});
