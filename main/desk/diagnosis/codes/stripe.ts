import { codeTable, type CodeTable } from './code-table.ts';

/** Error codes and decline codes in one table: their names do not overlap in meaning. Facts §1.3. */
export const stripe: CodeTable = codeTable(
  'docs.stripe.com/declines/codes; stripe-go error.go',
  '2026-11-23',
  [
    ['insufficient_funds', 'funds', 'insufficient funds'],
    ['card_velocity_exceeded', 'funds', 'amount limit of the card exceeded'],
    ['withdrawal_count_limit_exceeded', 'attempt_limit', 'count limit of the card exceeded'],
    ['card_decline_rate_limit_exceeded', 'attempt_limit', 'too many declines of this card'],
    ['pin_try_exceeded', 'authentication', 'PIN tries exceeded'],
    ['expired_card', 'card_expired', 'expired card'],
    ['incorrect_number invalid_number', 'card_details', 'card number wrong'],
    ['invalid_expiry_month invalid_expiry_year', 'card_details', 'expiry date wrong'],
    ['invalid_account', 'card_details', 'no such account'],
    ['new_account_information_available', 'card_details', 'the card or account changed'],
    ['incorrect_cvc invalid_cvc', 'cvc_or_address', 'security code wrong'],
    ['incorrect_zip incorrect_address', 'cvc_or_address', 'postcode or address wrong'],
    ['authentication_required approve_with_id', 'authentication', 'authentication required'],
    [
      'payment_intent_authentication_failure authentication_not_handled',
      'authentication',
      'authentication failed',
    ],
    [
      'incorrect_pin invalid_pin offline_pin_required online_or_offline_pin_required',
      'authentication',
      'PIN wrong or required',
    ],
    [
      'card_declined generic_decline do_not_honor call_issuer no_action_taken not_permitted do_not_try_again',
      'bank_block',
      'declined without a reason',
    ],
    [
      'service_not_allowed transaction_not_allowed restricted_card security_violation',
      'bank_block',
      'not allowed by the issuer',
    ],
    [
      'stop_payment_order revocation_of_authorization revocation_of_all_authorizations',
      'bank_block',
      'the customer had the bank stop it',
    ],
    ['lost_card', 'card_reported', 'lost card'],
    ['stolen_card', 'card_reported', 'stolen card'],
    ['pickup_card', 'card_reported', 'pick up card'],
    ['fraudulent', 'card_reported', 'suspected fraud'],
    ['merchant_blacklist', 'card_reported', 'on a block list'],
    ['card_not_supported', 'card_type', 'card not supported for this'],
    ['currency_not_supported', 'cross_border', 'currency not supported by the card'],
    [
      'charge_expired_for_capture capture_charge_authorization_expired',
      'hold_not_captured',
      'the hold ran out before it was taken',
    ],
    ['requested_by_customer', 'customer_cancelled', 'cancelled by the customer'],
    ['abandoned', 'integration', 'left unfinished'],
    ['testmode_decline', 'test_purchase', 'test card in live mode'],
    [
      'processing_error reenter_transaction issuer_not_available try_again_later',
      'temporary',
      'temporary error',
    ],
    ['invalid_amount', 'integration', 'invalid amount'],
    ['duplicate_transaction', 'duplicate', 'the same payment was sent just before'],
  ],
);
