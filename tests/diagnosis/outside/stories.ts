import type { RootCause } from '../../../contract/diagnosis.ts';
import { asOf, day, type Fields, hour, minute, second, timeIn } from './drop.ts';
import { type Customer, Order, type Seller, type Shop } from './order.ts';

/** Codes of processors by the cause that the facts give them: [seller, code, decline code]. */
const refusals: readonly (readonly [RootCause, Seller, string, string?])[] = [
  ['funds', 'stripe', 'card_declined', 'insufficient_funds'],
  ['funds', 'adyen', '28'],
  ['funds', 'worldpay', '61'],
  ['card_expired', 'stripe', 'expired_card'],
  ['card_expired', 'worldpay', '54'],
  ['card_details', 'adyen', '8'],
  ['card_details', 'worldpay', '14'],
  ['cvc_or_address', 'stripe', 'card_declined', 'incorrect_zip'],
  ['cvc_or_address', 'worldpay', 'N7'],
  ['authentication', 'stripe', 'payment_intent_authentication_failure'],
  ['authentication', 'worldpay', '1A'],
  ['bank_block', 'stripe', 'card_declined', 'restricted_card'],
  ['bank_block', 'adyen', '31'],
  ['card_reported', 'adyen', '5'],
  ['card_reported', 'stripe', 'card_declined', 'stolen_card'],
  ['card_type', 'worldpay', '57'],
  ['cross_border', 'worldpay', '62'],
  ['attempt_limit', 'adyen', '29'],
  ['risk_block', 'adyen', '20'],
  ['test_purchase', 'stripe', 'card_declined', 'testmode_decline'],
  ['unknown', 'stripe', 'card_declined', 'issuer_not_available'],
  ['unknown', 'stripe', 'card_declined', 'a_reason_of_tomorrow'],
  ['unknown', 'worldpay', '96'],
];

/** What the app got from its store: [cause, seller, code, domain or sub-code, message]. */
const storeErrors: readonly (readonly [RootCause, Seller, string, string?, string?])[] = [
  ['customer_cancelled', 'apple', '2', 'SKErrorDomain'],
  ['customer_cancelled', 'google', '1'],
  ['purchases_disabled', 'apple', '4', 'SKErrorDomain'],
  ['purchases_disabled', 'google', '3', undefined, 'blocked by enterprise policy'],
  ['not_in_storefront', 'apple', 'notAvailableInStorefront', 'StoreKitError'],
  ['not_in_storefront', 'google', '4'],
  ['store_billing', 'google', '3'],
  ['store_verification', 'google', '3', undefined, 'Your payments profile must be verified'],
  ['funds', 'google', '3', 'INSUFFICIENT_FUNDS'],
  ['connectivity', 'google', '12'],
  ['connectivity', 'apple', 'networkError', 'StoreKitError'],
  ['store_client_outdated', 'google', '-2'],
  ['unknown', 'google', '42'],
];

const ownRefusals: readonly (readonly [RootCause, string | null])[] = [
  ['age', 'AGE_RESTRICTED'],
  ['country_not_enabled', 'NOT_AVAILABLE'],
  ['recharge_cap', 'LIMIT_REACHED'],
  ['account_restricted', 'ACCOUNT_RESTRICTED'],
  ['risk_block', null],
];

const gone = [
  'Paid and nothing in my balance',
  'haven’t received the coins I bought',
  'As moedas não chegaram',
  'コインが届きません',
] as const;
const blames = ['My bank blocked it I guess', 'VPN was on', 'your app is broken'] as const;

type Story = (who: Customer, order: (seller?: Seller, at?: number) => Order) => void;

const declined: Story = (who, order) => {
  const { dice } = who.shop;
  const [cause, seller, code, decline] = dice.pick(refusals);
  const one = order(seller);
  const scheme = seller === 'worldpay' ? 'visa' : null;
  const inEvent = dice.chance(0.6);
  if (inEvent) one.happens('declined', 9 * second, { code, sub_code: decline ?? null, scheme });
  else one.happens('declined', 9 * second, { message: 'Payment refused' });
  if (!inEvent || dice.chance(0.5))
    one.pays('failed', {
      failure_code: seller === 'worldpay' ? null : code,
      decline_code: decline ?? null,
      network_code: seller === 'worldpay' ? code : null,
      outcome_type: seller === 'stripe' ? 'issuer_declined' : null,
    });
  if (cause !== 'unknown') circumstances(one);
  one.was(cause);
};

/** Things that stand around an attempt and explain nothing against a code. */
function circumstances({ row, who, at }: Order): void {
  const { dice } = who.shop;
  if (dice.chance(0.2)) row.ip_kind = 'vpn';
  if (dice.chance(0.2)) row.app_version = '29.0.0';
  if (dice.chance(0.2)) row.client_clock_skew_ms = 400_000;
  if (dice.chance(0.3)) who.says(dice.pick(blames), at + hour, null);
}

const inStore: Story = (who, order) => {
  const [cause, seller, code, sub, message] = who.shop.dice.pick(storeErrors);
  const one = order(seller).happens('client_error', 5 * second, {
    code,
    sub_code: sub ?? null,
    message: message ?? null,
  });
  if (cause !== 'unknown') circumstances(one);
  one.was(cause);
};

const byUs: Story = (who, order) => {
  const [cause, code] = who.shop.dice.pick(ownRefusals);
  const one = order().happens('declined', second, { provider: 'platform', code });
  circumstances(one);
  one.was(cause);
};

const notGranted: Story = (who, order) => {
  const one = order().paid();
  if (who.shop.dice.chance(0.3)) one.happens('grant_failed', 20 * second, { provider: 'platform' });
  circumstances(one);
  one.was('paid_not_granted', one.total);
};

const healthy: Story = (_who, order) => {
  const one = order().paid().granted();
  circumstances(one);
  one.was('healthy');
};

const twoAttempts: Story = (who, order) => {
  const first = order('stripe').happens('declined', second * 8, {
    code: 'card_declined',
    sub_code: 'insufficient_funds',
  });
  first.was('funds');
  const later = order('adyen', who.at + 6 * minute);
  later.happens('declined', 8 * second, { code: '24' }).was('cvc_or_address');
  order('google', who.at + 15 * minute)
    .paid()
    .granted()
    .was('healthy');
};

const refundedAfterUse: Story = (who, order) => {
  const one = order().paid().granted();
  who.entry('gift_sent', -one.coins, one.at + hour, {});
  one.happens('refunded', 2 * day);
  const back = timeIn(who.shop.dice, one.at + 2 * day);
  if (one.store) Object.assign(one.store, { state: 'refunded', voided_at: back });
  else if (one.payment) one.payment.refunded_minor = one.row.amount_minor ?? null;
  one.was('refunded_after_use');
};

const refundReversed: Story = (who, order) => {
  const one = order('apple').paid().granted();
  one.happens('refunded', 2 * day).happens('refund_reversed', 3 * day);
  const tie: Fields = { recharge_id: one.id };
  who.entry('refund_clawback', -Number(one.total), one.at + 2 * day + minute, tie);
  one.was('refund_reversed', one.total);
};

const sharedId: Story = (who, order) => {
  const first = order('adyen').pays('succeeded');
  who.entry('recharge_grant', Number(first.total), who.at + minute, { recharge_id: first.id });
  const other = order('worldpay', who.at - 3 * day);
  other.external = first.external;
  other.row.external_id = first.row.external_id = first.external;
  other.pays('succeeded').was('paid_not_granted', other.total);
  first.was('healthy');
};

const recent = (hours: number) => asOf - hours * hour;

/** Every story with how often it is told. */
export const stories: readonly (readonly [share: number, Story])[] = [
  [30, declined],
  [18, inStore],
  [8, byUs],
  [8, notGranted],
  [12, healthy],
  [4, twoAttempts],
  [4, refundedAfterUse],
  [3, refundReversed],
  [2, sharedId],
  [3, (_who, order) => order('worldpay').pays('requires_capture').was('hold_not_captured')],
  [3, (_who, order) => order('stripe').pays('requires_action').was('authentication')],
  [3, (_who, order) => order('adyen', recent(5)).pays('processing').was('slow_method')],
  [
    3,
    (_who, order) => order('google', recent(9)).happens('store_pending', 5000).was('store_pending'),
  ],
  [
    3,
    (_who, order) =>
      order('apple', recent(9)).happens('store_pending', 5000).was('guardian_approval'),
  ],
  [
    3,
    (_who, order) =>
      order('google')
        .paid({ acknowledged: false, consumed: false })
        .granted()
        .was('unacknowledged'),
  ],
  [3, (_who, order) => order('apple').paid({ test_kind: 'sandbox' }).was('test_purchase')],
  [
    3,
    (_who, order) =>
      order('google')
        .sold({ signature: 'failed' })
        .happens('verify_failed', 9000)
        .was('receipt_invalid'),
  ],
  [3, (_who, order) => order().paid().granted().granted(undefined, hour).was('double_grant')],
  [
    3,
    (_who, order) => {
      const one = order().paid();
      one.granted(one.coins - 1).was('wrong_quantity', 1n);
    },
  ],
  [
    3,
    (who, order) => {
      const one = order().paid().granted();
      who.entry('gift_sent', -Number(one.total), one.at + hour, {});
      who.says(who.shop.dice.pick(gone), one.at + 3 * hour, one.id);
      one.was('already_spent');
    },
  ],
  [
    3,
    (who, order) => {
      const one = order('apple').paid().granted();
      who.says('Why do I pay more in the app than on the web?', one.at + hour, one.id);
      one.was('price_question');
    },
  ],
  [
    3,
    (who, order) => {
      const other = who.shop.customer(who.at);
      order('google')
        .paid({ account_token: other.id })
        .granted(undefined, undefined, other)
        .was('wrong_account');
      other.leave();
    },
  ],
  [
    3,
    (who, order) => {
      const one = order('google').paid({ consumed: false });
      one.was('paid_not_granted', one.total);
      order('google', who.at + hour)
        .happens('client_error', 5000, { code: '7' })
        .was('already_owned');
    },
  ],
];

/** Tells stories until there are enough, each of somebody else. */
export function tell(shop: Shop, count: number): void {
  const whole = stories.reduce((sum, [share]) => sum + share, 0);
  for (let told = 0; told < count; told += 1) {
    let place = shop.dice.next() * whole;
    const [, story] = stories.find(([share]) => (place -= share) < 0) ?? stories[0] ?? [0, healthy];
    const who = shop.customer();
    const sellers = ['apple', 'google', 'stripe', 'adyen', 'worldpay'] as const;
    story(who, (seller, at) => new Order(who, seller ?? shop.dice.pick(sellers), at));
    who.leave();
  }
}
