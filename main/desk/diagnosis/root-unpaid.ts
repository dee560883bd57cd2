import { cvcOutcome } from './card-checks.ts';
import { threeDsSays } from './codes/three-ds.ts';
import type { Finding } from './findings.ts';
import { guardianState } from './guardian.ts';
import { outageAt } from './incidents.ts';
import { moneySideCovered } from './match.ts';
import type { Matter } from './matter.ts';
import { storeMessage } from './questions.ts';
import { type Root, root } from './root.ts';
import { fromFinding, fromOutage, isCause } from './root-said.ts';
import { unexplained } from './root-unexplained.ts';
import { deliveredRoot } from './root-delivered.ts';

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
  if (own.world === 'partner' || begun || !contradicted) {
    const found = deliveredRoot(matter);
    if (found.cause !== 'healthy') return found;
    return root(
      'healthy',
      own.world === 'partner' ? 'likely' : 'possible',
      'The coins were granted; the payment itself is not in this copy.',
    );
  }
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
    return root(
      'authentication',
      'certain',
      `3-D Secure ended with ${threeDsSays(payment.three_ds)}.`,
    );
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
