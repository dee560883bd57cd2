import { codeTable, type CodeTable } from './code-table.ts';

const date = '2026-11-23';

/**
 * BillingResponseCode of Google Play, as number and as name. Facts §1.6. Code 3 stands here
 * as what it is without anything else known; lookup.ts says what else may decide it.
 */
export const playBilling: CodeTable = codeTable(
  'developer.android.com BillingClient.BillingResponseCode',
  date,
  [
    ['-3 SERVICE_TIMEOUT', 'connectivity', 'the store did not answer in time'],
    ['-2 FEATURE_NOT_SUPPORTED', 'store_client_outdated', 'the store app cannot do it'],
    ['-1 SERVICE_DISCONNECTED', 'connectivity', 'the connection to the store app broke'],
    ['0 OK', 'approved', 'OK'],
    ['1 USER_CANCELED USER_CANCELLED', 'customer_cancelled', 'user cancelled'],
    ['2 SERVICE_UNAVAILABLE', 'connectivity', 'the store could not be reached'],
    ['3 BILLING_UNAVAILABLE', 'store_billing', 'billing unavailable'],
    ['4 ITEM_UNAVAILABLE', 'not_in_storefront', 'item unavailable'],
    ['5 DEVELOPER_ERROR', 'integration', 'developer error'],
    ['6 ERROR', 'temporary', 'error'],
    ['7 ITEM_ALREADY_OWNED', 'already_owned', 'item already owned'],
    ['8 ITEM_NOT_OWNED', 'integration', 'item not owned'],
    ['12 NETWORK_ERROR', 'connectivity', 'network error'],
  ],
);

/** Sub-codes of billing library 8: the only word of a store about funds. Facts §1.6. */
export const playSubCodes: CodeTable = codeTable(
  'developer.android.com/google/play/billing/errors',
  date,
  [
    [
      '1 PAYMENT_DECLINED_DUE_TO_INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS',
      'funds',
      'the payment method has not enough funds',
    ],
  ],
);

/**
 * purchaseState is numbered differently by the server (0 purchased, 1 cancelled, 2 pending),
 * by the client library (1 purchased, 2 pending) and in the client's raw JSON (0 purchased,
 * 4 pending). Facts §1.6, trap: say which one a number came from.
 */
export const playPurchaseStates = {
  server: new Map([
    [0, 'purchased'],
    [1, 'cancelled'],
    [2, 'pending'],
  ]),
  client: new Map([
    [0, 'unspecified'],
    [1, 'purchased'],
    [2, 'pending'],
  ]),
  clientJson: new Map([
    [0, 'purchased'],
    [4, 'pending'],
  ]),
} as const;
