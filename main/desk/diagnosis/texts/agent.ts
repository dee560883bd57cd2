import type { RootCause, Verdict } from '../../../../contract/diagnosis.ts';

/** What the agent does next, who has to act, and what a wrong verdict would cost. */
export interface AgentText {
  readonly owner: Verdict['owner'];
  readonly next: string;
  readonly ifWrong: string;
}

const harmless = 'Little: the customer tries something that does not help, and writes again.';
const unfair = 'A customer is turned away for a reason that does not hold.';

function text(owner: Verdict['owner'], next: string, ifWrong: string): AgentText {
  return { owner, next, ifWrong };
}

/** Owners by the decision table of the facts, §2.4: the first one named there. */
export const agentTexts: Readonly<Record<RootCause, AgentText>> = {
  funds: text(
    'customer',
    'Ask the customer to top up, take a smaller package or another method.',
    harmless,
  ),
  card_expired: text('customer', 'Ask the customer to enter a valid card.', harmless),
  card_details: text('customer', 'Ask the customer to enter the card again.', harmless),
  cvc_or_address: text(
    'customer',
    'Ask the customer to enter code and postcode as the bank has them.',
    harmless,
  ),
  authentication: text(
    'customer',
    'Ask the customer to start again and finish the approval in the bank app.',
    harmless,
  ),
  bank_block: text(
    'bank',
    'Ask the customer to have the bank allow it, or to use another method.',
    harmless,
  ),
  card_reported: text(
    'bank',
    'Offer another method in plain words; do not retry; say nothing of the code.',
    'Telling a customer the reason could warn the wrong person.',
  ),
  card_type: text(
    'bank',
    'Ask the customer to have online use enabled, or to use another card.',
    harmless,
  ),
  cross_border: text('bank', 'Ask the customer for a local card or the store.', harmless),
  attempt_limit: text('customer', 'Ask the customer to wait a day and not to retry.', harmless),
  risk_block: text(
    'fraud',
    'Hand it to the fraud team; tell the customer only that it was not completed.',
    'A good customer stays blocked, or a rule becomes known.',
  ),
  hold_not_captured: text(
    'platform',
    'Tell the customer that the hold drops off; have payments look why it was not captured.',
    'The customer waits for money that is in fact charged.',
  ),
  store_billing: text(
    'store',
    'Ask the customer to pay what is open and to check the method in the store account.',
    harmless,
  ),
  store_verification: text(
    'store',
    'Ask the customer to finish the verification in the store account.',
    harmless,
  ),
  store_pending: text(
    'store',
    'Ask the customer to finish the payment at the store and not to buy again.',
    'A second purchase would be charged, too.',
  ),
  guardian_approval: text(
    'guardian',
    'Ask the customer to have it approved; a lapsed request has to be made anew.',
    'A second request only starts the clock again.',
  ),
  purchases_disabled: text(
    'customer',
    'Name the setting: Screen Time, or the administrator of the device.',
    harmless,
  ),
  not_in_storefront: text(
    'store',
    'Ask for the store country of the customer; check the price list of it.',
    harmless,
  ),
  region_mismatch: text(
    'customer',
    'Ask the customer to buy with store, card and place of one country.',
    'A likely explanation is taken for the cause; look for a code first.',
  ),
  vpn_or_travel: text(
    'customer',
    'Ask the customer to switch the VPN off and try on the usual network.',
    'A likely explanation is taken for the cause; look for a code first.',
  ),
  store_client_outdated: text('customer', 'Ask the customer to update the store app.', harmless),
  already_owned: text(
    'platform',
    'Find the earlier order of this package, grant and consume it; have the app opened again.',
    'The earlier order stays paid without coins.',
  ),
  unacknowledged: text(
    'platform',
    'Tell the customer about the refund; report the order to the acknowledge job.',
    'A refund is announced that does not come.',
  ),
  customer_cancelled: text('customer', 'Nothing to do; the customer may buy again.', harmless),
  test_purchase: text('platform', 'Nothing is owed: it was not a paid order.', unfair),
  connectivity: text(
    'customer',
    'Ask the customer to check the purchase history first, then to try on a stable network.',
    'A second purchase if the first one went through after all.',
  ),
  app_outdated: text('customer', 'Ask the customer to update the app.', harmless),
  stale_balance: text(
    'platform',
    'Ask the customer to clear the cache and sign in again. Add no coins.',
    'Coins added here would be a gift.',
  ),
  clock_wrong: text('customer', 'Ask the customer for automatic date and time.', harmless),
  incident: text(
    'platform',
    'Point to the outage; list it for a make-good where coins are owed.',
    'Somebody waits for a repair that will not come.',
  ),
  receipt_invalid: text(
    'fraud',
    'Ask for the official receipt; hand it to the fraud team. Grant nothing.',
    'Coins for a forged receipt, or a good customer taken for a forger.',
  ),
  paid_not_granted: text(
    'platform',
    'Have the grant replayed, or propose the coins that are owed.',
    'Coins are given that a late grant gives again.',
  ),
  double_grant: text(
    'platform',
    'Propose to take the surplus back.',
    'Coins are taken that were paid for.',
  ),
  double_charge: text(
    'platform',
    'Send the second charge the refund way, or honour it, not both.',
    'Coins and refund for the same payment, or neither.',
  ),
  wrong_account: text(
    'customer',
    'Ask the customer to sign in with the paying account; never name it.',
    'Another person’s account would be given away.',
  ),
  wrong_quantity: text(
    'platform',
    'Propose the difference with its reason.',
    'A difference is paid out that a promotion explains.',
  ),
  already_spent: text(
    'customer',
    'Point to the gift history. Add no coins.',
    'Gifts that somebody else sent would be blamed on the customer.',
  ),
  age: text(
    'customer',
    'Explain the age requirement; refunds go through the guardian and the store.',
    unfair,
  ),
  country_not_enabled: text('platform', 'Explain that coins are not offered there.', unfair),
  recharge_cap: text('platform', 'Tell the customer when the period ends.', unfair),
  account_restricted: text(
    'platform',
    'Have the restriction or the debt looked at before new coins.',
    unfair,
  ),
  refunded_after_use: text(
    'fraud',
    'Propose the clawback; the balance may go below zero.',
    'Coins are taken back that were paid for.',
  ),
  refund_reversed: text('platform', 'Restore the coins once.', 'Coins are restored twice.'),
  third_party_purchase: text(
    'customer',
    'Explain the official channels; help to secure the account. We cannot grant.',
    'A purchase with us is sent away to somebody else.',
  ),
  deadline: text(
    'platform',
    'Answer the store before the time runs out.',
    'The store decides without us.',
  ),
  settlement_mismatch: text('platform', 'Hand it to finance with both amounts.', harmless),
  slow_method: text(
    'store',
    'Ask the customer to wait, or for the receipt of the provider.',
    'A second purchase would be charged, too.',
  ),
  price_question: text('none', 'Explain the price of each official channel.', harmless),
  healthy: text('none', 'Nothing to repair.', 'A fault of ours stays unseen.'),
  not_found: text(
    'customer',
    'Ask for the order number; look whether the copy covers that time.',
    'A paid order outside this copy is denied.',
  ),
  unknown: text(
    'platform',
    'Get what the open checks name, then look again.',
    'Time: nothing is promised and nothing denied.',
  ),
};
