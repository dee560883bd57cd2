import { expect, test } from 'vitest';
import { replyLanguages } from '../../contract/diagnosis.ts';
import { bought, captured, type Given, grant, noon, openDesk } from './builder.ts';

/**
 * A reply goes to whoever wrote the ticket. What it may say is the order itself: coins, amount and
 * times. Everything by which another person, or the customer, could be known stays out of it.
 */

/** What stands in the records around every attempt here, of the customer and of others alike. */
const people = [
  'ac_buyer',
  'ac_stranger',
  'ac_household',
  'marked.buyer@example.com',
  'marked.stranger@example.net',
  '+491700000001',
  '+491700000002',
  'MarkedBuyer',
  'MarkedStranger',
  'Marked Display',
  'fp_rc_marked',
  '4242',
  '424242',
  '203.0.113.77',
  'dv_marked',
  'marked-coins.example',
  'ext_rc_marked',
  'rc_marked',
  'tk_marked',
  'marked note of the processor',
  'MarkedGift',
];

/** Every way of being tied to somebody else that a verdict may rest on. */
const ties: Readonly<Record<string, Given>> = {
  'coins that went to another account': {
    payments: [captured],
    ledger: [{ ...grant, account_id: 'ac_stranger' }],
  },
  'a store receipt of another account': {
    recharge: { channel: 'google_play' },
    stores: [{ ...bought, account_token: 'ac_stranger' }],
    ledger: [{ ...grant, account_id: 'ac_stranger' }],
  },
  'a purchase from a seller': {
    recharge: { seller_domain: 'marked-coins.example' },
    seller: { name: 'marked-coins.example', status: 'flagged' },
    payments: [captured],
  },
  'a card that was reported': {
    payments: [{ status: 'failed', failure_code: 'stolen_card', network_code: '43' }],
  },
  'a card refused with a note': {
    events: [
      ['declined', { provider: 'stripe', code: 'odd', message: 'marked note of the processor' }],
    ],
    payments: [{ status: 'failed', failure_code: 'odd' }],
  },
  'money without coins': { payments: [captured] },
  'money and coins': { payments: [captured], ledger: [grant] },
  'coins spent on somebody': {
    payments: [captured],
    ledger: [
      grant,
      { delta: -1400n, kind: 'gift_sent', counterparty_id: 'ac_stranger', gift_id: 'MarkedGift' },
    ],
  },
  'a refund after use': {
    payments: [{ ...captured, refunded_minor: 1999n, disputed: true }],
    ledger: [grant, { delta: -1400n, kind: 'gift_sent', counterparty_id: 'ac_stranger' }],
  },
  'nothing known': {},
};

/** A desk of its own with one attempt, everybody's data around it; a stranger shares device and address. */
function attempt(tie: Given) {
  const desk = openDesk();
  desk.put('accounts', {
    account_id: 'ac_stranger',
    username: 'MarkedStranger',
    email: 'marked.stranger@example.net',
    phone: '+491700000002',
  });
  desk.put('sessions', {
    session_id: 'se_stranger',
    account_id: 'ac_stranger',
    device_id: 'dv_marked',
    started_at: noon,
    ip: '203.0.113.77',
  });
  const recharge = desk.give({
    ...tie,
    recharge: {
      recharge_id: 'rc_marked',
      account_id: 'ac_buyer',
      device_id: 'dv_marked',
      instrument_id: 'fp_rc_marked',
      ip: '203.0.113.77',
      ...tie.recharge,
    },
    account: {
      username: 'MarkedBuyer',
      display_name: 'Marked Display',
      email: 'marked.buyer@example.com',
      phone: '+491700000001',
    },
    instrument: { last4: '4242', bin: '424242' },
    sessions: [{ ip: '203.0.113.77' }],
    tickets: [
      {
        ticket_id: 'tk_marked',
        body: 'I am MarkedBuyer, marked.buyer@example.com, not ac_household',
      },
    ],
  });
  return { desk: desk.diagnosis, recharge, verdict: desk.verdictOf(recharge) };
}

const givenAway = (text: string) =>
  people.filter((mark) => text.toLowerCase().includes(mark.toLowerCase()));

test.each(Object.keys(ties))('%s: a reply names no person, in no language', (name) => {
  const { desk, recharge, verdict } = attempt(ties[name] ?? {});
  for (const language of replyLanguages) {
    const { text } = desk.reply({ recharge, language });
    expect(text.length).toBeGreaterThan(15);
    expect(givenAway(text), `${verdict.root_cause}, ${language}: ${text}`).toEqual([]);
    const { questions } = desk.questions({ recharge, language });
    for (const question of questions)
      expect(givenAway(question.text), `${language}: ${question.text}`).toEqual([]);
  }
  expect(givenAway(verdict.customer_text)).toEqual([]);
});

test('it is there to be given away: the agent reads it, and the causes behind are many', () => {
  const verdicts = Object.values(ties).map((tie) => attempt(tie).verdict);
  const seen = givenAway(JSON.stringify(verdicts));
  expect(seen).toEqual(
    expect.arrayContaining(['ac_buyer', 'rc_marked', 'ext_rc_marked', 'marked-coins.example']),
  );
  // Whose coins or whose money it was instead, not even the agent reads here.
  expect(seen).not.toContain('ac_stranger');
  expect(new Set(verdicts.map((verdict) => verdict.root_cause)).size).toBeGreaterThan(5);
});
