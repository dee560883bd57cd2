import { severalProducts } from '../patch.ts';

/** One line of an order of Google Play. */
export interface PlayLine {
  readonly sku: string | null;
  /** How many of it, as text; null where the line does not say. */
  readonly quantity: string | null;
}

/** What the lines of one order come to as columns of its store record. */
export interface PlayProducts {
  readonly sku: string | null;
  readonly quantity: string | null;
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * The product of an order and how many were bought. Of several products neither is known of the whole:
 * they are kept beside the record and shown with it.
 */
export function productsOf(lines: readonly PlayLine[]): PlayProducts {
  const [first] = lines;
  if (!first) return { sku: null, quantity: null, extra: {} };
  if (lines.every(({ sku }) => sku === first.sku))
    return { sku: first.sku, quantity: sumOf(lines), extra: {} };
  const named = lines.map(
    ({ sku, quantity }) => `${sku ?? 'unknown'}${quantity === null ? '' : ` × ${quantity}`}`,
  );
  return { sku: null, quantity: null, extra: { [severalProducts]: named.join(', ') } };
}

/** Whole numbers added up; null where one of them is unknown. What is no number is left to the judge. */
function sumOf(lines: readonly PlayLine[]): string | null {
  const quantities = lines.map(({ quantity }) => quantity);
  if (quantities.length === 1) return quantities[0] ?? null;
  const sum = quantities.every((each) => each !== null && /^\d{1,9}$/.test(each));
  return sum ? String(quantities.reduce((all, each) => all + BigInt(each ?? 0), 0n)) : null;
}
