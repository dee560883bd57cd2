import type { CheckId } from '../../../../contract/diagnosis.ts';
import type { DemoRow } from './columns.ts';
import { happen, type Order, soon, type Wish } from './order.ts';
import type { Instrument } from './people.ts';
import { openPayment } from './purchase.ts';
import { attempt, type Scenario, type Story, succeedLater } from './story.ts';
import { addCard, type World } from './world.ts';

/** What the processor answered: its words, and what it says about the card. */
interface Refusal {
  readonly cause: CheckId;
  readonly provider: 'stripe' | 'adyen' | 'cardlink';
  /** Stripe's decline code, Adyen's reason number, or field 39 of the network. */
  readonly code: string;
  readonly message: string;
  /** Where Stripe's error code is not the plain `card_declined`. */
  readonly stripeCode?: string;
  readonly network?: string;
  readonly payment?: DemoRow<'payments'>;
  readonly card?: Partial<Instrument>;
  readonly foreign?: true;
  readonly country?: string;
}

type Stripe = Pick<Refusal, 'stripeCode' | 'network' | 'payment' | 'card' | 'foreign'>;
type Other = Pick<Refusal, 'payment' | 'card' | 'foreign' | 'country'>;

function stripe(cause: CheckId, code: string, extra: Stripe = {}): Refusal {
  return { cause, provider: 'stripe', code, message: 'Your card was declined.', ...extra };
}
function adyen(cause: CheckId, code: string, message: string, extra: Other = {}): Refusal {
  return { cause, provider: 'adyen', code, message, ...extra };
}
/** A processor that passes the network's own field 39 through. */
function network(cause: CheckId, code: string, message: string, extra: Other = {}): Refusal {
  return { cause, provider: 'cardlink', code, message, ...extra };
}

const refusals: readonly Refusal[] = [
  stripe('funds', 'insufficient_funds', { network: '51' }),
  network('funds', '51', 'INSUFFICIENT FUNDS'),
  adyen('funds', '12', 'Not enough balance'),
  stripe('funds', 'card_velocity_exceeded', { network: '61' }),
  adyen('funds', '28', 'Withdrawal amount exceeded'),
  stripe('card_expired', 'expired_card', { stripeCode: 'expired_card', network: '54' }),
  network('card_expired', '54', 'EXPIRED CARD'),
  adyen('card_expired', '6', 'Expired Card'),
  stripe('card_details', 'incorrect_number', {
    stripeCode: 'incorrect_number',
    payment: { outcome_type: 'invalid' },
  }),
  network('card_details', '14', 'INVALID ACCOUNT NUMBER'),
  adyen('card_details', '8', 'Invalid Card Number'),
  stripe('cvc_or_address', 'incorrect_cvc', {
    stripeCode: 'incorrect_cvc',
    payment: { cvc_check: 'fail', cvv_result: 'N' },
  }),
  adyen('cvc_or_address', '24', 'CVC Declined', { payment: { cvc_check: 'fail' } }),
  network('cvc_or_address', 'N7', 'CVV2 MISMATCH', { payment: { cvv_result: 'N' } }),
  stripe('cvc_or_address', 'incorrect_zip', {
    stripeCode: 'incorrect_zip',
    payment: { cvc_check: 'pass', postcode_check: 'fail', avs_result: 'N' },
  }),
  adyen('authentication', '11', '3D Not Authenticated', { payment: { three_ds: 'N', eci: '07' } }),
  adyen('authentication', '38', 'Authentication required'),
  network('authentication', '1A', 'ADDITIONAL CUSTOMER AUTHENTICATION REQUIRED'),
  network('authentication', '65', 'SOFT DECLINE', {
    card: { brand: 'mastercard' },
    country: 'DE',
  }),
  stripe('bank_block', 'do_not_honor', { network: '05' }),
  stripe('bank_block', 'generic_decline'),
  adyen('bank_block', '2', 'Refused'),
  network('bank_block', '05', 'DO NOT HONOUR'),
  network('bank_block', '59', 'SUSPECTED FRAUD'),
  stripe('bank_block', 'restricted_card'),
  stripe('card_reported', 'lost_card', { network: '41' }),
  stripe('card_reported', 'stolen_card', { network: '43' }),
  stripe('card_reported', 'fraudulent'),
  network('card_reported', '04', 'PICK UP CARD'),
  adyen('card_reported', '5', 'Blocked Card'),
  stripe('card_type', 'card_not_supported', { card: { funding: 'prepaid' } }),
  network('card_type', '57', 'NOT PERMITTED TO CARDHOLDER'),
  network('cross_border', '62', 'RESTRICTED CARD', { foreign: true }),
  stripe('cross_border', 'currency_not_supported', { foreign: true }),
  adyen('attempt_limit', '29', 'Withdrawal count exceeded'),
  network('attempt_limit', '65', 'ACTIVITY COUNT LIMIT', {
    card: { brand: 'visa' },
    country: 'US',
  }),
  stripe('risk_block', 'fraudulent', { payment: { outcome_type: 'blocked' } }),
  adyen('risk_block', '20', 'FRAUD'),
];

/** The processor's no, on the order and on the payment. */
export function refuseCard(world: World, order: Order, refusal: Refusal): void {
  const payment = openPayment(world, order);
  const stripeCode = refusal.stripeCode ?? 'card_declined';
  const isStripe = refusal.provider === 'stripe';
  happen(order, 'declined', soon(world, 3, 40), {
    code: isStripe ? stripeCode : refusal.code,
    sub_code: isStripe ? refusal.code : null,
    message: refusal.message,
    amount_minor: order.amount,
  });
  Object.assign(payment, {
    status: isStripe ? 'requires_payment_method' : 'failed',
    outcome_type: 'issuer_declined',
    failure_code: isStripe ? stripeCode : refusal.provider === 'adyen' ? refusal.code : null,
    decline_code: isStripe ? refusal.code : null,
    network_code: refusal.provider === 'cardlink' ? refusal.code : refusal.network,
    ...refusal.payment,
  });
}

const foreignCountries = ['NG', 'AR', 'PH', 'EG'] as const;

/** The card that will be refused: old, prepaid or foreign where the reason asks for it. */
function cardFor(story: Story, refusal: Refusal): Instrument {
  const { world, person, at } = story;
  if (refusal.cause === 'card_expired') {
    const past = new Date(at);
    past.setUTCDate(1);
    past.setUTCMonth(past.getUTCMonth() - world.random.int(1, 7));
    return addCard(world, person, {
      expMonth: past.getUTCMonth() + 1,
      expYear: past.getUTCFullYear(),
    });
  }
  if (refusal.foreign) {
    return addCard(world, person, {
      country: world.random.pick(foreignCountries),
      bin: '40000000',
    });
  }
  return addCard(world, person, { ...refusal.card });
}

function tellRefusal(story: Story, refusal: Refusal): void {
  const { world } = story;
  const card = cardFor(story, refusal);
  const wish: Wish = { channel: 'web', provider: refusal.provider, card };
  const first = attempt(story, { ...wish, tier: world.random.int(2, 6) });
  refuseCard(world, first, refusal);
  let last = first;
  if (world.random.chance(0.3)) {
    const at = first.clock + world.random.int(1, 6) * 60_000;
    last = attempt(story, { ...wish, tier: first.pack.tier, quantity: first.quantity }, at);
    refuseCard(world, last, refusal);
  }
  if (!world.random.chance(0.45)) return;
  // Short of money, people take a smaller pack; otherwise they take another card.
  if (refusal.cause === 'funds') succeedLater(story, last, { card, tier: 1 });
  else succeedLater(story, last, { card: addCard(world, story.person, {}) });
}

export const cardScenarios: readonly Scenario[] = refusals.map((refusal) => ({
  cause: refusal.cause,
  name: `${refusal.provider} ${refusal.code}`,
  says: 'declined',
  ...(refusal.country === undefined ? {} : { alone: true, country: refusal.country }),
  tell: (story) => tellRefusal(story, refusal),
}));
