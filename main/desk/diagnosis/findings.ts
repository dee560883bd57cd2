import type { Row } from '../records/records.ts';
import type { Cause } from './codes/code-table.ts';
import {
  familyOf,
  isBareDecline,
  meaningOf,
  mostSpecific,
  networkRow,
  type Firmness,
  type Said,
} from './codes/lookup.ts';
import type { OwnCodes } from './codes/own.ts';
import { cite, type Cited } from './cite.ts';
import type { Bundle } from './evidence.ts';
import { older } from './versions.ts';

/** Something that said no, or broke, on the way of one attempt. */
export interface Finding {
  readonly cause: Cause | 'unmapped' | 'silent';
  readonly firmness: Firmness;
  readonly at: number;
  /** Who said it: a provider, our platform, or the app on the device. */
  readonly by: 'provider' | 'platform' | 'client';
  readonly stage: string;
  /** A code that only says no, and leaves the reason to another field. */
  readonly bare?: boolean;
  /** For the agent: the code as it came, with what it says. */
  readonly says: string;
  readonly cites: readonly Cited[];
}

/** What must be known beside a code to understand it. */
export interface Surroundings {
  readonly storefrontSells: boolean | null;
  readonly storeAppVersion: string | null;
  readonly leastStoreApp: string;
  readonly country: string | null;
  readonly own: OwnCodes;
}

/** Where Mastercard's 65 asks for authentication: the European Economic Area and the UK. */
const europe = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
);

const failing = new Set([
  'declined',
  'client_error',
  'verify_failed',
  'grant_failed',
  'cancelled',
  'expired',
]);

/**
 * Everything that failed in one attempt, by the time it happened. Events first; the processor's
 * own row adds what the events do not say, and sharpens a bare "declined" that it knows more of.
 */
export function findingsOf(bundle: Bundle, around: Surroundings): Finding[] {
  const found: Finding[] = [];
  for (const event of bundle.events) {
    const finding = ofEvent(bundle, event, around);
    if (finding) found.push(finding);
  }
  const declines = found.filter((one) => one.stage === 'declined' && one.by === 'provider');
  // One refusal told in two notices, neither of which says why, is still the one of the payment.
  const wordless = declines.every((one) => one.cause === 'silent');
  for (const payment of bundle.payments) {
    const finding = ofPayment(bundle, payment, around);
    if (!finding) continue;
    const same = declines.length === 1 || wordless ? declines[0] : undefined;
    if (same) found[found.indexOf(same)] = sharper(same, finding);
    else if (declines.length === 0) found.push(finding);
  }
  return found.toSorted((a, b) => a.at - b.at);
}

function said(
  bundle: Bundle,
  around: Surroundings,
): Omit<Said, 'code' | 'subCode' | 'message' | 'provider' | 'byClient'> {
  const country = bundle.instrument?.issuer_country ?? around.country;
  return {
    scheme: bundle.instrument?.brand ?? null,
    europe: country !== null && europe.has(country),
    storefrontSells: around.storefrontSells,
    storeAppOld: older(around.storeAppVersion, around.leastStoreApp),
    own: around.own,
  };
}

function ofEvent(
  bundle: Bundle,
  event: Row<'recharge_events'>,
  around: Surroundings,
): Finding | null {
  // A cancellation request that a store sends with a code is a refusal as any other.
  if (!failing.has(event.stage)) return pendingByCode(event);
  const byClient = event.stage === 'client_error';
  const base = said(bundle, around);
  const provider = event.provider ?? sellerOf(bundle.recharge);
  const meaning = meaningOf({
    ...base,
    scheme: event.scheme ?? base.scheme,
    provider,
    code: event.code,
    subCode: event.sub_code,
    message: event.message,
    byClient,
  });
  if (meaning.cause === 'approved') return null;
  const blocked =
    (meaning.cause === 'card_reported' || meaning.cause === 'bank_block') &&
    (bundle.payments.some((row) => row.outcome_type === 'blocked') ||
      /"type"\s*:\s*"blocked"/.test(event.detail ?? ''));
  return {
    cause: blocked ? 'risk_block' : meaning.cause,
    firmness: meaning.firmness,
    at: event.at,
    by: byClient ? 'client' : familyOf(provider) === 'platform' ? 'platform' : 'provider',
    stage: event.stage,
    bare: event.sub_code === null && isBareDecline(event.code),
    says: sentence(meaning.verbatim, meaning.row?.says ?? event.message),
    cites: [
      cite('recharge_events', event, event.code !== null ? 'code' : 'stage'),
      ...(event.sub_code === null ? [] : [cite('recharge_events', event, 'sub_code')]),
      ...(meaning.firmness === 'words' ? [cite('recharge_events', event, 'message')] : []),
    ],
  };
}

/** Who sells it: as the order says, else by its channel. */
export function sellerOf(recharge: Row<'recharges'>): string | null {
  if (recharge.provider !== null) return recharge.provider;
  if (recharge.channel === 'app_store') return 'apple';
  return recharge.channel === 'google_play' ? 'google' : null;
}

/** A pending purchase that names Ask to Buy is a state, told by a code. */
function pendingByCode(event: Row<'recharge_events'>): Finding | null {
  if (event.stage !== 'store_pending') return null;
  if (
    !/ask.?to.?buy|deferred|family|guardian|parent/i.test(
      `${event.code} ${event.sub_code} ${event.message}`,
    )
  )
    return null;
  return {
    cause: 'guardian_approval',
    firmness: 'code',
    at: event.at,
    by: 'client',
    stage: event.stage,
    says: sentence(event.code, event.message),
    cites: [cite('recharge_events', event, event.code !== null ? 'code' : 'stage')],
  };
}

function sentence(code: string | null, says: string | null): string {
  if (code === null) return says ?? 'no reason given';
  return says === null ? code : `${code} (${says})`;
}

const unpaid = new Set(['failed', 'canceled', 'requires_payment_method', 'requires_action']);

function ofPayment(bundle: Bundle, payment: Row<'payments'>, around: Surroundings): Finding | null {
  if (payment.status !== null && !unpaid.has(payment.status)) return null;
  const base = {
    ...said(bundle, around),
    provider: payment.provider,
    message: null,
    byClient: false,
  };
  const meaning = meaningOf({ ...base, code: payment.failure_code, subCode: payment.decline_code });
  const byNetwork = payment.network_code
    ? networkRow({ ...base, code: payment.network_code, subCode: null })
    : null;
  const row = mostSpecific(meaning.row, byNetwork);
  const codes = [payment.failure_code, payment.decline_code, payment.network_code].filter(Boolean);
  if (codes.length === 0 && payment.outcome_type === null && payment.status !== 'failed')
    return null;
  const silentCause =
    payment.outcome_type === 'blocked'
      ? 'risk_block'
      : payment.outcome_type === 'issuer_declined'
        ? 'bank_block'
        : 'silent';
  const cause = row?.cause ?? (codes.length > 0 ? 'unmapped' : silentCause);
  if (cause === 'approved') return null;
  // The outcome says who refused, whatever code came with it (facts §1.3).
  const blocked =
    payment.outcome_type === 'blocked' && /^(card_reported|bank_block|unmapped)$/.test(cause);
  return {
    cause: blocked ? 'risk_block' : cause,
    firmness: 'code',
    at: payment.created_at ?? bundle.recharge.created_at,
    by: 'provider',
    stage: 'declined',
    bare: codes.length === 1 && isBareDecline(payment.failure_code),
    says: sentence(codes.join(' / ') || null, row?.says ?? payment.outcome_type),
    cites: [
      cite('payments', payment, 'status'),
      ...(['failure_code', 'decline_code', 'network_code', 'outcome_type'] as const)
        .filter((field) => payment[field] !== null)
        .map((field) => cite('payments', payment, field)),
    ],
  };
}

const vague = new Set(['bank_block', 'silent', 'unmapped', 'temporary', 'integration']);

/** One decline told twice: whoever gives a reason is believed. */
function sharper(event: Finding, payment: Finding): Finding {
  const reason = event.bare === true && payment.bare !== true && payment.cause !== 'silent';
  const clearer = vague.has(event.cause) && rank(payment) < rank(event);
  const better = reason || clearer ? payment : event;
  return { ...better, at: event.at, cites: [...event.cites, ...payment.cites] };
}

function rank(finding: Finding): number {
  if (finding.cause === 'silent') return 4;
  if (finding.cause === 'unmapped') return 3;
  if (finding.cause === 'temporary' || finding.cause === 'integration') return 2;
  return finding.cause === 'bank_block' ? 1 : 0;
}
