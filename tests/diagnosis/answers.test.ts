import { describe, expect, test } from 'vitest';
import { replyLanguages } from '../../contract/diagnosis.ts';
import { Refusal } from '../../contract/errors.ts';
import { agent, checkOf, openDesk, paid } from './builder.ts';

const desk = openDesk();

describe('answers', () => {
  test('are evidence with a name and a time, and the verdict follows them', () => {
    const id = desk.give({
      recharge: { channel: 'app_store' },
      events: [
        ['created'],
        ['client_error', { provider: 'apple', code: '0', sub_code: 'SKErrorDomain' }],
      ],
    });
    const asked = checkOf(desk.verdictOf(id), 'store_verification').settles;
    expect(asked).toMatchObject({ kind: 'question', question: 'store_message' });
    expect(asked?.values).toContain('verification_required');
    const after = desk.diagnosis.answer(agent, {
      recharge: id,
      question: 'store_message',
      value: 'Verification_Required',
    });
    expect(after).toMatchObject({ root_cause: 'store_verification', confidence: 'likely' });
    expect(checkOf(after, 'store_verification').evidence[0]).toMatchObject({
      table: 'answers',
      value: 'verification_required',
    });
    const row = desk.desk.prepare('select * from answers where recharge_id = ?').get(id);
    expect(row).toMatchObject({ by: 'ada', value: 'verification_required' });
    expect(
      desk.desk
        .prepare("select object from audit where command = 'diagnosis.answer'")
        .pluck()
        .get(),
    ).toBe(id);
  });

  test('no answer outrules a code', () => {
    const id = desk.give({
      recharge: { channel: 'google_play' },
      events: [['created'], ['client_error', { provider: 'google', code: '7' }]],
    });
    expect(
      desk.diagnosis.answer(agent, {
        recharge: id,
        question: 'store_message',
        value: 'billing_problem',
      }).root_cause,
    ).toBe('already_owned');
  });

  test('are refused where question, value or recharge is not known, and nothing is written', () => {
    const id = desk.give({});
    const count = () =>
      desk.desk
        .prepare('select (select count(*) from answers) + (select count(*) from audit)')
        .pluck()
        .get();
    const before = count();
    for (const input of [
      { recharge: id, question: 'shoe_size', value: '42' },
      { recharge: id, question: 'toString', value: '42' },
      { recharge: id, question: 'vpn', value: 'perhaps' },
      { recharge: 'rc_none', question: 'vpn', value: 'on' },
    ])
      expect(() => desk.diagnosis.answer(agent, input)).toThrow(Refusal);
    expect(count()).toBe(before);
  });
});

test('a reply comes in every language, with the direction of its script', () => {
  const id = desk.give(paid);
  for (const language of replyLanguages) {
    const reply = desk.diagnosis.reply({ recharge: id, language });
    expect(reply.direction).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(reply.text.length).toBeGreaterThan(30);
  }
  expect(desk.diagnosis.reply({ recharge: 'rc_none', language: 'en' }).text).toContain(
    'cannot find',
  );
});

test('what was kept stays as it was', () => {
  const verdict = desk.judge(paid);
  desk.diagnosis.keep(verdict);
  const row = desk.desk.prepare('select * from verdicts order by number desc limit 1').get() as {
    verdict: string;
    checklist_version: string;
  };
  expect(JSON.parse(row.verdict)).toEqual(verdict);
  expect(row.checklist_version).toBe(verdict.checklist_version);
  expect(() => desk.desk.exec('update verdicts set at = 0')).toThrow('never change');
  expect(() => desk.desk.exec('delete from verdicts')).toThrow('never deleted');
  expect(() => desk.desk.exec('delete from answers')).toThrow('never deleted');
});

test('a new import brings its small tables with it', () => {
  const shop = openDesk({ packages: false });
  const id = shop.give({ ...paid, recharge: { coins: null } });
  expect(shop.verdictOf(id).coins_owed).toBeNull();
  shop.run();
  shop.put('packages', {
    sku: 'coins.p4',
    channel: 'web',
    storefront: 'US',
    currency: 'USD',
    price_minor: 1n,
    coins: 77n,
    valid_from: 0,
  });
  expect(shop.verdictOf(id).coins_owed).toBe('77');
});
