import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noAccounts } from '../../contract/source-accounts.ts';
import type { Trust } from '../../main/desk/records/import/adapters/adapter.ts';
import { appleRootG3 } from '../../main/desk/records/import/adapters/apple-root.ts';
import { createAppleSigner, type Flaws } from './apple-signer.ts';
import { only, readForeignFile } from './foreign.ts';

/** The fields of JWSTransactionDecodedPayload, as Apple names them. */
const transaction = {
  transactionId: '2000000123456789',
  originalTransactionId: '2000000123456789',
  webOrderLineItemId: '2000000012345678',
  bundleId: 'com.example.live',
  productId: 'coins.p4',
  purchaseDate: 1767225600000,
  originalPurchaseDate: 1767225600000,
  quantity: 1,
  type: 'Consumable',
  appAccountToken: '7e3fb204-2aa7-4f0c-9f3e-3a1a0c8f7b11',
  inAppOwnershipType: 'PURCHASED',
  signedDate: 1767225601000,
  environment: 'Production',
  transactionReason: 'PURCHASE',
  storefront: 'BRA',
  storefrontId: '143503',
  price: 10990,
  currency: 'USD',
  appTransactionId: '704000000000000001',
};

const signer = createAppleSigner();
const trust: Trust = { appleRoots: [signer.root] };

const notice = (type: string, inner: object, more: object = {}) => ({
  notificationType: type,
  notificationUUID: '002e14d5-51f5-4503-b5a8-c3a1af68eb20',
  version: '2.0',
  signedDate: 1767225700000,
  data: {
    appAppleId: 41234,
    bundleId: 'com.example.live',
    bundleVersion: '1.2.3',
    environment: 'Production',
    signedTransactionInfo: signer.sign(inner),
    ...more,
  },
});

const signed = (value: object) => ({ signedPayload: signer.sign(value) });

describe('signed transactions of the App Store', () => {
  const shapes: [string, string][] = [
    ['tokens.txt', `${signer.sign(transaction)}\n`],
    ['tokens.json', JSON.stringify([signer.sign(transaction)])],
    [
      'history.json',
      JSON.stringify({
        revision: 'x',
        bundleId: 'b',
        signedTransactions: [signer.sign(transaction)],
      }),
    ],
    ['info.json', JSON.stringify({ signedTransactionInfo: signer.sign(transaction) })],
    ['info.ndjson', `${JSON.stringify({ signedTransactionInfo: signer.sign(transaction) })}\n`],
  ];
  for (const [name, content] of shapes)
    it(`are read from ${name} and verified offline, price and storefront in our units`, async () => {
      const found = await readForeignFile(name, content, trust);
      expect(found.source).toMatch(/^Apple/);
      expect(found.because).not.toBe('');
      const { raw, ...fields } = only(found, 'store_records');
      expect(fields).toEqual({
        provider: 'apple',
        external_id: '2000000123456789',
        account_token: '7e3fb204-2aa7-4f0c-9f3e-3a1a0c8f7b11',
        sku: 'coins.p4',
        state: 'purchased',
        test_kind: 'none',
        storefront: 'BR',
        currency: 'USD',
        price_minor: 1099n,
        quantity: 1n,
        purchased_at: 1767225600000n,
        signature: 'verified',
      });
      expect(JSON.parse(String(raw))).toEqual(transaction);
    });

  it('trust the pinned root of Apple alone: the certificate is the one that Apple publishes', async () => {
    const root = new X509Certificate(appleRootG3);
    expect(root.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
      '63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179',
    );
    const found = await readForeignFile('t.txt', signer.sign(transaction));
    expect(only(found, 'store_records').signature).toBe('failed');
    expect(found.tables.store_records?.[0]?.extra).toEqual({
      signature_detail: 'its chain does not end at the pinned root of Apple',
      told: { at: new Date(transaction.signedDate).toISOString() },
    });
  });

  it('are verified by the key of the root, not by what the token calls its root', async () => {
    const other = createAppleSigner({ otherRootInToken: true });
    const found = await readForeignFile('t.txt', other.sign(transaction), {
      appleRoots: [other.root],
    });
    expect(only(found, 'store_records').signature).toBe('verified');
  });

  const flawed: [string, Flaws, string][] = [
    [
      'a leaf that may not sign purchases',
      { leafMark: '1.2.3.4' },
      'not those that sign purchases',
    ],
    [
      'an intermediate without its mark',
      { intermediateMark: '1.2.3.4' },
      'not those that sign purchases',
    ],
    ['an intermediate that is no authority', { intermediateCa: false }, 'its chain is not whole'],
    ['a leaf that had run out', { leafTo: new Date('2025-01-01T00:00:00Z') }, 'was not valid when'],
    ['two certificates', { certificates: 2 }, 'three certificates'],
    ['another algorithm', { algorithm: 'none' }, 'ES256'],
  ];
  for (const [what, flaws, why] of flawed)
    it(`are failed, and say why, with ${what}`, async () => {
      const bad = createAppleSigner(flaws);
      const found = await readForeignFile('t.txt', bad.sign(transaction), {
        appleRoots: [bad.root],
      });
      expect(only(found, 'store_records').signature).toBe('failed');
      expect(JSON.stringify(found.tables.store_records?.[0]?.extra)).toContain(why);
    });

  it('are failed where one character of the content was changed', async () => {
    const [head, , mark] = signer.sign(transaction).split('.');
    const body = Buffer.from(JSON.stringify({ ...transaction, price: 990 })).toString('base64url');
    const found = await readForeignFile('t.txt', `${head}.${body}.${mark}`, trust);
    expect(only(found, 'store_records').signature).toBe('failed');
  });

  it('of Xcode, with one certificate and fractional dates, are decoded but not verifiable', async () => {
    const xcode = createAppleSigner({ certificates: 1 });
    const token = xcode.sign({
      ...transaction,
      environment: 'Xcode',
      purchaseDate: 1767225600123.456,
      signedDate: 1767225601000.789,
    });
    const found = await readForeignFile('t.txt', token, { appleRoots: [xcode.root] });
    expect(only(found, 'store_records')).toMatchObject({
      signature: 'absent',
      test_kind: 'sandbox',
      purchased_at: 1767225600123n,
    });
    expect(JSON.stringify(found.tables.store_records?.[0]?.extra)).toContain('not verifiable');
  });

  it('that come decoded already have lost their signature', async () => {
    const found = await readForeignFile('decoded.json', JSON.stringify([transaction]));
    expect(only(found, 'store_records').signature).toBe('absent');
  });

  it('have exact prices in currencies without and with three decimals, or are rejected', async () => {
    const priced = (currency: string, price: number) =>
      JSON.stringify({ ...transaction, currency, price });
    const found = await readForeignFile(
      'decoded.ndjson',
      [
        priced('JPY', 120000),
        priced('KWD', 1234),
        priced('JPY', 120500),
        priced('USD', 10995),
      ].join('\n'),
    );
    expect(found.tables.store_records?.map(({ fields }) => fields.price_minor)).toEqual([
      120n,
      1234n,
    ]);
    expect(found.rejects.map(({ line, code, column }) => [line, code, column])).toEqual([
      [3, 'BAD_INTEGER', 'price_minor'],
      [4, 'BAD_INTEGER', 'price_minor'],
    ]);
  });

  it('say what was refunded, whole or in part', async () => {
    const revoked = { revocationDate: 1767312000000, revocationReason: 1 };
    const found = await readForeignFile(
      'decoded.json',
      JSON.stringify([
        { ...transaction, ...revoked, revocationType: 'REFUND_FULL', revocationPercentage: 100000 },
        {
          ...transaction,
          ...revoked,
          transactionId: '2',
          price: 10000,
          revocationType: 'REFUND_PRORATED',
          revocationPercentage: 25000,
        },
      ]),
    );
    expect(found.tables.store_records?.map(({ fields }) => fields)).toMatchObject([
      {
        state: 'refunded',
        voided_at: 1767312000000n,
        void_source: 'store',
        void_reason: '1',
        refunded_minor: 1099n,
        refunded_quantity: 1n,
      },
      { state: 'purchased', voided_at: 1767312000000n, refunded_minor: 250n },
    ]);
  });

  it('of subscriptions are passed over, and of several pieces the price stays unknown', async () => {
    const found = await readForeignFile(
      'decoded.json',
      JSON.stringify([
        { ...transaction, type: 'Auto-Renewable Subscription' },
        { ...transaction, quantity: 3 },
      ]),
    );
    expect(only(found, 'store_records')).toMatchObject({ quantity: 3n });
    expect(only(found, 'store_records')).not.toHaveProperty('price_minor');
  });
});

describe('answers of the order look-up', () => {
  it('prove the transactions of an order; an invalid order has none', async () => {
    const answers = [
      { status: 0, signedTransactions: [signer.sign(transaction)] },
      { status: 1, signedTransactions: [] },
    ];
    const found = await readForeignFile(
      'lookups.ndjson',
      answers.map((each) => JSON.stringify(each)).join('\n'),
      trust,
    );
    expect(found.source).toBe('Apple order look-up answers');
    expect(only(found, 'store_records').signature).toBe('verified');
    const turned = await readForeignFile(
      'lookups.ndjson',
      answers
        .map((each) => `${JSON.stringify(each)}\n`)
        .toReversed()
        .join(''),
      trust,
    );
    expect(only(turned, 'store_records').signature).toBe('verified');
    const one = await readForeignFile('lookup.json', JSON.stringify(answers[0], null, 2), trust);
    expect(only(one, 'store_records').external_id).toBe('2000000123456789');
  });

  it('are no answers of the history, which say nothing of an order', async () => {
    const history = { revision: 'r', signedTransactions: [signer.sign(transaction)] };
    const found = await readForeignFile('history.json', JSON.stringify(history), trust);
    expect(found).toMatchObject({
      source: 'Apple signed transactions',
      because: 'it holds signedTransactions',
    });
    const line = await readForeignFile('history.ndjson', `${JSON.stringify(history)}\n`, trust);
    expect(only(line, 'store_records').signature).toBe('verified');
  });
});

describe('server notifications V2', () => {
  it('verify the notice and the transaction in it', async () => {
    const found = await readForeignFile(
      'n.json',
      JSON.stringify(signed(notice('ONE_TIME_CHARGE', transaction))),
      trust,
    );
    expect(found.source).toBe('Apple server notifications V2');
    expect(only(found, 'store_records')).toMatchObject({
      signature: 'verified',
      state: 'purchased',
    });
    expect(found.tables.recharge_events).toBeUndefined();
  });

  it('open a question with a deadline, with the reason that the customer gave', async () => {
    const question = notice('CONSUMPTION_REQUEST', transaction, {
      consumptionRequestReason: 'UNINTENDED_PURCHASE',
    });
    const history = {
      notificationHistory: [{ ...signed(question), sendAttempts: [] }],
      hasMore: false,
    };
    const found = await readForeignFile('history.json', JSON.stringify(history), trust);
    expect(only(found, 'recharge_events')).toMatchObject({
      recharge_id: '2000000123456789',
      stage: 'review_requested',
      provider: 'apple',
      code: 'CONSUMPTION_REQUEST',
      sub_code: 'UNINTENDED_PURCHASE',
      at: 1767225700000n,
    });
    expect(found.tables.recharge_events?.[0]?.patch?.order).toBe('2000000123456789');
    const again = await readForeignFile(
      'again.json',
      JSON.stringify([signed(question), signed(question)]),
      trust,
    );
    const [one, two] = again.tables.recharge_events ?? [];
    expect(one?.fields.seq).toBe(two?.fields.seq);
  });

  it('give coins back where a refund is reversed: the refund is unknown again', async () => {
    const found = await readForeignFile(
      'n.json',
      JSON.stringify(signed(notice('REFUND_REVERSED', transaction))),
      trust,
    );
    expect(only(found, 'recharge_events').stage).toBe('refund_reversed');
    expect(found.tables.store_records?.[0]?.patch?.clears).toContain('voided_at');
  });

  it('of a withdrawn consent are a refund with that code', async () => {
    const found = await readForeignFile(
      'n.json',
      JSON.stringify(signed(notice('RESCIND_CONSENT', transaction))),
      trust,
    );
    expect(only(found, 'recharge_events')).toMatchObject({
      stage: 'refunded',
      code: 'RESCIND_CONSENT',
    });
  });

  it('that are forged, or about another app, open nothing and are failed', async () => {
    const forger = createAppleSigner();
    const forged = { signedPayload: forger.sign(notice('CONSUMPTION_REQUEST', transaction)) };
    const other = signed(notice('CONSUMPTION_REQUEST', { ...transaction, bundleId: 'com.other' }));
    for (const each of [forged, other]) {
      const found = await readForeignFile('n.json', JSON.stringify(each), trust);
      expect(only(found, 'store_records').signature).toBe('failed');
      expect(found.tables.recharge_events).toBeUndefined();
    }
  });

  it('and transactions for an app that is not ours are failed as soon as an owner has named ours', async () => {
    const ours = { ...noAccounts, apple_bundles: ['com.example.live', 'com.example.lite'] };
    const other = { ...transaction, bundleId: 'com.other' };
    const nameless = { ...transaction, bundleId: undefined };
    const about = { data: { bundleId: 'com.other', signedTransactionInfo: signer.sign(other) } };
    const files: [string, string, string, RegExp | null][] = [
      ['t.txt', signer.sign(transaction), 'verified', null],
      ['t.txt', signer.sign(other), 'failed', /another app: com\.other/],
      ['t.txt', signer.sign(nameless), 'failed', /does not say of which app/],
      ['t.json', JSON.stringify([transaction]), 'absent', /without its signature/],
      ['t.json', JSON.stringify([other]), 'failed', /another app/],
      [
        'n.json',
        JSON.stringify(signed({ ...notice('CONSUMPTION_REQUEST', other), ...about })),
        'failed',
        /another app/,
      ],
      [
        'l.json',
        JSON.stringify({ status: 0, signedTransactions: [signer.sign(other)] }),
        'failed',
        /another/,
      ],
    ];
    for (const [name, text, signature, why] of files) {
      const found = await readForeignFile(name, text, trust, ours);
      expect(only(found, 'store_records').signature).toBe(signature);
      const { extra, patch } = found.tables.store_records?.[0] ?? {};
      if (why === null) expect(extra).not.toHaveProperty('signature_detail');
      else expect(extra).toMatchObject({ signature_detail: expect.stringMatching(why) });
      // What Apple signed itself may overrule what once counted; what nobody signed may not.
      expect(patch?.sure).toBe(signature === 'failed' && !text.startsWith('[{'));
      expect(found.tables.recharge_events).toBeUndefined();
      if (signature !== 'failed') continue;
      const unnamed = await readForeignFile(name, text, trust);
      expect(only(unnamed, 'store_records').signature).not.toBe('failed');
    }
  });

  it('that say nothing of coins are read and leave nothing', async () => {
    const test = {
      notificationType: 'TEST',
      notificationUUID: 'u',
      signedDate: 1,
      data: { bundleId: 'b' },
    };
    const found = await readForeignFile('n.ndjson', `${JSON.stringify(signed(test))}\n`, trust);
    expect(found.source).toBe('Apple server notifications V2');
    expect(found).toMatchObject({ tables: {}, rejects: [] });
  });

  it('that are no token are rejected alone', async () => {
    const lines = [
      { signedPayload: 'x.y.z' },
      signed(notice('REFUND', transaction)),
      { signedPayload: 7 },
    ];
    const found = await readForeignFile(
      'n.ndjson',
      lines.map((each) => JSON.stringify(each)).join('\n'),
      trust,
    );
    expect(found.rejects.map(({ line, code }) => [line, code])).toEqual([
      [1, 'NOT_JSON'],
      [3, 'NOT_JSON'],
    ]);
    expect(found.tables.store_records).toHaveLength(1);
  });
});
