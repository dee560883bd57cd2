import { codeTable, type CodeTable } from './code-table.ts';

/** Errors of a browser or of our own app that name the network themselves. */
export const clientCodes: CodeTable = codeTable('chromium net_error_list.h', '2026-11-23', [
  [
    'NETWORK_ERROR NETWORKERROR ERR_NETWORK ERR_INTERNET_DISCONNECTED ERR_CONNECTION_RESET ' +
      'ERR_CONNECTION_REFUSED ERR_CONNECTION_CLOSED ERR_NAME_NOT_RESOLVED ERR_NETWORK_CHANGED',
    'connectivity',
    'the connection failed',
  ],
  [
    'TIMEOUT TIMED_OUT ERR_TIMED_OUT ERR_CONNECTION_TIMED_OUT ETIMEDOUT ECONNRESET OFFLINE ' +
      'CONNECTION_LOST NO_CONNECTION',
    'connectivity',
    'the connection failed or was too slow',
  ],
]);

/** Words that any provider or app may put in `code` where the person stopped it. */
export const cancelCodes: CodeTable = codeTable(
  'exchange-format.md, stage cancelled',
  '2026-11-23',
  [
    [
      'USER_CANCELLED USER_CANCELED USERCANCELLED USERCANCELED CUSTOMER_CANCELLED CUSTOMER_CANCELED ' +
        'SHOPPER_CANCELLED SHOPPER_CANCELED BUYER_CANCELLED BUYER_CANCELED REQUESTED_BY_CUSTOMER',
      'customer_cancelled',
      'cancelled by the customer',
    ],
  ],
);
