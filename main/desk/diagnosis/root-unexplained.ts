import { circumstanceOf, settlementMismatch } from './circumstances.ts';
import { eligibilityOf } from './eligibility.ts';
import type { Finding } from './findings.ts';
import { outageAt } from './incidents.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { fromOutage } from './root-said.ts';

/** Nothing named a cause: an outage, what we know of the account, or the circumstances. */
export function unexplained(matter: Matter): Root {
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
  // What a store answers comes from the device; what a processor answers comes from a bank.
  const byIssuer =
    own.world !== 'store' &&
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
  const stopped =
    own.store?.state === 'cancelled' ||
    own.findings.some((one) => one.stage === 'cancelled' && one.by !== 'platform');
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
