import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFreeText, cleanJsonText } from '../../main/desk/records/import/clean-json.ts';
import { redactText } from '../../main/desk/records/import/redact.ts';
import { looksLikeCode, securityOf } from '../../main/desk/records/import/security-codes.ts';
import { dump, makeWorkspace, rejectsOf } from './import-workspace.ts';

/** Published test numbers of the card networks. */
const cards = [
  '4242424242424242',
  '4111111111111111',
  '5555555555554444',
  '378282246310005',
  '6011111111111117',
  '3530111333300000',
  '30569309025904',
  '4222222222222',
];

function grouped(card: string, mark: string): string {
  return card.length === 15
    ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)].join(mark)
    : (card.match(/.{1,4}/g) ?? []).join(mark);
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Finds card numbers by another way than the code under test: every maximal run, every grouping. */
function cardsIn(text: string): string[] {
  return (text.match(/\d+(?:[ -]\d+)*/g) ?? []).flatMap((run) => {
    const groups = run.split(/[ -]/);
    const found: string[] = [];
    for (let first = 0; first < groups.length; first++)
      for (let last = first; last < groups.length; last++) {
        const digits = groups.slice(first, last + 1).join('');
        if (digits.length >= 13 && digits.length <= 19 && luhn(digits)) found.push(digits);
      }
    return found;
  });
}

describe('card numbers in text', () => {
  it.each(cards)('masks %s, grouped too, and keeps six and four', (card) => {
    const kept = card.slice(0, 6) + '*'.repeat(card.length - 10) + card.slice(-4);
    expect(redactText(`my card ${card}!`)).toBe(`my card ${kept}!`);
    for (const mark of [' ', '-', '.', '\u00a0', '\u2013']) {
      const masked = redactText(grouped(card, mark));
      expect(masked.replaceAll(mark, '')).toBe(kept);
      expect(masked).toHaveLength(grouped(card, mark).length);
    }
  });

  it('finds it among other digits', () => {
    expect(redactText('4242 4242 4242 4242 12/28')).toBe('4242 42** **** 4242 12/28');
    expect(redactText('x4242424242424242y')).toBe('x424242******4242y');
    expect(redactText('４２４２４２４２４２４２４２４２')).toBe('４２４２４２******４２４２');
  });

  it.each([
    'GPA.4242-4242-4242-42424',
    'GPA.3372-4150-8203-17209..0',
    '4242424242424241',
    '42424242424242424242424242',
    '4242  4242  4242  4242',
    '123456789012',
    '2026-02-28T12:00:00.000Z',
  ])('leaves %s alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    '2026.11.28.10.15.30.42', // a time
    '42424.2424242424242', // a decimal
    '4242.42.42.4242.4242', // as no card is written
    '42.424.242.42.424.242.42', // addresses
  ])('sees none in %s, where dots mean something else', (text) => {
    expect(redactText(text.replaceAll('.', ' '))).toMatch(/\*|2026/);
    expect(redactText(text)).toBe(text);
  });

  it('steps over an order number and still sees the card behind it', () => {
    expect(redactText('GPA.3372-4150-8203-17209 4242424242424242')).toBe(
      'GPA.3372-4150-8203-17209 424242******4242',
    );
  });

  it('leaves none in any text, and changes nothing twice', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...cards),
      fc.constantFrom(
        ...cards.map((card) => grouped(card, ' ')),
        ...cards.map((card) => grouped(card, '-')),
      ),
      fc.stringMatching(/^[0-9]{1,20}$/),
      fc.constantFrom(' ', '-', ',', 'GPA.'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('').replaceAll('GPA.', 'GPA,');
        const masked = redactText(text);
        expect(cardsIn(masked)).toEqual([]);
        expect(redactText(masked)).toBe(masked);
        if (cardsIn(text).length === 0 && /^[\x20-\x7e]*$/.test(text)) expect(masked).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('security codes', () => {
  it.each([
    'cvv',
    'CVC',
    'card_cvv',
    'cardCvc2',
    'cvv-code',
    'csc',
    'cid',
    'security_code',
    'securityCode',
    'card_verification_value',
    'cardVerificationNumber',
    'CVV2',
    'Card CVV',
    'cvcNumber',
    'cardcvv',
    'CVVCODE',
    'cvv_2',
    'card_security_code',
    'cardSecurityCode',
    'securitycode',
    'verification_value',
    'cvn',
    'CVD',
    'cav2',
    'CVV2/CVC2',
    'card_cid',
  ])('%s holds one', (name) => {
    expect(securityOf(name)).toBe('code');
  });

  it.each([
    'cvc_check',
    'cvv_result',
    'cvvResponse',
    'cvc2-status',
    'card_verification_result',
    'cvcResultRaw',
    'cvv2_matched',
    'cvvPresent',
    'card_code',
  ])('%s may hold what was said of one', (name) => {
    expect(securityOf(name)).toBe('answer');
  });

  it.each([
    'incident',
    'accident_id',
    'cid_count',
    'discovery',
    'cscore',
    'order_cid',
    'security',
    'note',
  ])('%s has nothing to do with it', (name) => {
    expect(securityOf(name)).toBeNull();
  });

  it('knows a code by its look', () => {
    for (const code of ['123', '1234', ' 123 ', '١٢٣']) expect(looksLikeCode(code)).toBe(true);
    for (const word of ['pass', '12', '12345', 'M', '']) expect(looksLikeCode(word)).toBe(false);
  });
});

describe('JSON', () => {
  const clean = (value: unknown, exemptIds = true) =>
    JSON.parse(cleanJsonText(JSON.stringify(value), exemptIds)?.text ?? 'null');

  it('masks values and names at any depth, numbers as strings', () => {
    expect(clean({ a: [{ number: 4242424242424242 }], '4111111111111111': 1 })).toEqual({
      a: [{ number: '424242******4242' }],
      '411111******1111': 1,
    });
  });

  it('leaves ids, tokens and times alone in raw and detail only', () => {
    const value = {
      orderId: '4242424242424242',
      purchase_token: '4242424242424242',
      purchaseTimeMillis: 4242424242424242,
      instrument_id: '4242424242424242',
      idea: '4242424242424242',
    };
    expect(clean(value)).toEqual({
      ...value,
      instrument_id: '424242******4242',
      idea: '424242******4242',
    });
    expect(clean(value, false).orderId).toBe('424242******4242');
  });

  it('drops codes at any depth, in JSON within JSON too', () => {
    const inner = JSON.stringify({ cvv: '123', brand: 'visa' });
    expect(
      clean({ card: { cvc: 123, cvc_check: 'pass', cvv_result: '987' }, payload: inner }),
    ).toEqual({
      card: { cvc_check: 'pass' },
      payload: '{"brand":"visa"}',
    });
    expect(cleanJsonText('{"\\u0063vv":"123"}', true)?.text).toBe('{}');
    expect(cleanFreeText('[{"cvv":"123"}]').text).toBe('[{}]');
  });

  it('lets nothing hide behind a name that stands twice', () => {
    expect(cleanJsonText('{"a":"4242424242424242","a":"x"}', true)?.text).toBe('{"a":"x"}');
  });

  it('keeps text that needs nothing as it was, and __proto__ as a name', () => {
    const text = '{ "a" : 1.00, "__proto__": {"b": 12345678901234567890} }';
    expect(cleanJsonText(text, true)).toEqual({ text, changed: false, codes: false });
    expect(cleanJsonText('{"__proto__":{"n":4242424242424242}}', true)?.text).toBe(
      '{"__proto__":{"n":"424242******4242"}}',
    );
  });
});

describe('an import', () => {
  it('lets no card number and no security code land anywhere', async () => {
    const w = makeWorkspace();
    const card = '4242424242424242';
    const drop = w.drop({
      'tickets.csv': [
        `ticket_id,account_id,opened_at,subject,body,card ${card},cvv,cvv_status,memo`,
        `t_1,a_1,2026-01-01T00:00:00Z,hello,my card is 4111 1111 1111 1111,x,739,739,5555-5555-5555-4444`,
        `t_2,a_1,never,hello,378282246310005,${card},739,ok,"{""cvc"":""739"",""n"":${card}}"`,
        `t_3,a_1,2026-01-01T00:00:00Z,too,many,fields,here,are,739,${card},x`,
        '',
      ].join('\n'),
      'instruments.csv': `instrument_id,kind,bin\n${card},card,424242\ncard_1,card,424242424242424\n`,
      'recharges.ndjson': [
        `{"recharge_id":"rc_1","account_id":"a","channel":"web","created_at":"2026-01-01T00:00:00Z","sku":"${card}","external_id":"${card}","cvv":"739","nested":{"cvc2":"739","n":${card}}}`,
        `{"recharge_id":"rc_2","cvv":"739","provider":"${card}"`,
        `{"recharge_id":"rc_3","cvv":"739","provider":"${card}","channel":"web"}`,
        '',
      ].join('\n'),
      [`holiday-${card}.csv`]: 'a,b\n',
      [`attachments/photo-${card}.txt`]: 'a picture',
    });
    // A fixed clock: one time in ten the milliseconds of now pass for a card number.
    const result = await w.run(drop, {
      dropName: `export ${card}`,
      hooks: { clock: () => Date.UTC(2026, 0, 2) },
    });
    expect(result.tables.tickets).toMatchObject({ read: 3, inserted: 1, rejected: 2, redacted: 1 });
    expect(result.tables.instruments).toMatchObject({ read: 2, rejected: 2 });
    expect(result.tables.recharges).toMatchObject({
      read: 3,
      inserted: 1,
      rejected: 2,
      redacted: 1,
    });
    const everything = [
      dump(w.db).replaceAll(`|a|web|424242******4242|`, '|'),
      JSON.stringify(result),
      rejectsOf(result),
      ...readdirSync(w.layout.attachments, { recursive: true }).map(String),
      ...readdirSync(w.layout.rejects),
    ].join('\n');
    // An order id of the store is exempt wherever its own column stands: record, term and tail.
    const exempt = everything.replaceAll(card, 'EXEMPT').match(/EXEMPT/g) ?? [];
    expect(w.value('select external_id from recharges')).toBe(card);
    expect(exempt.length).toBe(dump(w.db).split(card).length - 1);
    expect(cardsIn(everything.replaceAll(card, ''))).toEqual([]);
    expect(everything).not.toContain('739');
    expect(result.ignored).toEqual(['holiday-424242******4242.csv']);
    expect(result.warnings.join('\n')).toContain('column cvv holds security codes');
    expect(w.value('select extra from tickets')).toBe(
      '{"card 424242******4242":"x","memo":"5555-55**-****-4444"}',
    );
    expect(w.value('select extra from recharges')).toBe('{"nested":{"n":"424242******4242"}}');
    expect(
      readFileSync(
        path.join(w.layout.attachments, String(result.run), 'photo-424242******4242.txt'),
        'utf8',
      ),
    ).toBe('a picture');
  });

  it('keeps what a processor says of a code, and drops a code under that name', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'payments.csv':
        'provider,payment_id,cvc_check,cvv_result\nstripe,pi_1,pass,M\nstripe,pi_2,123,9876\n',
    });
    const result = await w.run(drop);
    expect(w.rows('select cvc_check, cvv_result from payments order by 1 desc')).toEqual([
      { cvc_check: 'pass', cvv_result: 'M' },
      { cvc_check: null, cvv_result: null },
    ]);
    expect(result.tables.payments).toMatchObject({ inserted: 2, redacted: 1 });
  });
});
