import { avsLetter } from './codes/avs.ts';
import { type CheckLetter, cvvLetter } from './codes/cvv.ts';
import { cite, type Cited } from './cite.ts';
import type { Matter } from './matter.ts';

/** What the processor found of security code and postcode; `none` where it says nothing. */
export interface CvcOutcome {
  readonly outcome: 'fail' | 'warn' | 'pass' | 'none';
  readonly cites: readonly Cited[];
}

const words: Readonly<Record<string, CheckLetter>> = {
  pass: 'match',
  fail: 'no_match',
  unavailable: 'unknown',
  unchecked: 'unknown',
};

/** The words of the processor first; its letters where it gives none. */
export function cvcOutcome(matter: Matter): CvcOutcome {
  const { payment, bundle } = matter.own;
  if (!payment) return { outcome: 'none', cites: [] };
  const scheme = bundle.instrument?.brand ?? null;
  const cvc =
    words[payment.cvc_check ?? ''] ??
    (payment.cvv_result ? cvvLetter(payment.provider, scheme, payment.cvv_result) : null);
  const postcode =
    words[payment.postcode_check ?? ''] ??
    (payment.avs_result ? avsLetter(payment.avs_result) : null);
  const cites = (['cvc_check', 'cvv_result', 'postcode_check', 'avs_result'] as const)
    .filter((field) => payment[field] !== null)
    .map((field) => cite('payments', payment, field));
  if (cvc === 'no_match' || postcode === 'no_match') return { outcome: 'fail', cites };
  if (cvc === 'part' || postcode === 'part') return { outcome: 'warn', cites };
  if (cvc === 'match') return { outcome: 'pass', cites };
  return { outcome: 'none', cites };
}
