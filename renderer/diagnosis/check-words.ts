import { type CheckId, type RootCause, rootCause } from '../../contract/diagnosis.ts';

/** How a check is called on the screen, and the question that it answers. */
interface CheckWords {
  readonly name: string;
  readonly asks: string;
}

/** Names and questions of the checklist (source: the checks of the checklist, "answers"). */
export const checkWords: Readonly<Record<CheckId, CheckWords>> = {
  funds: { name: 'Funds', asks: 'Was there money or credit enough?' },
  card_expired: { name: 'Card expired', asks: 'Was the card past its month at the attempt?' },
  card_details: {
    name: 'Card details',
    asks: 'Was the number wrong, or is there no such account?',
  },
  cvc_or_address: {
    name: 'Code or address',
    asks: 'Did the security code or the postcode not match?',
  },
  authentication: { name: 'Authentication', asks: 'Was 3-D Secure left unfinished or refused?' },
  bank_block: { name: 'Bank block', asks: 'Did the issuer refuse without saying why?' },
  card_reported: {
    name: 'Card reported',
    asks: 'Did the bank answer with a code of its own list?',
  },
  card_type: { name: 'Card type', asks: 'Is this kind of card, or online use of it, not allowed?' },
  cross_border: {
    name: 'Card country or currency',
    asks: "Is the card's country or currency not accepted?",
  },
  attempt_limit: { name: 'Attempt limit', asks: 'Were there too many attempts?' },
  risk_block: { name: 'Own rule', asks: 'Did one of our own rules stop it?' },
  hold_not_captured: { name: 'Hold not captured', asks: 'Was it authorised and never taken?' },
  store_billing: {
    name: 'Store billing',
    asks: 'Does the store account owe money, or does its method fail?',
  },
  store_verification: { name: 'Store verification', asks: 'Must the store account be verified?' },
  store_pending: {
    name: 'Store pending',
    asks: 'Was it paid in cash or by a slow method that is not finished?',
  },
  guardian_approval: {
    name: 'Guardian approval',
    asks: 'Does it wait for a parent or the family organiser?',
  },
  purchases_disabled: {
    name: 'Purchases disabled',
    asks: 'Does a device or admin setting forbid purchases?',
  },
  not_in_storefront: {
    name: 'Not in storefront',
    asks: 'Is the product not sold in this storefront?',
  },
  region_mismatch: {
    name: 'Region mismatch',
    asks: 'Do the countries of store, card, account and address disagree?',
  },
  vpn_or_travel: {
    name: 'VPN or travel',
    asks: 'Was there a VPN, a hosting address or an impossible journey?',
  },
  store_client_outdated: {
    name: 'Store app outdated',
    asks: 'Is the store app, or are its services, too old?',
  },
  already_owned: {
    name: 'Already owned',
    asks: 'Was the coin pack bought before and never consumed?',
  },
  unacknowledged: {
    name: 'Not acknowledged',
    asks: 'Does the store refund by itself because nobody acknowledged it?',
  },
  customer_cancelled: { name: 'Cancelled', asks: 'Did the customer stop it?' },
  test_purchase: { name: 'Test purchase', asks: 'Is it a sandbox, test or promotional order?' },
  connectivity: {
    name: 'Connection',
    asks: 'Did the connection fail, or was it too poor?',
  },
  app_outdated: { name: 'App outdated', asks: 'Is the app older than billing supports?' },
  stale_balance: {
    name: 'Stale balance',
    asks: 'Are the coins there, and the screen is behind (cache)?',
  },
  clock_wrong: { name: 'Clock', asks: 'Is the clock of the device off?' },
  incident: {
    name: 'Incident',
    asks: 'Was there an outage at the store, at the processor or at us?',
  },
  receipt_invalid: { name: 'Receipt', asks: 'Did the receipt fail verification?' },
  paid_not_granted: {
    name: 'Paid, not granted',
    asks: 'Was it paid and verified, and the coins never entered?',
  },
  double_grant: { name: 'Double grant', asks: 'Did the coins enter twice for one payment?' },
  double_charge: { name: 'Double charge', asks: 'Was one purchase charged twice?' },
  wrong_account: {
    name: 'Other account',
    asks: 'Did the coins go to another account, the one that paid?',
  },
  wrong_quantity: {
    name: 'Quantity',
    asks: 'Were there fewer or more coins than the package says?',
  },
  already_spent: { name: 'Already spent', asks: 'Did the coins arrive, and were they gifted?' },
  age: { name: 'Age', asks: 'Is the person too young, or was consent taken back?' },
  country_not_enabled: {
    name: 'Country not enabled',
    asks: 'Are coins not offered in this country or to this kind of account?',
  },
  recharge_cap: {
    name: 'Recharge cap',
    asks: 'Was the limit of the day, the week or the month reached?',
  },
  account_restricted: {
    name: 'Account restricted',
    asks: 'Is the account limited, or its balance below zero?',
  },
  refunded_after_use: {
    name: 'Refunded after use',
    asks: 'Did money go back after the coins were spent?',
  },
  refund_reversed: {
    name: 'Refund reversed',
    asks: 'Was a refund taken back, and the coins not restored?',
  },
  third_party_purchase: {
    name: 'Third party',
    asks: 'Was it bought outside the official channels?',
  },
  deadline: { name: 'Answer due', asks: 'Is an answer to a store due?' },
  settlement_mismatch: { name: 'Settlement', asks: 'Do the report and the order disagree?' },
  slow_method: {
    name: 'Slow method',
    asks: 'Is a carrier, bank transfer or voucher still within its time?',
  },
  price_question: {
    name: 'Price question',
    asks: 'Do the same coins cost something else in another channel?',
  },
};

/** The root cause as a person says it. */
export function causeName(cause: RootCause): string {
  if (cause === 'healthy') return 'Healthy';
  if (cause === 'not_found') return 'Not found';
  if (cause === 'unknown') return 'Cannot be said yet';
  return checkWords[cause].name;
}

/** As `causeName`, of a word that another desk or an earlier program wrote: an unknown one stands as it is. */
export function causeOf(word: string): string {
  const { data } = rootCause.safeParse(word);
  return data === undefined ? word : causeName(data);
}
