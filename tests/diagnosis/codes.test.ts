import { describe, expect, test } from 'vitest';
import { checkIds } from '../../contract/diagnosis.ts';
import { avsLetter } from '../../main/desk/diagnosis/codes/avs.ts';
import { cvvLetter } from '../../main/desk/diagnosis/codes/cvv.ts';
import { allCodeTables, meaningOf, type Said } from '../../main/desk/diagnosis/codes/lookup.ts';
import { playPurchaseStates } from '../../main/desk/diagnosis/codes/play.ts';
import { eciSays } from '../../main/desk/diagnosis/codes/three-ds.ts';

const nothing: Said = {
  provider: null,
  scheme: null,
  code: null,
  subCode: null,
  message: null,
  byClient: false,
  europe: false,
  storefrontSells: null,
  storeAppOld: null,
  own: new Map(),
};

function cause(provider: string, code: string | null, more: Partial<Said> = {}): string {
  return meaningOf({ ...nothing, provider, code, ...more }).cause;
}

test('every code of every table has one known cause, a source and a date', () => {
  const known = new Set<string>([...checkIds, 'approved', 'temporary', 'integration', 'duplicate']);
  for (const [name, table] of Object.entries(allCodeTables)) {
    expect(table.size, name).toBeGreaterThan(0);
    for (const [code, row] of table) {
      expect(known.has(row.cause), `${name} ${code}`).toBe(true);
      expect(row.source, `${name} ${code}`).not.toBe('');
      expect(row.date, `${name} ${code}`).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  }
});

describe('a code belongs to one cause', () => {
  test.each([
    ['cardlink', '61', 'funds'],
    ['adyen', '28', 'funds'],
    ['cardlink', '65', 'attempt_limit'],
    ['adyen', '29', 'attempt_limit'],
    ['cardlink', '59', 'bank_block'],
    ['adyen', '14', 'bank_block'],
    ['adyen', '31', 'bank_block'],
    ['cardlink', '62', 'cross_border'],
    ['adyen', '5', 'card_reported'],
    ['cardlink', '05', 'bank_block'],
    ['cardlink', '5', 'bank_block'],
    ['cardlink', 'n7', 'cvc_or_address'],
    ['cardlink', '1A', 'authentication'],
    ['cardlink', 'R1', 'bank_block'],
    ['cardlink', '91', 'temporary'],
    ['cardlink', '03', 'integration'],
    ['cardlink', '94', 'duplicate'],
    ['platform', 'LIMIT_REACHED', 'recharge_cap'],
    ['platform', 'AGE_RESTRICTED', 'age'],
    ['platform', 'NOT_AVAILABLE', 'country_not_enabled'],
    ['platform', 'ACCOUNT_RESTRICTED', 'account_restricted'],
    ['platform', null, 'risk_block'],
  ])('%s %s is %s', (provider, code, expected) => {
    expect(cause(provider, code)).toBe(expected);
  });

  test.each([
    ['card_velocity_exceeded', 'funds'],
    ['withdrawal_count_limit_exceeded', 'attempt_limit'],
    ['restricted_card', 'bank_block'],
    ['generic_decline', 'bank_block'],
    ['lost_card', 'card_reported'],
    ['card_not_supported', 'card_type'],
    ['currency_not_supported', 'cross_border'],
    ['testmode_decline', 'test_purchase'],
    ['insufficient_funds', 'funds'],
  ])('stripe card_declined / %s is %s', (subCode, expected) => {
    expect(cause('stripe', 'card_declined', { subCode })).toBe(expected);
  });
});

test('the same number means what its provider means by it', () => {
  expect(cause('adyen', '12')).toBe('funds');
  expect(cause('cardlink', '12')).toBe('integration');
  expect(cause('apple', '4', { subCode: 'SKErrorDomain' })).toBe('purchases_disabled');
  expect(cause('google', '4')).toBe('not_in_storefront');
  expect(cause('google', '12')).toBe('connectivity');
  expect(cause('cardlink', '57')).toBe('card_type');
  expect(cause('cardlink', '57', { scheme: 'gicc' })).toBe('card_details');
  expect(cause('nexi', '101')).toBe('card_expired');
});

test('65 asks for authentication on Mastercard in Europe, and nowhere else', () => {
  expect(cause('cardlink', '65', { scheme: 'Mastercard', europe: true })).toBe('authentication');
  expect(cause('cardlink', '65', { scheme: 'mastercard', europe: false })).toBe('attempt_limit');
  expect(cause('cardlink', '65', { scheme: 'visa', europe: true })).toBe('attempt_limit');
});

test('an unmapped code is shown as it came and stays unmapped', () => {
  for (const provider of ['stripe', 'adyen', 'apple', 'google', 'platform', 'cardlink']) {
    const meaning = meaningOf({ ...nothing, provider, code: 'ZZ-99', subCode: 'odd' });
    expect(meaning.cause, provider).toBe('unmapped');
    expect(meaning.verbatim, provider).toBe('ZZ-99 / odd');
  }
});

describe('Play response 3', () => {
  test.each([
    [{ message: 'Disabled by enterprise policy' }, 'purchases_disabled', 'code'],
    [{ storefrontSells: false }, 'not_in_storefront', 'code'],
    [{ storeAppOld: true }, 'store_client_outdated', 'code'],
    [{ storefrontSells: true, storeAppOld: false }, 'store_billing', 'possible'],
    [{}, 'store_billing', 'possible'],
  ] as const)('with %j is %s', (more, expected, firmness) => {
    expect(
      meaningOf({ ...nothing, provider: 'google', code: '3', byClient: true, ...more }),
    ).toMatchObject({
      cause: expected,
      firmness,
    });
  });

  test('a sub-code about money beats it', () => {
    expect(cause('google', '3', { subCode: 'PAYMENT_DECLINED_DUE_TO_INSUFFICIENT_FUNDS' })).toBe(
      'funds',
    );
  });
});

test('StoreKit by number, by name, and with its type before the name', () => {
  expect(cause('apple', 'userCancelled', { subCode: 'StoreKitError', byClient: true })).toBe(
    'customer_cancelled',
  );
  expect(cause('apple', 'StoreKitError.networkError', { byClient: true })).toBe('connectivity');
  expect(cause('apple', '5', { subCode: 'SKErrorDomain' })).toBe('not_in_storefront');
  expect(cause('apple', '-1009', { subCode: 'NSURLErrorDomain' })).toBe('connectivity');
  expect(cause('apple', '5000001')).toBe('temporary');
  expect(cause('apple', '4040010')).toBe('receipt_invalid');
  expect(cause('apple', '7', { subCode: 'ASDErrorDomain' })).toBe('unmapped');
});

test('letters mean what their gateway and scheme mean by them', () => {
  expect(cvvLetter('stripe', 'visa', 'N')).toBe('no_match');
  expect(cvvLetter('checkout', 'visa', 'N')).toBe('unknown');
  expect(cvvLetter('checkout', 'visa', 'D')).toBe('no_match');
  expect(cvvLetter('stripe', 'amex', 'Y')).toBe('match');
  expect(cvvLetter('stripe', 'visa', '?')).toBeNull();
  for (const letter of ['U', 'G', 'I', 'S', 'R']) expect(avsLetter(letter)).toBe('unknown');
  expect(avsLetter('N')).toBe('no_match');
  expect(avsLetter('Z')).toBe('part');
});

test('ECI 07 says opposite things by scheme, and nothing without one', () => {
  expect(eciSays('visa', '7')).toContain('no authentication');
  expect(eciSays('mastercard', '07')).toContain('authenticated');
  expect(eciSays(null, '07')).toBeNull();
});

test('Play numbers its states differently at the server and at the client', () => {
  expect(playPurchaseStates.server.get(0)).toBe('purchased');
  expect(playPurchaseStates.client.get(0)).toBe('unspecified');
  expect(playPurchaseStates.clientJson.get(4)).toBe('pending');
});
