import { type CheckId, type RootCause, rootCause, type Verdict } from './verdict.ts';

/* How the codes of a verdict are called, on screens and in the desk's own sentences alike. */

/** A check, and the cause it finds. */
export const checkNames: Readonly<Record<CheckId, string>> = {
  funds: 'Funds',
  card_expired: 'Card expired',
  card_details: 'Card details',
  cvc_or_address: 'Code or address',
  authentication: 'Authentication',
  bank_block: 'Bank block',
  card_reported: 'Card reported',
  card_type: 'Card type',
  cross_border: 'Card country or currency',
  attempt_limit: 'Attempt limit',
  risk_block: 'Own rule',
  hold_not_captured: 'Hold not captured',
  store_billing: 'Store billing',
  store_verification: 'Store verification',
  store_pending: 'Store pending',
  guardian_approval: 'Guardian approval',
  purchases_disabled: 'Purchases disabled',
  not_in_storefront: 'Not in storefront',
  region_mismatch: 'Region mismatch',
  vpn_or_travel: 'VPN or travel',
  store_client_outdated: 'Store app outdated',
  already_owned: 'Already owned',
  unacknowledged: 'Not acknowledged',
  customer_cancelled: 'Cancelled',
  test_purchase: 'Test purchase',
  connectivity: 'Connection',
  app_outdated: 'App outdated',
  stale_balance: 'Stale balance',
  clock_wrong: 'Clock',
  incident: 'Incident',
  receipt_invalid: 'Receipt',
  paid_not_granted: 'Paid, not granted',
  double_grant: 'Double grant',
  double_charge: 'Double charge',
  wrong_account: 'Other account',
  wrong_quantity: 'Quantity',
  already_spent: 'Already spent',
  age: 'Age',
  country_not_enabled: 'Country not enabled',
  recharge_cap: 'Recharge cap',
  account_restricted: 'Account restricted',
  refunded_after_use: 'Refunded after use',
  refund_reversed: 'Refund reversed',
  third_party_purchase: 'Third party',
  deadline: 'Answer due',
  settlement_mismatch: 'Settlement',
  slow_method: 'Slow method',
  price_question: 'Price question',
};

/** The root cause as a person says it. */
export function causeName(cause: RootCause): string {
  if (cause === 'healthy') return 'Healthy';
  if (cause === 'not_found') return 'Not found';
  if (cause === 'unknown') return 'Cannot be said yet';
  return checkNames[cause];
}

/** As `causeName`, of a word that another desk or an earlier program wrote: an unknown one stands as it is. */
export function causeOf(word: string): string {
  const { data } = rootCause.safeParse(word);
  return data === undefined ? word : causeName(data);
}

type DeadlineKind = NonNullable<Verdict['deadline']>['kind'];

/** What runs out, of a verdict and in the list of deadlines. */
export const deadlineNames: Readonly<Record<DeadlineKind, string>> = {
  play_acknowledge: 'Acknowledge on Google Play',
  apple_consumption: 'Consumption answer to Apple',
  play_review: 'Refund review of Google Play',
  ask_to_buy: 'Ask to Buy',
  hold_expiry: 'Hold on a card',
  voided_list: 'Voided list of Google Play',
};
