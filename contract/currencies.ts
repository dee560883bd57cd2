/** Currencies whose minor unit is not a hundredth, by the digits after the point (ISO 4217). */
const places: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);

/**
 * How many digits after the point a currency has; `currency` is its code in capitals. A table of
 * our own, because that of Intl follows CLDR, which shows Iraqi dinars without decimals.
 */
export function minorPlaces(currency: string): number {
  return places.get(currency) ?? 2;
}
