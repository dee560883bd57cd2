import type { Language } from './language.ts';

export const en: Language = {
  direction: 'ltr',
  locale: 'en',
  between: ' ',
  about: 'About your purchase of {what} on {date}:',
  what: '{coins} coins for {amount}',
  owed: '{coins} coins are still due to you; we are arranging for them to be added.',
  until: 'This is possible until {time}.',
  lines: {
    declined:
      'The payment could not be completed. Nothing was charged. Please use another payment method.',
    looking:
      'We cannot see yet how this purchase ended. We are looking into it; please do not buy again for now.',
    healthy: 'The purchase was completed and everything is in order on our side.',
    not_found: 'We cannot find this purchase. Please send us the order number from your receipt.',
    funds:
      'The payment was declined because the balance or limit was not enough. Please top up, choose a smaller package or use another payment method.',
    card_expired:
      'The payment was declined because the card is past its expiry date. Please enter a valid card.',
    card_details:
      'The payment was declined because the card details are not correct. Please enter them again.',
    cvc_or_address:
      'The payment was declined because the security code or the postcode did not match. Please check both and try again.',
    authentication:
      'The payment was not confirmed with your bank. Please try again and finish the confirmation in your banking app.',
    bank_block:
      'Your bank declined the payment and did not tell us why. Please ask your bank to allow it, or use another payment method.',
    card_type:
      'This kind of card cannot be used here. Please have online payments enabled by your bank, or use another card.',
    cross_border:
      'The card is not accepted for this country or currency. Please use a card of your own country or another payment method.',
    attempt_limit:
      'There were too many attempts in a short time. Please wait a day before you try again.',
    hold_not_captured:
      'The amount was only reserved and not charged. The reservation ends by itself. You can buy again.',
    store_billing:
      'The app store could not charge your payment method. Please check payment method and open invoices in your store account.',
    store_verification:
      'The app store asks you to verify your account. Please do so in your store account and try again.',
    store_pending:
      'The app store is still waiting for your payment. Please finish it there and do not buy again; the coins come afterwards.',
    guardian_approval:
      'The purchase waits for the approval of a parent or family organiser. After it, the coins are added.',
    purchases_disabled:
      'Purchases are switched off on this device. Please allow them in its settings, or ask whoever manages it.',
    not_in_storefront: 'This package is not sold in the country of your store account.',
    region_mismatch:
      'The countries of your store account, your payment method and your place do not match. Please buy with the settings of your own country.',
    vpn_or_travel:
      'The connection came by way of another country or a VPN. Please switch the VPN off and try again on your usual network.',
    store_client_outdated:
      'The store app on your device is too old. Please update it and try again.',
    already_owned:
      'An earlier purchase of this package is not finished yet. Please close the app and open it again; we are checking the earlier one.',
    unacknowledged:
      'The store refunded the purchase automatically because it was not completed in time. You can buy again.',
    customer_cancelled: 'The purchase was cancelled before the payment. Nothing was charged.',
    test_purchase: 'This was a test or promotional order that was not paid for.',
    connectivity:
      'The connection failed during the purchase. Please look at your purchase history first, then try again on a stable network.',
    app_outdated:
      'Your version of the app is too old for purchases. Please update it and try again.',
    stale_balance:
      'The coins are in your account. Please close the app, clear its cache and sign in again to see them.',
    clock_wrong:
      'The clock of your device is not right. Please switch on automatic date and time and try again.',
    incident:
      'There was a technical disruption at that time. Please do not buy again for now; we are taking care of it.',
    receipt_invalid:
      'We could not confirm the receipt with the store. Please send us the official receipt from your store account.',
    paid_not_granted:
      'Your payment arrived, the coins did not. This is our mistake, and we are sorry.',
    double_grant: 'The coins were added more than once. The surplus will be taken back.',
    double_charge: 'The same purchase was charged twice. We are having the second charge checked.',
    wrong_account:
      'The coins belong to the account that the payment was made with. Please sign in with that account.',
    wrong_quantity: 'The number of coins does not match what you ordered. We are correcting it.',
    already_spent:
      'The coins arrived and have been sent as gifts since. You find them in your gift history.',
    age: 'Coins cannot be bought with this account because of the age requirement.',
    country_not_enabled: 'Coins are not offered in this country or for this kind of account.',
    recharge_cap:
      'The limit for coin purchases of this day, week or month has been reached. Please try again in the next period.',
    account_restricted:
      'The account is limited at the moment or had a negative balance, which new coins settle first.',
    refunded_after_use:
      'The purchase was refunded. The coins of a refunded purchase are taken back.',
    refund_reversed: 'The refund was reversed, so the coins belong to you again.',
    third_party_purchase:
      'This purchase was not made with us. Coins are sold only in the app and on our official page. Please ask the seller, and change your password if you shared it.',
    slow_method:
      'This payment method takes some time. As soon as the payment arrives, the coins are added. Please do not buy again.',
    price_question:
      'Prices differ between the app stores and our web page because the stores add their own fee. You were charged the price of the place you bought in.',
  },
};
