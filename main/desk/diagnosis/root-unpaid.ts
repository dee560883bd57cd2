import type { CheckId } from '../../../contract/diagnosis.ts';
import { cvcOutcome } from './card-checks.ts';
import { circumstanceOf, settlementMismatch } from './circumstances.ts';
import { eligibilityOf } from './eligibility.ts';
import type { Finding } from './findings.ts';
import { guardianState } from './guardian.ts';
import { outageAt } from './incidents.ts';
import { moneySideCovered } from './match.ts';
import type { Matter } from './matter.ts';
import { storeMessage } from './questions.ts';
import { type Root, root } from './root.ts';

/** No money was taken: what stopped it, the earliest and firmest first. */
export function unpaidRoot(matter: Matter): Root {
  return (
    withoutMoney(matter) ??
    refusedByUs(matter) ??
    unfinished(matter) ??
    refusedByProvider(matter) ??
    brokenOnDevice(matter) ??
    openAuthentication(matter) ??
    unexplained(matter)
  );
}

/** Coins that no money stands behind. */
function withoutMoney(matter: Matter): Root | null {
  const { own } = matter;
  const granted = own.grant.entries.some(
    (entry) => entry.delta > 0n && /^(recharge_grant|bonus)$/.test(entry.kind),
  );
  if (own.receipt.state === 'failed')
    return root(
      'receipt_invalid',
      own.store?.signature === 'failed' ? 'certain' : 'likely',
      granted
        ? 'Coins were granted on a receipt that failed verification.'
        : 'The receipt failed verification.',
    );
  if (!granted || own.grant.net <= 0n) return null;
  const begun = !/^(none|claimed|action)$/.test(own.money.state);
  if (begun && (own.payment !== null || own.store !== null)) return null;
  const contradicted = own.payment !== null || own.store !== null || moneySideCovered(matter);
  if (own.world === 'partner' || begun || !contradicted)
    return root(
      'healthy',
      own.world === 'partner' ? 'likely' : 'possible',
      'The coins were granted; the payment itself is not in this copy.',
    );
  return root(
    'unknown',
    'likely',
    'Coins were granted, and no payment stands behind them.',
    'fraud',
  );
}

function refusedByUs(matter: Matter): Root | null {
  const finding = matter.own.findings.find(
    (one) => one.by === 'platform' && one.stage === 'declined' && isCause(one.cause),
  );
  return finding ? fromFinding(finding, 'certain') : null;
}

/** States that are the cause of an attempt that has not ended, or ended in them. */
function unfinished(matter: Matter): Root | null {
  const { own } = matter;
  const guardian = guardianState(matter);
  if (guardian)
    return root(
      'guardian_approval',
      guardian.lapsed ? 'possible' : 'likely',
      guardian.lapsed
        ? 'It waited for the approval of a guardian, and such a request lapses after 24 hours.'
        : 'It waits for the approval of a guardian.',
    );
  switch (own.money.state) {
    case 'held':
      return root(
        'hold_not_captured',
        'certain',
        'The amount is held on the card and was not taken yet.',
      );
    case 'hold_over':
      return root(
        'hold_not_captured',
        'certain',
        'The amount was held on the card and never taken.',
      );
    case 'pending':
      return root('store_pending', 'certain', 'The store still waits for the payment.');
    case 'pending_over':
      return root(
        'store_pending',
        'certain',
        'The store waited for the payment, and it was not finished.',
      );
    case 'processing': {
      const outage = outageAt(matter, 'purchase', own.money.at ?? matter.e.recharge.created_at);
      if (outage?.covers && own.bundle.instrument?.kind === 'card')
        return fromOutage(matter, outage.incident.summary, null);
      return root(
        'slow_method',
        own.payment ? 'certain' : 'likely',
        'The processor still waits for a slow payment method.',
      );
    }
    case 'captured':
    case 'returned':
    case 'part_returned':
    case 'contested':
    case 'action':
    case 'claimed':
    case 'test':
    case 'none':
      return null;
  }
}

function refusedByProvider(matter: Matter): Root | null {
  const { payment, findings } = matter.own;
  const refusals = findings.filter((one) => one.by === 'provider' && one.stage !== 'grant_failed');
  if (payment?.three_ds === 'N' || payment?.three_ds === 'R')
    return root('authentication', 'certain', `3-D Secure ended with ${payment.three_ds}.`);
  const first = refusals.find((one) => isCause(one.cause) && one.firmness === 'code');
  const mismatch = cvcOutcome(matter).outcome === 'fail';
  if (mismatch && (!first || first.cause === 'bank_block') && refusals.length > 0)
    return root(
      'cvc_or_address',
      'likely',
      'Declined, and the security code or the postcode did not match.',
    );
  if (!first) return null;
  return byOutage(matter, first) ?? fromFinding(first, 'certain');
}

function brokenOnDevice(matter: Matter): Root | null {
  const { findings, world } = matter.own;
  const first =
    findings.find((one) => isCause(one.cause) && one.firmness === 'code') ??
    findings.find((one) => isCause(one.cause) && one.firmness === 'words');
  const possible = findings.find((one) => isCause(one.cause) && one.firmness === 'possible');
  const told = world === 'store' && !blamesTheWrongThing(matter) ? storeMessage(matter) : null;
  if (told && (!first || first.cause === 'customer_cancelled' || first.firmness === 'words'))
    return root(told.cause, 'likely', told.says);
  if (first)
    return (
      byOutage(matter, first) ??
      fromFinding(first, first.firmness === 'code' ? 'certain' : 'likely')
    );
  return possible ? fromFinding(possible, 'possible') : null;
}

/** A ticket's guess does not stand against an outage; what the customer answered us does. */
function blamesTheWrongThing(matter: Matter): boolean {
  if (matter.e.answers.some((answer) => answer.question === 'store_message')) return false;
  const at = matter.own.findings[0]?.at ?? matter.e.recharge.created_at;
  return outageAt(matter, 'purchase', at)?.covers === true;
}

/** A connection that broke during an outage broke because of it. */
function byOutage(matter: Matter, finding: Finding): Root | null {
  if (finding.cause !== 'connectivity') return null;
  for (const step of ['network', 'purchase'] as const) {
    const outage = outageAt(matter, step, finding.at);
    if (outage?.covers) return fromOutage(matter, outage.incident.summary, finding.says);
  }
  return null;
}

function fromOutage(matter: Matter, summary: string | null, says: string | null): Root {
  return root(
    'incident',
    'likely',
    `It failed during an outage: ${summary ?? 'no summary'}${says === null ? '' : `, with ${says}`}.`,
    matter.own.world === 'store' ? 'store' : 'platform',
  );
}

function openAuthentication(matter: Matter): Root | null {
  const { money, payment } = matter.own;
  if (money.state !== 'action') return null;
  const passed = payment?.three_ds === 'Y' || payment?.three_ds === 'A';
  if (passed && payment?.status !== 'requires_action') return null;
  return root(
    'authentication',
    payment?.status === 'requires_action' ? 'certain' : 'likely',
    '3-D Secure was begun and not finished.',
  );
}

/** Nothing named a cause: an outage, what we know of the account, or the circumstances. */
function unexplained(matter: Matter): Root {
  const { own, e } = matter;
  const finding =
    own.findings.find((one) => one.stage === 'declined' || one.stage === 'client_error') ??
    own.findings[0] ??
    null;
  const unmapped = own.findings.find((one) => one.cause === 'unmapped');
  if (unmapped && finding?.cause === 'unmapped')
    return root('unknown', 'possible', `Refused with ${unmapped.says}, a code that no table has.`);
  const at = finding?.at ?? e.recharge.created_at;
  const outage = outageAt(matter, 'purchase', at);
  if (outage?.covers) return fromOutage(matter, outage.incident.summary, finding?.says ?? null);
  if (finding?.cause === 'duplicate')
    return root(
      'unknown',
      'possible',
      `Refused as a duplicate (${finding.says}): look for the first success.`,
    );
  if (own.money.state === 'claimed')
    return root(
      'unknown',
      'possible',
      'The app says that the store sold it; neither a receipt nor a store record in this copy bears it out.',
    );
  if (!finding || finding.cause === 'silent') {
    const known = eligibilityOf(matter);
    if (known) return root(known.cause, known.confidence, known.says);
  }
  const failed =
    finding !== null && (finding.stage === 'declined' || finding.stage === 'client_error');
  const byIssuer =
    finding?.by === 'provider' &&
    (finding.cause === 'temporary' || finding.cause === 'integration');
  if (failed && !byIssuer) {
    const network = finding.by === 'client' ? outageAt(matter, 'network', at) : null;
    if (network?.covers) return fromOutage(matter, network.incident.summary, finding.says);
    const circumstance = circumstanceOf(matter);
    if (circumstance) return root(circumstance.cause, 'possible', circumstance.says);
  }
  if (failed && finding.cause === 'integration') {
    const mismatch = settlementMismatch(matter);
    if (mismatch) return root(mismatch.cause, 'possible', mismatch.says);
  }
  const stopped = own.findings.find((one) => one.stage === 'cancelled' && one.by !== 'platform');
  if (stopped && !failed)
    return root(
      'customer_cancelled',
      'likely',
      'The purchase was cancelled before anything was paid.',
    );
  return root('unknown', 'possible', endOf(matter, finding));
}

function endOf(matter: Matter, finding: Finding | null): string {
  if (finding?.cause === 'temporary' || finding?.cause === 'integration')
    return `It ended with ${finding.says}, and no outage in this copy explains it.`;
  if (finding?.stage === 'declined') return 'It was declined, and no reason came with it.';
  return matter.own.findings.some((one) => one.stage === 'expired')
    ? 'The order was begun, never paid, and ran out.'
    : 'The order was begun and not finished; nothing says why.';
}

function isCause(cause: Finding['cause']): cause is CheckId {
  return !/^(approved|temporary|integration|duplicate|unmapped|silent)$/.test(cause);
}

function fromFinding(finding: Finding, confidence: Root['confidence']): Root {
  const who =
    finding.by === 'platform' ? 'We' : finding.by === 'client' ? 'The app' : 'The provider';
  return root(
    finding.cause as CheckId,
    confidence,
    finding.by === 'platform'
      ? `${who} refused it: ${finding.says}.`
      : `${who} said ${finding.says}.`,
  );
}
