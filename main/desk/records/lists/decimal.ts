import { decimalDigits, isDecimalText } from '../../../../contract/values.ts';

/** A decimal as a whole number of its smallest part, so that it is put in order without a float; null for anything else. */
export function scaled(text: string): bigint | null {
  if (!isDecimalText(text)) return null;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimalDigits, '0'));
}

/** The shortest text of the same: `1.09` of what was `1.0900`. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimalDigits + 1, '0');
  const fraction = digits.slice(-decimalDigits).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimalDigits)}${fraction === '' ? '' : `.${fraction}`}`;
}
