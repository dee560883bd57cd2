import { describe, expect, test } from 'vitest';
import { verdict as verdictSchema } from '../../contract/diagnosis.ts';
import { Refusal } from '../../contract/errors.ts';
import { delivered, hour, noon, openDesk } from './builder.ts';

const desk = openDesk();

describe('what has no order', () => {
  const empty = openDesk();
  test('an unknown id is a verdict that says what the copy covers', () => {
    const [verdict] = empty.diagnosis.diagnose({ recharge: 'rc_nobody' });
    expect(verdict).toMatchObject({
      recharge_id: 'rc_nobody',
      root_cause: 'not_found',
      coins_owed: '0',
    });
    expect(verdict?.agent_text).toContain('covers');
    const [nothing] = openDesk({ asOf: null, tables: [] }).diagnosis.diagnose({ recharge: 'x' });
    expect(nothing).toMatchObject({ root_cause: 'not_found', coins_owed: null, copy_as_of: null });
  });

  test('an id of another kind is called what it is, and not looked for outside the copy', () => {
    const home = openDesk();
    home.put('accounts', { account_id: 'ac_1' });
    home.put('tickets', { ticket_id: 'tk_1', account_id: 'ac_1', opened_at: noon });
    const said = (asked: Parameters<typeof home.diagnosis.diagnose>[0]) =>
      home.diagnosis.diagnose(asked)[0]?.agent_text;
    expect(said({ recharge: 'tk_1' })).toBe(
      'tk_1 is a ticket in this copy, not a recharge. Ask for it as a ticket, or give the id of a recharge.',
    );
    expect(said({ ticket: 'ac_1' })).toContain('ac_1 is an account');
    expect(said({ account: 'tk_1' })).toContain('tk_1 is a ticket');
    expect(said({ recharge: 'rc_nobody' })).toContain('No order rc_nobody');
  });

  describe('an order that the copy does not have is not denied where other records name it', () => {
    const home = openDesk();
    home.put('accounts', { account_id: 'ac_paid' });
    home.put('store_records', {
      provider: 'google',
      external_id: 'GPA.7777-7777-7777-77777',
      recharge_id: 'rc_missing',
      account_token: 'ac_paid',
      sku: 'coins.p4',
      storefront: 'US',
      state: 'purchased',
      purchased_at: noon,
    });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_1',
      recharge_id: 'rc_refused',
      status: 'failed',
      created_at: noon,
    });
    const entry = { account_id: 'ac_paid', at: noon, asset: 'coins', delta: 70n };
    home.put('ledger', {
      ...entry,
      entry_id: 'le_1',
      kind: 'recharge_grant',
      recharge_id: 'rc_granted',
    });
    const ticket = { account_id: 'ac_paid', opened_at: noon + hour };
    home.put('tickets', { ...ticket, ticket_id: 'tk_row', recharge_id: 'rc_missing' });
    home.put('tickets', {
      ...ticket,
      ticket_id: 'tk_words',
      body: 'Order GPA.7777-7777-7777-77777?',
    });
    home.put('tickets', { ...ticket, ticket_id: 'tk_nothing', recharge_id: 'rc_nobody' });
    const judged = (input: Parameters<typeof home.diagnosis.diagnose>[0]) =>
      home.diagnosis.diagnose(input)[0];

    test('paid at a store', () => {
      const owed = { root_cause: 'paid_not_granted', coins_owed: '1400', account_id: 'ac_paid' };
      expect(judged({ recharge: 'rc_missing' })).toMatchObject({
        ...owed,
        recharge_id: 'rc_missing',
      });
      expect(judged({ ticket: 'tk_row' })).toMatchObject({ ...owed, ticket_id: 'tk_row' });
      expect(judged({ ticket: 'tk_words' })).toMatchObject({ ...owed, ticket_id: 'tk_words' });
    });

    test.each(['rc_refused', 'rc_granted'])('%s is undecided', (recharge) => {
      expect(judged({ recharge })).toMatchObject({ root_cause: 'unknown', coins_owed: null });
    });

    test('a ticket on it stands in the list of all', async () => {
      const tickets = (await home.everything()).filter((one) => one.ticket_id !== null);
      expect(tickets.map((one) => [one.ticket_id, one.root_cause, one.coins_owed])).toEqual([
        ['tk_nothing', 'not_found', '0'],
        ['tk_row', 'not_found', null],
        ['tk_words', 'not_found', null],
      ]);
    });
  });

  test('attempts come first, then money, then tickets', async () => {
    const home = openDesk();
    home.give({ recharge: { recharge_id: 'rc_b' } });
    home.give({ recharge: { recharge_id: 'rc_a' } });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_lost',
      status: 'succeeded',
      captured_minor: 1999n,
      created_at: noon,
    });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_failed',
      status: 'failed',
      created_at: noon,
    });
    home.put('accounts', { account_id: 'ac_payer' });
    const order = {
      provider: 'google',
      state: 'purchased',
      sku: 'coins.p4',
      storefront: 'US',
      quantity: 1,
      purchased_at: noon,
      signature: 'verified',
    };
    home.put('store_records', { ...order, external_id: 'GPA.1', account_token: 'ac_payer' });
    home.put('store_records', { ...order, external_id: 'GPA.2', account_token: 'ac_payer' });
    home.put('store_records', { ...order, external_id: 'token-3', purchase_token: 'token-3' });
    home.put('store_records', { ...order, external_id: 'GPA.3', purchase_token: 'token-3' });
    home.put('tickets', {
      ticket_id: 'tk_1',
      account_id: 'ac_claims',
      opened_at: noon,
      body: 'Where are my coins? GPA.1111-2 no: GPA.2',
    });
    home.put('tickets', {
      ticket_id: 'tk_2',
      account_id: 'ac_x',
      opened_at: noon,
      body: 'I bought at cheap.example, nothing came',
    });
    home.put('sellers', { seller_id: 'cheap.example', status: 'flagged' });
    const all = await home.everything();
    expect(
      all.map((one) => [
        one.recharge_id ?? one.payment ?? one.ticket_id,
        one.root_cause,
        one.coins_owed,
      ]),
    ).toEqual([
      ['rc_a', 'unknown', '0'],
      ['rc_b', 'unknown', '0'],
      ['stripe/pi_lost', 'paid_not_granted', null],
      ['google/GPA.1', 'paid_not_granted', '1400'],
      ['google/GPA.2', expect.any(String), '1400'],
      ['google/GPA.3', 'paid_not_granted', '1400'],
      ['tk_1', 'not_found', '0'],
      ['tk_2', 'third_party_purchase', '0'],
    ]);
    for (const one of all) expect(verdictSchema.safeParse(one).success).toBe(true);
  });

  test('a ticket leads to its order, by its column or by its words', () => {
    desk.give({
      ...delivered,
      recharge: { recharge_id: 'rc_ticketed', external_id: 'pi_777ticket' },
      tickets: [{ ticket_id: 'tk_col', body: 'thanks' }],
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_col' })[0]).toMatchObject({
      recharge_id: 'rc_ticketed',
      ticket_id: 'tk_col',
    });
    desk.put('tickets', {
      ticket_id: 'tk_words',
      opened_at: noon,
      body: 'My order is (pi_777ticket).',
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_words' })[0]).toMatchObject({
      recharge_id: 'rc_ticketed',
      ticket_id: 'tk_words',
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_none' })[0]).toMatchObject({
      root_cause: 'not_found',
      ticket_id: 'tk_none',
    });
  });

  test('exactly one thing is asked for', () => {
    expect(() => desk.diagnosis.diagnose({})).toThrow(Refusal);
    expect(() => desk.diagnosis.diagnose({ recharge: 'a', account: 'b' })).toThrow('one recharge');
  });
});
