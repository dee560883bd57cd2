import { iso31661Alpha3ToAlpha2 } from 'iso-3166';

/** User-assigned, but what the App Store calls its storefront for Kosovo. */
const assigned: Readonly<Record<string, string>> = { XKS: 'XK', XKX: 'XK' };

/** Two letters for a country of three, as ISO 3166-1 has them; what is not known stays as it is. */
export function alpha2(country: string | null): string | null {
  if (country === null || country.length !== 3) return country;
  const upper = country.toUpperCase();
  return iso31661Alpha3ToAlpha2[upper] ?? assigned[upper] ?? country;
}
