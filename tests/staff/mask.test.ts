import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../contract/staff.ts';
import {
  maskAddress,
  maskContact,
  maskEmail,
  maskedFields,
  maskFor,
  maskPhone,
  maskWithin,
} from '../../main/desk/staff/mask.ts';

describe('a mask', () => {
  it.each([
    [maskEmail, 'maria.silva@example.com', 'm•••@e•••.com'],
    [maskEmail, 'a@b', 'a•••@b•••'],
    [maskEmail, '"odd@name"@example.co.uk', '"•••@e•••.uk'],
    [maskPhone, '+49 170 1234567', '•••67'],
    [maskPhone, '', '•••'],
    [maskAddress, '203.0.113.7', '203.0.•••'],
    [maskAddress, '2001:db8::1', '2001:db8:•••'],
    [maskContact, '+5511987654321', '•••21'],
    [maskContact, '@handle', '@•••'],
    [maskContact, 'me@example.org', 'm•••@e•••.org'],
  ])('%o leaves of %s only %s', (mask, whole, part) => {
    expect(mask(whole)).toBe(part);
  });

  it('finds contacts inside a text and leaves the rest as it was', () => {
    expect(maskWithin('Write to maria@example.com, or +49 170 1234567. Order 123456789012.')).toBe(
      'Write to m•••@e•••.com, or •••67. Order 123456789012.',
    );
    expect(maskWithin('2 + 2 coins @ home')).toBe('2 + 2 coins @ home');
  });

  it('never leaves what stands before the @, whatever it is', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const name = email.slice(0, email.lastIndexOf('@'));
        fc.pre(name.length > 3);
        expect(maskEmail(email)).not.toContain(name);
        expect(maskWithin(`so ${email} wrote`)).not.toContain(name);
      }),
    );
  });

  it('comes to an end on long texts made to hold it up', () => {
    expect(maskWithin(`${'a'.repeat(100_000)}@${'b.'.repeat(50_000)}`)).toMatch(/b\.$/);
    expect(maskWithin('+1'.repeat(100_000))).toContain('+1');
  });
});

describe('an answer', () => {
  const answer = {
    kind: 'account',
    id: 'ac_1',
    fields: {
      account_id: 'ac_1',
      email: 'maria@example.com',
      phone: '+491701234567',
      country: 'DE',
    },
    timeline: [{ table: 'sessions', raw: { ip: '203.0.113.7', ip_country: 'DE' } }],
    why: [{ field: 'email', value: 'maria@example.com' }],
    checks: [{ evidence: [{ table: 'recharges', field: 'ip', value: '203.0.113.7' }] }],
    note: 'asked by maria@example.com',
    nothing: null,
  };
  const text = (role: (typeof roles)[number]) => JSON.stringify(maskFor(role)(answer));

  it('is whole for an owner, and the very same object', () => {
    expect(maskFor('owner')(answer)).toBe(answer);
  });

  it.each(roles.filter((role) => role !== 'owner'))(
    'shows a %s no contact, in no place',
    (role) => {
      expect(text(role)).not.toMatch(/maria@|1701234567/);
      expect(text(role)).toContain('ac_1');
      expect(text(role).includes('203.0.113.7')).toBe(role === 'investigator');
      expect(maskedFields(role).has('email')).toBe(true);
    },
  );

  it('keeps the contact of a seller, which is evidence', () => {
    const seller = { fields: { seller_id: 's1', contact: '@cheapcoins', notes: 'a@b.example' } };
    const offer = { table: 'offers', key: 'o1', field: 'contact', value: 't.me/coins' };
    expect(maskFor('reviewer')({ seller, offer })).toEqual({ seller, offer });
  });

  it('says of an import what an odd contact or address was in no warning', () => {
    const of = (warning: string) => ({ reject_list: null, warnings: [warning] });
    const odd = of('sessions.csv: ip: not an address “203.0.113.777” in 1 row; kept as it is.');
    expect(JSON.stringify(maskFor('auditor')(odd))).toMatch(/sessions\.csv.*“•••” in 1 row/);
    expect(maskFor('investigator')(odd)).toBe(odd);
    const word = of('tickets.csv: status: unknown word “pending” in 2 rows; kept as it is.');
    expect(maskFor('auditor')(word)).toBe(word);
  });

  it('is not copied where nothing needs a mask', () => {
    const plain = { kind: 'recharge', fields: { recharge_id: 'rc_1', coins: '70' }, list: [1, 2] };
    expect(maskFor('agent')(plain)).toBe(plain);
  });
});
