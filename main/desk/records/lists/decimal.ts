/** As many places as a decimal of the exchange format has at most. */
const places = 12;

/** A decimal as a whole number of its smallest part, so that it is put in order without a float; null for anything else. */
export function scaled(text: string): bigint | null {
  const found = /^(-?\d{1,12})(?:\.(\d{1,12}))?$/.exec(text);
  return found ? BigInt(`${found[1]}${(found[2] ?? '').padEnd(places, '0')}`) : null;
}

/** The shortest text of the same: `1.09` of what was `1.0900`. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}
