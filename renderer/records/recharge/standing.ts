import type { Side } from '../../../contract/records.ts';
import type { OutcomeName } from '../../ui/outcome-badge.tsx';

/** How one corner of the match stands, as an outcome and the word beside it. */
export interface Standing {
  readonly outcome: OutcomeName;
  readonly word: string;
}

const notCovered: Standing = { outcome: 'unknown', word: 'not covered' };
const none: Standing = { outcome: 'unknown', word: 'none' };
const missing: Standing = { outcome: 'fail', word: 'missing' };

/** States of a store record or a payment; what is not listed stands as unknown, verbatim. */
const outcomes: Readonly<Record<string, OutcomeName>> = {
  purchased: 'pass',
  succeeded: 'pass',
  refunded: 'warn',
  cancelled: 'fail',
  canceled: 'fail',
  failed: 'fail',
};

export function orderStanding(side: Side): Standing {
  return side.state === 'present' ? { outcome: 'pass', word: 'found' } : missing;
}

/** The newest record's own state. Coins without a record of money are amiss, no money is not. */
export function paymentStanding(side: Side, ledger: Side): Standing {
  if (side.state === 'not_covered') return notCovered;
  const raw = side.records.at(-1)?.raw;
  if (raw === undefined) return ledger.state === 'present' ? missing : none;
  if (raw.voided_at !== null && raw.voided_at !== undefined)
    return { outcome: 'warn', word: 'voided' };
  const state = raw.state ?? raw.status ?? null;
  if (state === null) return { outcome: 'unknown', word: 'state unknown' };
  return { outcome: outcomes[state] ?? 'unknown', word: state.replaceAll('_', ' ') };
}

/** No entry is amiss only where coins are owed. */
export function ledgerStanding(side: Side, owed: boolean): Standing {
  if (side.state === 'not_covered') return notCovered;
  if (side.state === 'missing')
    return owed ? { ...missing, word: 'no entry' } : { ...none, word: 'no entry' };
  return { outcome: 'pass', word: 'entered' };
}
