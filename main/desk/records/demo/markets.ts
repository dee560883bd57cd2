/** A country of the demo: money, tax and tongue. Levels and rates are made up but plausible. */
export interface Market {
  readonly country: string;
  readonly currency: string;
  /** Digits after the point in the minor unit (ISO 4217). */
  readonly exponent: number;
  readonly language: Language;
  readonly locale: string;
  readonly dial: string;
  readonly taxBp: number;
  readonly taxIncluded: boolean;
  /** US dollars for one unit, times 10^8. */
  readonly dollars: bigint;
  /** Shop prices are a multiple of this many minor units, less `tail`. */
  readonly step: bigint;
  readonly tail: bigint;
  /** Web and partner prices are a multiple of this. */
  readonly fineStep: bigint;
  /** How many in a hundred accounts. */
  readonly share: number;
  /** BIN of the made-up cards: the published test range that names the country. */
  readonly bin: string;
}

export type Language = 'en' | 'es' | 'pt' | 'id' | 'tr' | 'ar' | 'ja' | 'vi';

type Line = readonly [
  country: string,
  currency: string,
  exponent: number,
  locale: string,
  dial: string,
  taxBp: number,
  dollars: bigint,
  step: bigint,
  tail: bigint,
  fineStep: bigint,
  share: number,
  bin: string,
];

const lines: readonly Line[] = [
  ['US', 'USD', 2, 'en-US', '1', 600, 100_000_000n, 100n, 1n, 1n, 20, '42424242'],
  ['GB', 'GBP', 2, 'en-GB', '44', 2000, 127_000_000n, 50n, 1n, 1n, 11, '40000082'],
  ['DE', 'EUR', 2, 'en-DE', '49', 1900, 108_000_000n, 50n, 1n, 1n, 10, '40000027'],
  ['BR', 'BRL', 2, 'pt-BR', '55', 1700, 18_200_000n, 100n, 10n, 1n, 12, '40000007'],
  ['MX', 'MXN', 2, 'es-MX', '52', 1600, 5_450_000n, 100n, 0n, 10n, 9, '40000048'],
  ['ID', 'IDR', 2, 'id-ID', '62', 1100, 6_200n, 100_000n, 0n, 10_000n, 11, '40000036'],
  ['TR', 'TRY', 2, 'tr-TR', '90', 2000, 2_400_000n, 100n, 1n, 10n, 8, '40000079'],
  ['JP', 'JPY', 0, 'ja-JP', '81', 1000, 660_000n, 10n, 0n, 1n, 7, '40000039'],
  ['VN', 'VND', 0, 'vi-VN', '84', 1000, 3_900n, 1_000n, 0n, 100n, 6, '40000070'],
  ['SA', 'SAR', 2, 'ar-SA', '966', 1500, 26_600_000n, 100n, 1n, 5n, 5, '40000068'],
  // No packages here: coins are not sold in this country.
  ['IS', 'ISK', 0, 'en-IS', '354', 2400, 720_000n, 10n, 0n, 1n, 1, '40000035'],
];

const languages: Readonly<Record<string, Language>> = {
  BR: 'pt',
  MX: 'es',
  ID: 'id',
  TR: 'tr',
  JP: 'ja',
  VN: 'vi',
  SA: 'ar',
};

export const markets: readonly Market[] = lines.map((line) => ({
  country: line[0],
  currency: line[1],
  exponent: line[2],
  language: languages[line[0]] ?? 'en',
  locale: line[3],
  dial: line[4],
  taxBp: line[5],
  taxIncluded: line[0] !== 'US',
  dollars: line[6],
  step: line[7],
  tail: line[8],
  fineStep: line[9],
  share: line[10],
  bin: line[11],
}));

/** The market without packages. */
export const unsold = 'IS';

export const sellingMarkets = markets.filter((market) => market.country !== unsold);

export function marketOf(country: string): Market {
  const found = markets.find((market) => market.country === country);
  if (found === undefined) throw new Error(`no demo market ${country}`);
  return found;
}
