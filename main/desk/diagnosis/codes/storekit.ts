import { codeTable, type CodeTable } from './code-table.ts';

const date = '2026-11-23';

/** Numbers of SKErrorDomain. Facts §1.5. */
export const skError: CodeTable = codeTable(
  'learn.microsoft.com/dotnet/api/storekit.skerror',
  date,
  [
    ['0', 'temporary', 'unknown'],
    ['1', 'integration', 'clientInvalid'],
    ['2', 'customer_cancelled', 'paymentCancelled'],
    ['3', 'integration', 'paymentInvalid'],
    ['4', 'purchases_disabled', 'paymentNotAllowed'],
    ['5', 'not_in_storefront', 'storeProductNotAvailable'],
    ['6 8', 'integration', 'cloudService not permitted or revoked'],
    ['7', 'connectivity', 'cloudServiceNetworkConnectionFailed'],
    ['9', 'integration', 'privacyAcknowledgementRequired'],
    ['10', 'integration', 'unauthorizedRequestData'],
    ['11 12 13 14', 'integration', 'offer or its signature not valid'],
    ['15 16 17', 'integration', 'overlay'],
    ['18', 'integration', 'ineligibleForOffer'],
    ['19', 'integration', 'unsupportedPlatform'],
  ],
);

/** Names: StoreKitError, PurchaseError and SKError by name. Facts §1.5. */
export const storeKitNames: CodeTable = codeTable(
  'developer.apple.com/documentation/storekit/storekiterror',
  date,
  [
    ['networkError cloudServiceNetworkConnectionFailed', 'connectivity', 'no network'],
    ['systemError unknown', 'temporary', 'the system failed'],
    ['userCancelled paymentCancelled', 'customer_cancelled', 'cancelled in the store sheet'],
    [
      'notAvailableInStorefront storeProductNotAvailable productUnavailable',
      'not_in_storefront',
      'not sold in this storefront',
    ],
    [
      'paymentNotAllowed purchaseNotAllowed',
      'purchases_disabled',
      'purchases are not allowed on this device',
    ],
    ['pending deferred askToBuy ask_to_buy', 'guardian_approval', 'waits for approval'],
    ['unverified', 'receipt_invalid', 'the transaction could not be verified'],
    [
      'notEntitled unsupported clientInvalid paymentInvalid unauthorizedRequestData unsupportedPlatform',
      'integration',
      'the app asked for something it may not have',
    ],
    [
      'privacyAcknowledgementRequired ineligibleForOffer invalidQuantity',
      'integration',
      'the store refused the request',
    ],
  ],
);

/** Network errors of the system under the store. The numbers are the platform's own. */
export const urlError: CodeTable = codeTable('developer.apple.com NSURLErrorDomain', date, [
  ['-1001 -1003 -1004 -1005 -1009 -1020', 'connectivity', 'the connection failed'],
]);

/** App Store Server API: answers to our own questions about a receipt. Facts §1.5. */
export const appStoreServer: CodeTable = codeTable(
  'github apple/app-store-server-library-node models',
  date,
  [
    ['4000006', 'receipt_invalid', 'transaction id not valid'],
    ['4040010', 'receipt_invalid', 'transaction not found'],
    ['4000033 4000183', 'receipt_invalid', 'account token not valid'],
    ['4000185', 'receipt_invalid', 'family transaction not supported'],
    ['4290000', 'temporary', 'asked too often'],
    ['4040001 4040002 5000000 5000001', 'temporary', 'try again later'],
  ],
);
