import type { CheckId } from '../../../../contract/diagnosis.ts';
import { adyen } from './adyen.ts';
import { cancelCodes, clientCodes } from './client.ts';
import type { Cause, CodeRow, CodeTable } from './code-table.ts';
import { gicc, iso8583, mastercardEurope, nexi } from './iso8583.ts';
import { platformCodes } from './platform.ts';
import { playBilling, playSubCodes } from './play.ts';
import { appStoreServer, skError, storeKitNames, urlError } from './storekit.ts';
import { stripe } from './stripe.ts';
import { type OwnCodes, ownRow } from './own.ts';
import { causeInWords, namesPolicy } from './words.ts';

/** What somebody said when it failed, and what must be known beside it to understand it. */
export interface Said {
  readonly provider: string | null;
  /** Card scheme, or the kind of code where a processor mixes several. */
  readonly scheme: string | null;
  readonly code: string | null;
  readonly subCode: string | null;
  readonly message: string | null;
  /** The app or device said it, not a provider. */
  readonly byClient: boolean;
  /** The card or storefront is in a country where Mastercard asks for authentication with 65. */
  readonly europe: boolean;
  /** False where the price list has nothing for the storefront; null where that is not known. */
  readonly storefrontSells: boolean | null;
  /** The store app is below the dated minimum; null where its version is not known. */
  readonly storeAppOld: boolean | null;
  /** Rows of this desk's owner, which stand over the shipped ones. */
  readonly own: OwnCodes;
}

/** How firmly a cause follows from what was said. */
export type Firmness = 'code' | 'words' | 'possible';

export interface Meaning {
  /** `unmapped`: a code that is in no table, to be shown as it is. `silent`: nothing was said. */
  readonly cause: Cause | 'unmapped' | 'silent';
  readonly firmness: Firmness;
  /** The row of the table that says so; null where words or silence do. */
  readonly row: CodeRow | null;
  /** The code as it came, for the agent's eye. */
  readonly verbatim: string | null;
}

const silent: Meaning = { cause: 'silent', firmness: 'possible', row: null, verbatim: null };

/** Whose codes these are. */
export type CodeFamily = 'apple' | 'google' | 'stripe' | 'adyen' | 'platform' | 'network';

export function familyOf(provider: string | null): CodeFamily {
  const name = (provider ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
  if (name === 'apple' || name === 'appstore' || name === 'ios') return 'apple';
  if (name.startsWith('google') || name === 'play' || name === 'playstore') return 'google';
  if (name === 'stripe' || name === 'adyen' || name === 'platform') return name;
  return 'network';
}

/**
 * What was said, in our words. Keyed by provider, scheme and code; a code that no table has is
 * `unmapped` and never guessed; without any code the message may still name a cause.
 */
export function meaningOf(said: Said): Meaning {
  const family = familyOf(said.provider);
  const verbatim = [said.code, said.subCode].filter(Boolean).join(' / ') || null;
  if (verbatim === null) return inWords(said, family);
  const ours = ownRow(said.own, [said.provider ?? '', family], said.scheme, [
    said.subCode,
    said.code,
  ]);
  if (ours) return { cause: ours.cause, firmness: 'code', row: ours, verbatim };
  const row = rowOf(said, family);
  if (row === null) return { cause: 'unmapped', firmness: 'possible', row: null, verbatim };
  if (family === 'google' && isPlayThree(said)) return billingUnavailable(said, row, verbatim);
  if (row.cause === 'temporary' || row.cause === 'integration') {
    const words = causeInWords(said.message);
    if (words && said.byClient) return { cause: words, firmness: 'words', row, verbatim };
  }
  return { cause: row.cause, firmness: 'code', row, verbatim };
}

function inWords(said: Said, family: CodeFamily): Meaning {
  if (family === 'platform' && !said.byClient)
    return { cause: 'risk_block', firmness: 'code', row: null, verbatim: null };
  if (namesPolicy(said.message) && (family === 'google' || family === 'apple'))
    return { cause: 'purchases_disabled', firmness: 'words', row: null, verbatim: null };
  const cause = causeInWords(said.message);
  return cause ? { cause, firmness: 'words', row: null, verbatim: null } : silent;
}

function isPlayThree(said: Said): boolean {
  return said.code === '3' || said.code?.toUpperCase() === 'BILLING_UNAVAILABLE';
}

/** Play response 3 says four things; the first that the records bear out holds. checks.md. */
function billingUnavailable(said: Said, row: CodeRow, verbatim: string): Meaning {
  const meaning = (cause: CheckId, firmness: Firmness): Meaning => ({
    cause,
    firmness,
    row,
    verbatim,
  });
  if (row.cause !== 'store_billing') return meaning(row.cause as CheckId, 'code');
  if (namesPolicy(said.message, said.subCode)) return meaning('purchases_disabled', 'code');
  if (said.storefrontSells === false) return meaning('not_in_storefront', 'code');
  if (said.storeAppOld === true) return meaning('store_client_outdated', 'code');
  const words = causeInWords(said.message);
  if (words === 'store_verification' || words === 'store_billing') return meaning(words, 'words');
  return meaning('store_billing', 'possible');
}

function rowOf(said: Said, family: CodeFamily): CodeRow | null {
  const stopped = from(cancelCodes, said.code);
  if (stopped) return stopped;
  const fromClient = said.byClient ? from(clientCodes, said.code) : null;
  if (fromClient) return fromClient;
  switch (family) {
    case 'platform':
      return platformRow(said);
    case 'stripe':
      return stripeRow(said);
    case 'adyen':
      return from(adyen, withoutZeros(said.code)) ?? from(adyen, withoutZeros(said.subCode));
    case 'apple':
      return appleRow(said);
    case 'google':
      return playRow(said);
    case 'network':
      return network(said, said.code) ?? network(said, said.subCode);
  }
}

/**
 * Stripe's `card_declined` only says that the reason is in the decline code (facts §1.3): beside
 * one it says nothing, so that a decline code that no table has stays unmapped.
 */
function stripeRow(said: Said): CodeRow | null {
  if (said.subCode !== null && isBareDecline(said.code)) return from(stripe, said.subCode);
  return mostSpecific(
    from(stripe, said.subCode),
    from(stripe, said.code),
    network(said, said.code),
  );
}

/** True for the code by which Stripe says no more than that the card was declined. */
export function isBareDecline(code: string | null): boolean {
  return code?.trim().toLowerCase() === 'card_declined';
}

const ownRule: CodeRow = {
  cause: 'risk_block',
  says: 'a rule of our own',
  source: 'checks.md',
  date: '2026-11-23',
};

function platformRow(said: Said): CodeRow | null {
  const row = from(platformCodes, said.code);
  if (row) return row;
  return said.code !== null && /^(risk|rule)/i.test(said.code) ? ownRule : null;
}

function appleRow(said: Said): CodeRow | null {
  const domain = said.subCode ?? '';
  if (/urlerror|nsurl/i.test(domain)) return from(urlError, said.code);
  const numeric = /^-?\d+$/.test(said.code ?? '');
  if (numeric && (said.code ?? '').length >= 7) return from(appStoreServer, said.code);
  if (numeric && (domain === '' || /skerror/i.test(domain))) return from(skError, said.code);
  return from(storeKitNames, bare(said.code)) ?? from(storeKitNames, bare(said.subCode));
}

/** `StoreKitError.userCancelled` and `.userCancelled` are `userCancelled`. */
function bare(name: string | null): string | null {
  return name?.split('.').at(-1) ?? null;
}

function playRow(said: Said): CodeRow | null {
  const sub = from(playSubCodes, said.subCode);
  if (sub) return sub;
  const code = said.code?.replace(/^.*\./, '') ?? null;
  return from(playBilling, code);
}

/** The network's own answer, by scheme where the scheme changes what a number says. */
function network(said: Said, code: string | null): CodeRow | null {
  if (code === null) return null;
  const scheme = (said.scheme ?? '').toLowerCase();
  const provider = (said.provider ?? '').toLowerCase();
  if (scheme === 'gicc' || provider === 'gicc') {
    const row = from(gicc, code);
    if (row) return row;
  }
  if (provider.startsWith('nexi') || scheme === 'nexi') {
    const row = from(nexi, code);
    if (row) return row;
  }
  const two = /^\d$/.test(code) ? `0${code}` : code;
  if (said.europe && /^(mastercard|mc|maestro)$/.test(scheme)) {
    const row = from(mastercardEurope, two);
    if (row) return row;
  }
  return from(iso8583, two);
}

/** The network's code of a payment, whoever the processor is; null where it is in no table. */
export function networkRow(said: Said): CodeRow | null {
  const ours = ownRow(said.own, [said.provider ?? '', 'network'], said.scheme, [said.code]);
  return ours ?? network(said, said.code);
}

function from(table: CodeTable, code: string | null): CodeRow | null {
  return code === null ? null : (table.get(code.trim().toUpperCase()) ?? null);
}

function withoutZeros(code: string | null): string | null {
  return code?.replace(/^0+(?=\d)/, '') ?? null;
}

/** A code that gives a reason beats one that only says no. */
export function mostSpecific(...rows: (CodeRow | null)[]): CodeRow | null {
  const said = rows.filter((row) => row !== null);
  const rank = (row: CodeRow): number =>
    row.cause === 'approved'
      ? 3
      : row.cause === 'temporary' || row.cause === 'integration' || row.cause === 'duplicate'
        ? 2
        : row.cause === 'bank_block'
          ? 1
          : 0;
  return said.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** All tables by name, for tests and for the screen that shows them. */
export const allCodeTables: Readonly<Record<string, CodeTable>> = {
  iso8583,
  mastercardEurope,
  gicc,
  nexi,
  stripe,
  adyen,
  skError,
  storeKitNames,
  urlError,
  appStoreServer,
  playBilling,
  playSubCodes,
  platformCodes,
  clientCodes,
  cancelCodes,
};
