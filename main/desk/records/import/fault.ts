/** What is wrong with one row: it goes to the reject list, the others go in. */

export const faultCodes = [
  'TOO_FEW_FIELDS',
  'TOO_MANY_FIELDS',
  'STRAY_QUOTE',
  'QUOTE_NOT_CLOSED',
  'ROW_TOO_LONG',
  'NOT_UTF8',
  'NUL_BYTE',
  'NOT_JSON',
  'NOT_AN_OBJECT',
  'NAME_TWICE',
  'MISSING_VALUE',
  'BAD_TIME',
  'NO_OFFSET',
  'BAD_DAY',
  'BAD_INTEGER',
  'OUT_OF_RANGE',
  'BAD_DECIMAL',
  'BAD_BOOLEAN',
  'BAD_COUNTRY',
  'BAD_CURRENCY',
  'UNKNOWN_WORD',
  'BAD_JSON',
  'BAD_BIN',
  'BAD_LAST4',
  'CARD_NUMBER',
  'CONTRADICTION',
  'NO_RECHARGE',
] as const;

export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  readonly column: string | null;
  /** Says what is wrong and what would be right; any value in it is redacted already. */
  readonly sentence: string;
}
