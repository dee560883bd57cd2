import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/errors.ts';
import { rechargePage } from '../../contract/records.ts';
import { tables } from '../../main/desk/records/tables.ts';
import { day, minute, noon, openCopy, openSmallCopy, type TestRun } from './copy.ts';

/** The refusal that a call ends with. */
function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** A copy with one bare attempt at noon, on a channel. */
function openAttempt(run: TestRun, channel = 'google_play') {
  const copy = openCopy();
  copy.run(run);
  copy.put('recharges', {
    recharge_id: 'rc_1',
    account_id: 'ac_1',
    channel,
    external_id: channel === 'web' ? null : 'GPA.1',
    payment_id: channel === 'web' ? 'pi_1' : null,
    created_at: noon,
  });
  return { ...copy, page: () => rechargePage.parse(copy.records.recharge({ id: 'rc_1' })) };
}

describe('the page of a recharge', () => {
  it('tells the order, the money and the ledger side by side', () => {
    const { records } = openSmallCopy();
    const page = rechargePage.parse(records.recharge({ id: 'rc_9k2q41f' }));
    expect(page.order).toMatchObject({
      state: 'present',
      summary: 'Created 5 Oct 2026 12:00 UTC; last: Grant job failed (code 500)',
    });
    expect(page.payment).toMatchObject({
      state: 'present',
      summary: 'Purchased 5 Oct 2026 12:01 UTC, not acknowledged',
    });
    expect(page.ledger).toMatchObject({
      state: 'missing',
      summary: 'No entry for GPA.3312-1111-2222-33333 in this copy',
    });
    expect(page.covered).toBe(true);
  });

  it('tells what happened in the order of time, with the raw record behind each sentence', () => {
    const { records } = openSmallCopy();
    const { timeline, provenance } = records.recharge({ id: 'rc_9k2q41f' });
    expect(timeline.map(({ at, table, text }) => [at?.slice(11, 16), table, text])).toEqual([
      ['12:00', 'recharges', '1,400 coins for USD 19.99 ordered on Google Play'],
      ['12:00', 'recharge_events', 'Order created'],
      ['12:01', 'recharge_events', 'Paid on Google Play'],
      ['12:01', 'store_records', 'Google Play says purchased for USD 19.99'],
      ['12:02', 'recharge_events', 'Grant job failed (code 500)'],
      ['12:40', 'tickets', 'Ticket opened: No coins after payment'],
    ]);
    const failed = timeline[4];
    expect(failed).toMatchObject({
      key: 'rc_9k2q41f/3',
      raw: { stage: 'grant_failed', code: '500', at: '2026-10-05T12:02:00.000Z' },
      origin: { file: 'recharge_events.csv', run: 'run_1' },
    });
    expect(provenance).toContainEqual(failed?.origin);
  });

  it('carries coins, money and times as text', () => {
    const { records } = openSmallCopy();
    const { fields, account, tickets } = records.recharge({ id: 'rc_9k2q41f' });
    expect(fields).toMatchObject({
      coins: '1400',
      amount_minor: '1999',
      created_at: '2026-10-05T12:00:00.000Z',
      sku: 'coins.p4',
      tax_minor: null,
    });
    expect(account?.display_name).toBe('María da Silva');
    expect(tickets.map((ticket) => ticket.ticket_id)).toEqual(['8812']);
  });

  it('finds money and grants that name only the order number', () => {
    const { put, page } = openAttempt({});
    put('store_records', {
      provider: 'google',
      external_id: 'GPA.1',
      state: 'pending',
      pending_since: noon,
    });
    put('ledger', {
      entry_id: 'l1',
      account_id: 'ac_1',
      at: noon,
      delta: 70n,
      kind: 'recharge_grant',
      external_id: 'GPA.1',
    });
    put('ledger', {
      entry_id: 'l2',
      account_id: 'ac_1',
      at: noon + 1,
      delta: -70n,
      kind: 'refund_clawback',
      external_id: 'GPA.1',
    });
    expect(page().payment.summary).toBe('Pending since 5 Oct 2026 12:00 UTC');
    expect(page().ledger).toMatchObject({
      state: 'present',
      summary: '0 coins net in 2 entries since 5 Oct 2026 12:00 UTC',
    });
  });

  it('finds a purchase by its token while the store has no order number', () => {
    const { put, page } = openAttempt({});
    put('store_records', {
      provider: 'google',
      external_id: 'other',
      purchase_token: 'GPA.1',
      state: 'cancelled',
    });
    expect(page().payment).toMatchObject({ state: 'present', summary: 'Cancelled' });
  });

  it('shows tickets of the account that name no order, if they came after the attempt', () => {
    const { put, page } = openAttempt({});
    put('tickets', { ticket_id: 'before', account_id: 'ac_1', opened_at: noon - 1 });
    put('tickets', { ticket_id: 'after', account_id: 'ac_1', opened_at: noon + day });
    put('tickets', { ticket_id: 'late', account_id: 'ac_1', opened_at: noon + 60 * day });
    put('tickets', {
      ticket_id: 'other',
      account_id: 'ac_1',
      recharge_id: 'rc_2',
      opened_at: noon + day,
    });
    expect(page().tickets.map((ticket) => ticket.ticket_id)).toEqual(['after']);
  });

  it('says that evidence is missing only where the copy covers the moment', () => {
    const covered = openAttempt({ from: noon - day, to: noon + day }).page();
    expect(covered).toMatchObject({ covered: true });
    expect([covered.payment.state, covered.ledger.state]).toEqual(['missing', 'missing']);
    for (const run of [
      { from: noon - 10 * day, to: noon - 1 },
      { from: noon + 1, to: noon + day },
      { asOf: null, to: null },
      { asOf: noon - 1, to: null },
    ]) {
      const page = openAttempt(run).page();
      expect([page.covered, page.payment.state, page.ledger.state]).toEqual([
        false,
        'not_covered',
        'not_covered',
      ]);
    }
  });

  it('claims nothing of a table that no drop had', () => {
    const store = openAttempt({ tables: ['recharges', 'ledger', 'payments'] }).page();
    expect([store.payment.state, store.ledger.state]).toEqual(['not_covered', 'missing']);
    const web = openAttempt({ tables: ['recharges', 'store_records'] }, 'web').page();
    expect([web.payment.state, web.ledger.state]).toEqual(['not_covered', 'not_covered']);
    expect(web.payment.summary).toBe('This copy does not cover the payments of that time');
    const partner = openAttempt({}, 'partner').page();
    expect(partner.payment.state).toBe('not_covered');
  });

  it('adds up what several runs cover', () => {
    const { run, page } = openAttempt({ from: noon - 10 * day, to: noon - day });
    expect(page().ledger.state).toBe('not_covered');
    run({ from: noon - day, to: noon + day, tables: ['ledger'] });
    expect(page().ledger.state).toBe('missing');
    expect(page().payment.state).toBe('not_covered');
  });

  it('has a sentence for every stage, with the code of the provider verbatim', () => {
    const { put, page } = openAttempt({});
    const stages = tables.recharge_events.columns.stage.words;
    for (const [index, stage] of [...stages, 'a_new_stage'].entries())
      put('recharge_events', {
        recharge_id: 'rc_1',
        seq: index,
        at: noon + index * minute,
        stage,
        provider: 'stripe',
        code: 'card_declined',
        sub_code: 'insufficient_funds',
        amount_minor: 500n,
      });
    const told = page().timeline.filter(({ table }) => table === 'recharge_events');
    const sentences = told.map(({ text }) => text);
    expect(new Set(sentences).size).toBe(stages.length + 1);
    expect(sentences).toContain(
      'Payment declined by Stripe (code card_declined / insufficient_funds)',
    );
    expect(sentences).toContain('A new stage at Stripe (code card_declined / insufficient_funds)');
    for (const text of sentences) expect(text).toMatch(/^[A-Z][^_]*(\(code .*\))?$/);
  });

  it('names the rules of the platform and keeps messages', () => {
    const { put, page } = openAttempt({});
    const codes = ['AGE_RESTRICTED', 'NOT_AVAILABLE', 'LIMIT_REACHED', 'ACCOUNT_RESTRICTED', null];
    for (const [seq, code] of codes.entries())
      put('recharge_events', {
        recharge_id: 'rc_1',
        seq,
        at: noon + seq,
        stage: 'declined',
        provider: 'platform',
        code,
      });
    put('recharge_events', {
      recharge_id: 'rc_1',
      seq: 9,
      at: noon + 9,
      stage: 'client_error',
      message: '<b>no\u202e net',
    });
    const sentences = page().timeline.map(({ text }) => text);
    expect(sentences.slice(1)).toEqual([
      'Refused by the platform: too young to buy coins',
      'Refused by the platform: coins are not offered there',
      'Refused by the platform: a recharge limit was reached',
      'Refused by the platform: the account is restricted',
      'Refused by a rule of the platform',
      'The app reported an error: <b>no\u202e net',
    ]);
  });

  it('tells what the processor says, with refunds and disputes', () => {
    const { put, page } = openAttempt({}, 'web');
    put('payments', {
      provider: 'adyen',
      payment_id: 'pi_1',
      status: 'succeeded',
      currency: 'KWD',
      amount_minor: 1234567n,
      refunded_minor: 500n,
      captured_at: noon,
      created_at: noon,
      disputed: true,
      dispute_at: noon + day,
      dispute_reason: 'fraudulent',
    });
    expect(page().payment.summary).toBe(
      'Succeeded, taken 5 Oct 2026 12:00 UTC, KWD 0.500 refunded, disputed',
    );
    expect(
      page()
        .timeline.slice(1)
        .map(({ text }) => text),
    ).toEqual([
      'Payment of KWD 1,234.567 begun at Adyen, now succeeded',
      'Adyen took the money',
      'Payment disputed at Adyen (fraudulent)',
    ]);
  });

  it('says of an unknown id whether the copy covers such things, and what to do', () => {
    const { records } = openSmallCopy();
    const refusal = refusalOf(() => records.recharge({ id: 'rc_nope\u202e' }));
    expect(refusal).toMatchObject({
      code: 'NOT_FOUND',
      message: 'No recharge rc_nope is in this copy, which reaches to 4 Nov 2026 12:00 UTC.',
    });
    expect(refusal.next).toMatch(/import newer records/);
    const empty = openCopy();
    expect(refusalOf(() => empty.records.recharge({ id: 'rc_1' })).message).toBe(
      'rc_1 was looked for, but no recharges have been imported into this copy at all.',
    );
  });
});
