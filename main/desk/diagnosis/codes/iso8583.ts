import { codeTable, type CodeTable } from './code-table.ts';

const date = '2026-11-23';

/** Field 39 of the card networks. Facts §1.2; amount and count limits, 59 and 62 as in checks.md. */
export const iso8583: CodeTable = codeTable(
  'developer.antom.com isocode; checkout.com visa-response-codes; developers.google.com response codes',
  date,
  [
    ['00', 'approved', 'approved'],
    ['01 02', 'bank_block', 'refer to issuer'],
    ['03', 'integration', 'invalid merchant'],
    ['04 07', 'card_reported', 'pick up card'],
    ['05', 'bank_block', 'do not honour'],
    ['06', 'temporary', 'error'],
    ['10', 'funds', 'partial approval only'],
    ['12', 'integration', 'invalid transaction'],
    ['13', 'integration', 'invalid amount'],
    ['14', 'card_details', 'no such card number'],
    ['15', 'card_details', 'no such issuer'],
    ['19', 'temporary', 're-enter the transaction'],
    ['21', 'temporary', 'no action taken'],
    ['30', 'integration', 'format error'],
    ['41', 'card_reported', 'lost card'],
    ['43', 'card_reported', 'stolen card'],
    ['46', 'card_details', 'account closed'],
    ['51', 'funds', 'insufficient funds'],
    ['52', 'card_type', 'no chequing account'],
    ['53', 'card_type', 'no savings account'],
    ['54', 'card_expired', 'expired card, or expiry missing'],
    ['55', 'authentication', 'wrong PIN'],
    ['57', 'card_type', 'not permitted to the cardholder'],
    ['58', 'integration', 'not permitted at the terminal'],
    ['59', 'bank_block', 'suspected fraud'],
    ['61', 'funds', 'amount limit exceeded'],
    ['62', 'cross_border', 'restricted card, by country or region'],
    ['63', 'bank_block', 'security violation'],
    ['64', 'bank_block', 'anti-money-laundering requirement not met'],
    ['65', 'attempt_limit', 'frequency limit exceeded'],
    ['70 1A', 'authentication', 'customer authentication required'],
    ['75', 'authentication', 'PIN tries exceeded'],
    ['78', 'bank_block', 'blocked, first use'],
    ['82 N7', 'cvc_or_address', 'security code check failed'],
    ['91', 'temporary', 'issuer unavailable'],
    ['92', 'temporary', 'cannot be routed'],
    ['93', 'bank_block', 'violation of law'],
    ['94', 'duplicate', 'duplicate transmission'],
    ['96', 'temporary', 'system malfunction'],
    ['R0', 'bank_block', 'stop payment order'],
    ['R1 R3', 'bank_block', 'authorisation revoked'],
  ],
);

/** Mastercard in Europe answers a missing authentication with 65. Facts §1.2, checks.md. */
export const mastercardEurope: CodeTable = codeTable('checks.md; facts §1.2', date, [
  ['65', 'authentication', 'customer authentication required'],
]);

/** Where GICC differs from the networks. Facts §1.2, traps. */
export const gicc: CodeTable = codeTable('developer.nexigroup.com provider-codes', date, [
  ['33', 'card_expired', 'expired card'],
  ['57', 'card_details', 'another card than in the first transaction'],
]);

/** Nexi's three digits in the style of ISO 8583:1993. Facts §1.2, traps. */
export const nexi: CodeTable = codeTable('developer.nexigroup.com iso-response-codes', date, [
  ['100', 'bank_block', 'do not honour'],
  ['101', 'card_expired', 'expired card'],
  ['102', 'bank_block', 'suspected fraud'],
]);
