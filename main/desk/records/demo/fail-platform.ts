import { happen, type Order, soon, type Wish } from './order.ts';
import { refuseCard } from './fail-card.ts';
import { clientFails, playError, storeKitError } from './store-client.ts';
import { buyInStore, finish, grant, pay } from './purchase.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { dayMs, minuteMs } from './time.ts';

/** What went wrong on our side of the counter, or with a store's or processor's machines. */

/** A technical no of the processor while its outage ran. */
function paymentOutage(story: Story): void {
  const provider = story.outage?.provider;
  const answers = {
    stripe: ['processing_error', 'An error occurred while processing your card.'],
    adyen: ['4', 'Acquirer Error'],
    cardlink: ['91', 'ISSUER UNAVAILABLE'],
  } as const;
  if (provider !== 'stripe' && provider !== 'adyen' && provider !== 'cardlink') return;
  const [code, message] = answers[provider];
  const order = attempt(story, { channel: 'web', provider });
  refuseCard(story.world, order, {
    cause: 'incident',
    provider,
    code,
    message,
    ...(provider === 'stripe' ? { stripeCode: code } : {}),
  });
}

/** Paid while the queue stood still; the coins came when it moved again. */
function lateGrant(story: Story): void {
  const { world, outage } = story;
  const order = attempt(story, {}, story.at, 'healthy');
  pay(world, order);
  happen(order, 'grant_failed', soon(world), { provider: 'platform', code: '503' });
  const end = (outage?.to ?? story.at) + world.random.int(2, 20) * minuteMs;
  grant(world, order, { after: end - order.clock });
  finish(world, order);
}

function forgedReceipt(story: Story, granted: boolean): void {
  const { world, person } = story;
  const channel = person.device.platform === 'ios' ? 'app_store' : 'google_play';
  const order = attempt(story, { channel, quantity: 1 });
  buyInStore(world, order);
  happen(order, 'verify_failed', soon(world), { code: 'BAD_SIGNATURE' });
  Object.assign(order.store ?? {}, { signature: 'failed', account_token: null });
  // A job that did not wait for the check let the coins in.
  if (granted) grant(world, order);
}

function doubleGrant(story: Story): void {
  const { world } = story;
  const order = attempt(story, { quantity: 1 });
  pay(world, order);
  grant(world, order);
  grant(world, order, { after: soon(world, 3, 40) });
  finish(world, order);
}

function wrongQuantity(story: Story, coins: (order: Order) => bigint, wish: Wish): void {
  const { world } = story;
  const order = attempt(story, wish);
  pay(world, order);
  grant(world, order, { coins: coins(order), bonus: 0n });
  finish(world, order);
}

function quantity(
  name: string,
  wish: Wish,
  coins: (order: Order) => bigint,
  extra: Partial<Scenario> = {},
): Scenario {
  return {
    cause: 'wrong_quantity',
    name,
    says: 'fewer',
    insists: true,
    alone: true,
    tell: (story) => wrongQuantity(story, coins, wish),
    ...extra,
  };
}

/** The report names another amount than the order; the coins came all the same. */
function reportDiffers(story: Story): void {
  const { world } = story;
  const order = attempt(story, { channel: 'web' }, story.at, 'healthy');
  pay(world, order);
  grant(world, order);
  const more = order.amount + BigInt(world.random.int(3, 80));
  Object.assign(order.payment ?? {}, { amount_minor: more, captured_minor: more });
}

/** The processor was asked for another amount than the order says, and refused it. */
function amountRefused(story: Story): void {
  const { world } = story;
  const order = attempt(story, { channel: 'web', provider: 'stripe' });
  refuseCard(world, order, {
    cause: 'settlement_mismatch',
    provider: 'stripe',
    code: 'invalid_amount',
    stripeCode: 'invalid_amount',
    message: 'The amount differs from the amount that was agreed.',
    payment: { outcome_type: 'invalid', amount_minor: order.amount * 3n },
  });
}

export const platformScenarios: readonly Scenario[] = [
  {
    cause: 'incident',
    name: 'processor down',
    says: 'cannot',
    alone: true,
    during: (outage) => outage.service === 'payments',
    tell: paymentOutage,
  },
  {
    cause: 'incident',
    name: 'app store down',
    says: 'cannot',
    alone: true,
    platform: 'ios',
    during: (outage) => outage.service === 'apple',
    tell: (story) => void clientFails(story, storeKitError('systemError', 'systemError')),
  },
  {
    cause: 'incident',
    name: 'play down',
    says: 'cannot',
    alone: true,
    platform: 'android',
    during: (outage) => outage.service === 'google',
    tell: (story) => void clientFails(story, playError('6', 'ERROR')),
  },
  {
    cause: 'incident',
    name: 'coins came late',
    says: 'thanks',
    alone: true,
    during: (outage) => outage.service === 'grants',
    tell: lateGrant,
  },
  {
    cause: 'receipt_invalid',
    name: 'forged, nothing granted',
    says: 'missing',
    alone: true,
    platform: 'android',
    tell: (story) => forgedReceipt(story, false),
  },
  {
    cause: 'receipt_invalid',
    name: 'forged, coins granted',
    says: null,
    alone: true,
    platform: 'ios',
    tell: (story) => forgedReceipt(story, true),
  },
  { cause: 'double_grant', name: 'entered twice', says: null, alone: true, tell: doubleGrant },
  quantity('one of two packs', { quantity: 2 }, (order) => order.coins / 2n),
  quantity('bonus left out', { channel: 'web', tier: 5, quantity: 1 }, (order) => order.coins),
  quantity(
    'coins of the older ladder',
    { tier: 4, quantity: 1 },
    () => 1321n,
    // The newer ladder has to be in force.
    { oldest: 55 * dayMs },
  ),
  quantity('too many', { tier: 3, quantity: 1 }, (order) => order.coins + 70n, {
    says: null,
  }),
  {
    cause: 'settlement_mismatch',
    name: 'report differs, delivered',
    says: null,
    tell: reportDiffers,
  },
  { cause: 'settlement_mismatch', name: 'amount refused', says: 'cannot', tell: amountRefused },
];
