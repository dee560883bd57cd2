import type { Check, Outcome, Verdict } from '../../contract/diagnosis.ts';

/** Worst first. What is not known is worse than health, and better than a cause. */
const severity: readonly Outcome[] = ['fail', 'warn', 'unknown', 'pass', 'skipped'];

/** The worst outcome of some checks; `skipped` where there is none. */
export function worstOf(checks: readonly Check[]): Outcome {
  return severity.find((one) => checks.some((check) => check.outcome === one)) ?? 'skipped';
}

/** Checks with the worst first, otherwise in the order of the checklist. */
export function worstFirst(checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => severity.indexOf(a.outcome) - severity.indexOf(b.outcome));
}

/** The outcome that a verdict's line is coloured by: that of the check it names as root. */
export function outcomeOf(verdict: Verdict): Outcome {
  if (verdict.root_cause === 'healthy') return 'pass';
  const root = verdict.checks.find((check) => check.id === verdict.root_cause);
  return root?.outcome ?? 'unknown';
}
