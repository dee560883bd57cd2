import { describe, expect, test } from 'vitest';
import { boughtElsewhere, claimOf } from '../../main/desk/diagnosis/claims.ts';

/** What customers write, by what they claim; `null` where no check answers it. */
const said: Readonly<Record<string, readonly string[]>> = {
  missing: [
    'haven’t received the coins I bought',
    'recharge successful but balance unchanged',
    'I recharged 700 coins and my balance is still 0',
    'Charged but nothing arrived',
    'I cannot see my coins',
    'Bought coins, not in wallet',
    'Did not receive anything',
    'Pagué pero no tengo las monedas',
    'Minhas moedas sumiram',
    'Koin saya hilang',
    'Coinlerim hesabıma geçmedi',
    'لم تصلني العملات',
    '課金したがコインがない',
    'Xu chưa vào tài khoản',
  ],
  price: [
    'Why do I pay more on iPhone than on Android for the same coins',
    'I paid more than the website shows',
    'En la web es más barato',
    'Fiyat yanlış',
  ],
  twice: [
    'my card was charged more than once',
    'You took my money twice',
    'There are 2 payments for one order',
    'Cobro doble',
    'İki kez çekildi',
  ],
  billing: [
    'There is a billing problem with a previous purchase',
    'My payment method was declined by Google Play',
    'It says I have an unpaid balance',
  ],
  verification: [
    'Your payments profile must be verified',
    'Verify your payment information',
    'Google asks me to verify my account',
  ],
  null: ['Thanks, all good', 'I want a refund', 'My son bought coins by mistake'],
};

test.each(Object.entries(said).flatMap(([claim, texts]) => texts.map((text) => [text, claim])))(
  '"%s" claims %s',
  (text, claim) => {
    expect(String(claimOf({ subject: null, body: text } as Parameters<typeof claimOf>[0]))).toBe(
      claim,
    );
  },
);

describe('a ticket without an order', () => {
  test.each([
    'bought from coinsdeal.example and got nothing',
    'http://cheap-coins.xyz took my money',
    'I paid via PayPal to someone for coins',
    'Someone on LIVE sold me coins',
    'saya beli koin di Shopee',
    'comprei num site barato',
    'メルカリでコインを購入',
  ])('tells of a purchase elsewhere: "%s"', (text) => expect(boughtElsewhere(text)).toBe(true));

  test.each([
    'I bought 700 coins in the app, version 31.5.1, and got nothing',
    'Paid with PayPal on tiktok.com, not received. Write to me at ana@mail.example',
    'My card was declined.Please help',
    'Order GPA.3311-1111-2222-33333 was paid',
  ])('does not: "%s"', (text) => expect(boughtElsewhere(text)).toBe(false));
});
