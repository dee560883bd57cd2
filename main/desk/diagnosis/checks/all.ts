import type { Check, CheckId } from '../../../../contract/diagnosis.ts';
import { checkIds } from '../../../../contract/diagnosis.ts';
import type { Matter } from '../matter.ts';
import { authentication } from './authentication.ts';
import {
  bankBlock,
  cardDetails,
  cardExpired,
  cardReported,
  cardType,
  crossBorder,
} from './card.ts';
import {
  alreadySpent,
  doubleGrant,
  paidNotGranted,
  receiptInvalid,
  refundedAfterUse,
  refundReversed,
  staleBalance,
  wrongQuantity,
} from './coins.ts';
import { cvcOrAddress } from './cvc-or-address.ts';
import { funds } from './funds.ts';
import { attemptLimit, rechargeCap } from './limits.ts';
import { doubleCharge, holdNotCaptured, slowMethod } from './money-held.ts';
import type { CheckRule } from './outcome.ts';
import { accountRestricted, age, countryNotEnabled, riskBlock } from './own-rules.ts';
import { deadline, priceQuestion, settlement, thirdPartyPurchase } from './rest.ts';
import { alreadyOwned, testPurchase, unacknowledged, wrongAccount } from './store-orders.ts';
import {
  guardianApproval,
  notInStorefront,
  purchasesDisabled,
  storeBilling,
  storeClientOutdated,
  storePending,
  storeVerification,
} from './store-side.ts';
import {
  app,
  clock,
  connectivity,
  customerCancelled,
  incident,
  region,
  vpn,
} from './surroundings.ts';

/** Every check by its name. A new one is a function here and a name in the contract. */
export const rules: Readonly<Record<CheckId, CheckRule>> = {
  funds,
  card_expired: cardExpired,
  card_details: cardDetails,
  cvc_or_address: cvcOrAddress,
  authentication,
  bank_block: bankBlock,
  card_reported: cardReported,
  card_type: cardType,
  cross_border: crossBorder,
  attempt_limit: attemptLimit,
  risk_block: riskBlock,
  hold_not_captured: holdNotCaptured,
  store_billing: storeBilling,
  store_verification: storeVerification,
  store_pending: storePending,
  guardian_approval: guardianApproval,
  purchases_disabled: purchasesDisabled,
  not_in_storefront: notInStorefront,
  region_mismatch: region,
  vpn_or_travel: vpn,
  store_client_outdated: storeClientOutdated,
  already_owned: alreadyOwned,
  unacknowledged,
  customer_cancelled: customerCancelled,
  test_purchase: testPurchase,
  connectivity,
  app_outdated: app,
  stale_balance: staleBalance,
  clock_wrong: clock,
  incident,
  receipt_invalid: receiptInvalid,
  paid_not_granted: paidNotGranted,
  double_grant: doubleGrant,
  double_charge: doubleCharge,
  wrong_account: wrongAccount,
  wrong_quantity: wrongQuantity,
  already_spent: alreadySpent,
  age,
  country_not_enabled: countryNotEnabled,
  recharge_cap: rechargeCap,
  account_restricted: accountRestricted,
  refunded_after_use: refundedAfterUse,
  refund_reversed: refundReversed,
  third_party_purchase: thirdPartyPurchase,
  deadline,
  settlement_mismatch: settlement,
  slow_method: slowMethod,
  price_question: priceQuestion,
};

/** The whole checklist of one attempt, in its order. */
export function runChecks(matter: Matter): Check[] {
  return checkIds.map((id) => rules[id](matter));
}
