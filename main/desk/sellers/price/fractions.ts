/** An exact non-negative number: money is compared without ever passing through a float. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

/** Below zero where a is the smaller one. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounded down to a whole number. */
export function floorOf({ over, under }: Fraction): bigint {
  return over / under;
}

/** `0.9123` as it is written; null for anything but a plain decimal above zero. */
export function decimalOf(text: string): Fraction | null {
  const match = /^(\d{1,18})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return null;
  const places = match[2] ?? '';
  const over = BigInt(`${match[1]}${places}`);
  return over === 0n ? null : { over, under: 10n ** BigInt(places.length) };
}

/** Hundredths of a per cent, as a small number to show and compare: 7500 is three quarters. */
export function basisPoints(part: Fraction, whole: Fraction): number {
  const points = (part.over * whole.under * 10_000n) / (part.under * whole.over);
  return points > 1_000_000n ? 1_000_000 : Number(points);
}
