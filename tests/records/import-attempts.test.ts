import { describe, expect, it } from 'vitest';
import { makeWorkspace } from './import-workspace.ts';
import { charge, event, importEach, notice, refund, refunded, sales, seconds } from './told.ts';

/** What a payment came to: its attempts, its products, and what was given up again. */

const of = { originalReference: 'P1' };

describe('several attempts at one payment', () => {
  const failed = {
    ...charge,
    id: 'ch_0',
    amount_captured: 0,
    captured: false,
    created: seconds - 300,
    failure_code: 'card_declined',
    outcome: { type: 'issuer_declined', reason: 'insufficient_funds', network_decline_code: '51' },
    status: 'failed',
  };
  const paid = { ...charge, failure_code: null, outcome: { type: 'authorized' } };
  const intent = (status: string, error: object | null) => ({
    id: 'pi_1',
    object: 'payment_intent',
    amount: 1090,
    created: seconds - 400,
    currency: 'eur',
    last_payment_error: error,
    status,
  });
  const declined = intent('requires_payment_method', {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });
  const list = (...data: object[]) => ({ object: 'list', data });
  const orders: readonly (readonly [string, object[]])[] = [
    ['one list, newest first as Stripe gives it', [list(paid, failed)]],
    ['one list, oldest first', [list(failed, paid)]],
    ['two pages', [list(paid), list(failed)]],
    ['two pages, the older first', [list(failed), list(paid)]],
    ['events', [event(-300, failed), event(0, paid)]],
    ['events, the older last', [event(0, paid), event(-300, failed)]],
    ['events of the intent', [event(0, intent('succeeded', null)), event(-300, declined)]],
    ['the intent before and after', [declined, intent('succeeded', null)]],
  ];
  it.each(orders)('leave what the last one came to: %s', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, ...files);
    const row = { status: 'succeeded', failure_code: null, decline_code: null, network_code: null };
    const rows = () => w.rows(`select ${Object.keys(row).join(', ')} from payments`);
    expect(rows()).toEqual([row]);
    await importEach(w, ...files);
    expect(rows()).toEqual([row]);
  });

  it('of which the last one failed, too, leave why that one did', async () => {
    const w = makeWorkspace();
    const last = { ...failed, id: 'ch_1', created: seconds, failure_code: 'expired_card' };
    await importEach(w, list(last, failed));
    expect(w.rows('select status, failure_code, captured_minor from payments')).toEqual([
      { status: 'failed', failure_code: 'expired_card', captured_minor: 0n },
    ]);
  });

  it('are told by their own times where a charge says less than its intent did', async () => {
    const w = makeWorkspace();
    // A blocked one: the charge has no code of the network, and its intent names the decline.
    await importEach(w, declined, { ...failed, outcome: { type: 'blocked' } });
    expect(w.rows('select failure_code, decline_code, outcome_type from payments')).toEqual([
      {
        failure_code: 'card_declined',
        decline_code: 'insufficient_funds',
        outcome_type: 'blocked',
      },
    ]);
  });
});

describe('what is told of a payment, in whatever order', () => {
  const intent = (status: string) => ({ id: 'pi_1', object: 'payment_intent', status });
  const dispute = { id: 'dp_1', object: 'dispute', payment_intent: 'pi_1', reason: 'fraudulent' };
  const stripe = [
    event(0, intent('requires_payment_method')),
    event(2, charge),
    event(3, intent('succeeded')),
    event(60, refund('re_1', 300)),
    event(61, { ...charge, amount_refunded: 300 }),
    event(90, { ...dispute, status: 'needs_response', created: seconds + 90 }),
  ];
  const day = (at: number) => ({ ...of, eventDate: `2026-09-${at}T14:13:20+02:00` });
  const adyen = [
    notice('AUTHORISATION', 'P1', 1090),
    notice('REFUND', 'R1', 300, day(22)),
    notice('REFUND', 'R2', 200, day(23)),
    notice('REFUND', 'R3', 100, { ...day(23), success: 'false' }),
    notice('REFUND_FAILED', 'R2', 200, day(24)),
    notice('CHARGEBACK', 'D1', 1090, day(25)),
  ];
  const row = { status: 'succeeded', refunded_minor: 300n, disputed: 1n };
  /** The last first, and from each place on in turn. */
  const orders = (files: readonly object[]) => [
    files.toReversed(),
    ...files.map((_, from) => [...files.slice(from), ...files.slice(0, from)]),
  ];
  const sources: readonly (readonly [string, readonly object[]])[] = [
    ['Stripe', stripe],
    ['Adyen', adyen],
  ];
  it.each(sources)('a dispute or a refund of %s hides nothing of how it went', async (_, files) => {
    for (const order of orders(files)) {
      const w = makeWorkspace();
      await importEach(w, ...order);
      expect([
        order.map((file) => files.indexOf(file)),
        w.rows('select status, refunded_minor, disputed from payments'),
      ]).toEqual([expect.anything(), [row]]);
    }
  });
});

describe('a purchase of several products', () => {
  const order = {
    orderId: 'GPA.1',
    purchaseToken: 'token',
    state: 'PROCESSED',
    createTime: '2026-09-21T12:00:00Z',
    lastEventTime: '2026-09-21T12:00:05Z',
    total: { currencyCode: 'KRW', units: '17500' },
    lineItems: [{ productId: 'coins' }, { productId: 'more' }],
  };
  const notice = {
    packageName: 'app',
    eventTimeMillis: String((seconds + 60) * 1000),
    oneTimeProductNotification: { notificationType: 1, purchaseToken: 'token', sku: 'coins' },
  };
  it.each([
    ['before', [notice, order]],
    ['after', [order, notice]],
  ])('has no one sku, though a notice %s it names one', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, ...files);
    const row = { external_id: 'GPA.1', sku: null, price_minor: 17500n };
    const rows = () => w.rows('select external_id, sku, price_minor from store_records');
    expect(rows()).toEqual([row]);
    // Nor where a report of another month knows of one of them alone.
    await w.run(w.drop({ 'july.csv': sales('Refund', seconds + 9_000_000, '-7,500.00') }));
    expect(rows()).toEqual([row]);
    expect(refunded(w, 'store_records')).toBe(7500n);
  });

  it('is not one of which something else says the word', async () => {
    const w = makeWorkspace();
    const single = { ...order, lineItems: [{ productId: 'coins' }] };
    const said = 'provider,external_id,note\ngoogle,GPA.1,several_products\n';
    await w.run(w.drop({ 'store_records.csv': said }));
    await importEach(w, single);
    expect(w.rows('select sku from store_records')).toEqual([{ sku: 'coins' }]);
  });

  it('has none in a report, which gives the money of all its rows', async () => {
    const w = makeWorkspace();
    const [, first = ''] = sales('Charged', seconds, '17,500.00').split('\n');
    const second = first.replace('coins', 'more').replaceAll('17,500', '2,500');
    await w.run(w.drop({ 'june.csv': `${sales('Charged', seconds, '17,500.00')}${second}\n` }));
    expect(w.rows('select sku, price_minor, extra from store_records')).toEqual([
      {
        sku: null,
        price_minor: 20000n,
        extra: '{"report":"Google Play sales","several_products":"coins, more"}',
      },
    ]);
  });
});

describe('money that Adyen took and gave up again', () => {
  const captured = notice('CAPTURE', 'C1', 1090, of);
  const failed = notice('CAPTURE_FAILED', 'C1', 1090, {
    ...of,
    eventDate: '2026-09-23T14:13:20+02:00',
  });
  it.each([
    ['in their order', [captured, failed]],
    ['out of it', [failed, captured]],
  ])('by a capture that failed is not taken: notices %s', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, notice('AUTHORISATION', 'P1', 1090), ...files);
    expect(w.rows('select status, captured_minor from payments')).toEqual([
      { status: 'failed', captured_minor: 0n },
    ]);
  });
});
