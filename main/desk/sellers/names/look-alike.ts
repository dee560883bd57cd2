import damerau from 'damerau-levenshtein';
import { type SiteName, siteOf } from './registered.ts';
import { skeletonOf } from './skeleton.ts';

/** How a name was made from another: the families that dnstwist names (facts: scam-resellers §4.1). */
export type Family =
  | 'homoglyph'
  | 'tld_swap'
  | 'hyphenation'
  | 'subdomain'
  | 'transposition'
  | 'repetition'
  | 'omission'
  | 'bitsquatting'
  | 'vowel_swap'
  | 'replacement'
  | 'addition'
  | 'insertion'
  | 'dictionary';

/** A name that imitates an official one. */
export interface LookAlike {
  readonly of: string;
  readonly family: Family;
}

/** Words that coin shops join to a brand. With one of them around it, a brand is imitated. */
const shopWords = new Set(
  (
    'coin coins recharge topup top up shop store official buy get free cheap deal deals sale discount ' +
    'gift gifts card cards live pay payment wallet generator promo bonus reward rewards app web online ' +
    'help support login verify vip pro plus hub zone world mart market seller reseller reload refill credit ' +
    'credits global best fast easy instant safe secure go my the monedas moedas jeton koin xu recarga'
  ).split(' '),
);

/** Brands shorter than this are found inside too many honest words. */
const leastBrand = 5;

/**
 * Whether `name` imitates one of the official domains, and how; null where it does not. The same
 * registered domain is the official one and imitates nothing. A name that merely has the brand
 * somewhere inside is no look-alike: only whole words beside it count.
 */
export function lookAlikeOf(name: string, officials: readonly string[]): LookAlike | null {
  const site = name.startsWith('@') ? null : siteOf(name);
  if (!site) return null;
  const shown = labelAsShown(name, site);
  const sites = officials.map((official) => siteOf(official)).filter((one) => one !== null);
  if (sites.some((official) => official.domain === site.domain)) return null;
  for (const official of sites) {
    const family = familyOf(site, shown, official);
    if (family) return { of: official.domain, family };
  }
  return null;
}

/** The label in the capitals it was written with: an I that stands for an l is lost in the domain. */
function labelAsShown(name: string, site: SiteName): string {
  const at = name.toLowerCase().indexOf(site.label.toLowerCase());
  return at < 0 ? site.label : name.slice(at, at + site.label.length);
}

function familyOf(site: SiteName, shown: string, official: SiteName): Family | null {
  const label = site.label.toLowerCase();
  const brand = official.label.toLowerCase();
  if (brand.length < leastBrand) return label === brand ? 'tld_swap' : null;
  if (label === brand) return 'tld_swap';
  if (skeletonOf(shown) === skeletonOf(brand) || skeletonOf(label) === skeletonOf(brand))
    return 'homoglyph';
  if (label.replaceAll('-', '') === brand.replaceAll('-', '')) return 'hyphenation';
  const edit = oneEdit(label, brand);
  if (edit) return edit;
  if (joinedWithWords(label, brand)) return 'dictionary';
  const host = `${site.subdomain}.${site.domain}`;
  return site.subdomain !== '' && host.split('.').some((part) => part === brand)
    ? 'subdomain'
    : null;
}

/** The family of a single edit; one edit in a short word proves nothing. */
function oneEdit(label: string, brand: string): Family | null {
  if (brand.length < 6 || Math.abs(label.length - brand.length) > 1) return null;
  if (damerau(label, brand).steps !== 1) return null;
  const at = firstDifference(label, brand);
  if (label.length < brand.length) return 'omission';
  if (label.length > brand.length) {
    if (label[at] === label[at - 1]) return 'repetition';
    return at === brand.length ? 'addition' : 'insertion';
  }
  const mine = label[at] ?? '';
  const theirs = brand[at] ?? '';
  if (label[at + 1] === theirs && brand[at + 1] === mine) return 'transposition';
  if (oneBit(mine, theirs)) return 'bitsquatting';
  return /[aeiou]/.test(mine) && /[aeiou]/.test(theirs) ? 'vowel_swap' : 'replacement';
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

function oneBit(a: string, b: string): boolean {
  const bits = a.charCodeAt(0) ^ b.charCodeAt(0);
  return bits !== 0 && (bits & (bits - 1)) === 0;
}

/** The brand, or what looks like it, among shop words: `lumolive-coins`, `getlum0livecoins`. */
function joinedWithWords(label: string, brand: string): boolean {
  const words = label.split('-').filter((word) => word !== '');
  const shape = skeletonOf(brand);
  const alone = words.findIndex((word) => skeletonOf(word) === shape);
  if (alone >= 0) return words.every((word, index) => index === alone || isShopWords(word));
  const whole = words.join('');
  const at = skeletonOf(whole).indexOf(shape);
  if (at < 0 || skeletonOf(whole).length !== whole.length || shape.length !== brand.length) {
    const plain = whole.indexOf(brand);
    return (
      plain >= 0 &&
      isShopWords(whole.slice(0, plain)) &&
      isShopWords(whole.slice(plain + brand.length))
    );
  }
  return isShopWords(whole.slice(0, at)) && isShopWords(whole.slice(at + brand.length));
}

/** True for nothing, digits, and any run of shop words. */
function isShopWords(text: string): boolean {
  if (text === '' || /^\d+$/.test(text) || shopWords.has(text)) return true;
  for (let end = text.length - 1; end >= 2; end -= 1)
    if (shopWords.has(text.slice(0, end)) && isShopWords(text.slice(end))) return true;
  return false;
}
