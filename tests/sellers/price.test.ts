import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPriceList } from '../../main/desk/sellers/price/floor.ts';
import { createRates } from '../../main/desk/sellers/price/rates.ts';
import type { Row } from '../../main/desk/records/records.ts';

const day = Date.UTC(2026, 10, 20);
const origin = { run: 'r', file: 'f', line: 1 };

function pack(more: Partial<Row<'packages'>>): Row<'packages'> {
  return {
    sku: 'p',
    channel: 'app_store',
    storefront: 'US',
    currency: 'USD',
    price_minor: 1999n,
    tax_included: true,
    tax_rate_bp: null,
    coins: 1400n,
    bonus_coins: null,
    valid_from: day - 1e10,
    valid_to: null,
    extra: null,
    origin,
    ...more,
  };
}

function offer(more: Partial<Row<'offers'>>): Row<'offers'> {
  return {
    offer_id: 'o',
    seller_id: 's',
    seen_at: day,
    storefront: 'US',
    currency: 'USD',
    price_minor: 1000n,
    coins: 1400n,
    url: null,
    text: null,
    extra: null,
    origin,
    ...more,
  };
}

const none = createRates([]);

describe('the official floor', () => {
  it('is the cheapest channel of that storefront on that day: the web discount is the floor', () => {
    const list = createPriceList([pack({}), pack({ channel: 'web', price_minor: 1499n })], none);
    expect(list.weigh(offer({ price_minor: 1499n }))?.ratioBp).toBe(10_000);
    expect(list.weigh(offer({ price_minor: 1499n }))?.floor.channel).toBe('web');
    expect(list.weigh(offer({ price_minor: 749n }))?.ratioBp).toBe(4996);
  });

  it('is dated: a price counts from its first moment and not at its last', () => {
    const list = createPriceList(
      [pack({ valid_to: day }), pack({ price_minor: 999n, valid_from: day })],
      none,
    );
    expect(list.floorAt('US', 1400n, day)?.price).toBe(999n);
    expect(list.floorAt('US', 1400n, day - 1)?.price).toBe(1999n);
    expect(list.floorAt('US', 1400n, day - 2e10)).toBeNull();
  });

  it('adds the tax that a till adds, and counts a bonus as coins', () => {
    const taxed = createPriceList([pack({ tax_included: false, tax_rate_bp: 2000 })], none);
    expect(taxed.floorAt('US', 1400n, day)?.price).toBe(2398n);
    const promo = createPriceList([pack({ bonus_coins: 1400n })], none);
    expect(promo.floorAt('US', 1400n, day)?.price).toBe(999n);
  });

  it('takes no pack that is larger than what is offered', () => {
    const list = createPriceList(
      [pack({}), pack({ sku: 'big', coins: 14_000n, price_minor: 9999n })],
      none,
    );
    expect(list.floorAt('US', 1400n, day)?.price).toBe(1999n);
    expect(list.floorAt('US', 14_000n, day)?.price).toBe(9999n);
    expect(list.floorAt('US', 70n, day)?.price).toBe(99n);
  });

  it('compares other currencies by a dated rate with its source, or not at all', () => {
    const rates = createRates([
      { from: 'USD', to: 'JPY', day: '2026-11-19', rate: '150.5', source: 'bank' },
    ]);
    const list = createPriceList([pack({})], rates);
    const yen = offer({ currency: 'JPY', price_minor: 1505n });
    expect(list.weigh(yen)).toMatchObject({
      price: 1000n,
      conversion: { rates: [{ source: 'bank' }] },
    });
    expect(createPriceList([pack({})], none).weigh(yen)).toBeNull();
    expect(list.weigh({ ...yen, seen_at: day + 30 * 864e5 })).toBeNull();
  });

  it('goes by way of a third currency where there is no direct rate', () => {
    const rates = createRates([
      { from: 'EUR', to: 'USD', day: '2026-11-20', rate: '1.1', source: 'a' },
      { from: 'EUR', to: 'TRY', day: '2026-11-20', rate: '44', source: 'b' },
    ]);
    const factor = rates.convert('TRY', 'USD', day)?.factor;
    expect(factor && (factor.over * 40_000n) / factor.under).toBe(1000n);
  });

  it('weighs an offer without a storefront where it looks least cheap', () => {
    const list = createPriceList([pack({}), pack({ storefront: 'TR', price_minor: 500n })], none);
    expect(
      list.weigh(offer({ storefront: null, price_minor: 500n }))?.floor.package.storefront,
    ).toBe('TR');
  });

  it('never passes a price through a float, at any size', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 62n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (price, coins) => {
          const list = createPriceList([pack({ price_minor: price, coins })], none);
          expect(list.floorAt('US', coins, day)?.price).toBe(price);
          expect(list.weigh(offer({ price_minor: price, coins }))?.ratioBp).toBe(10_000);
        },
      ),
    );
  });
});
