import type {
  AdjustmentState,
  LimitName,
  ReasonRuleOnWire,
  Rehearsal,
} from '../../contract/adjustments.ts';
import { causeName } from '../../contract/verdict-words.ts';
import type { OutcomeName } from '../ui/outcome-badge.tsx';

interface StateWords {
  readonly outcome: OutcomeName;
  readonly word: string;
  /** What the state means, in one sentence. */
  readonly means: string;
}

export const stateWords: Readonly<Record<AdjustmentState, StateWords>> = {
  proposed: {
    outcome: 'unknown',
    word: 'waits for approval',
    means: 'Nothing has moved yet: somebody else decides it within 24 hours.',
  },
  approved: {
    outcome: 'pass',
    word: 'approved',
    means: "Decided and in the desk's ledger; the platform has not confirmed it yet.",
  },
  rejected: { outcome: 'fail', word: 'rejected', means: 'Somebody decided against it.' },
  lapsed: { outcome: 'warn', word: 'lapsed', means: 'Nobody decided it within 24 hours.' },
  sent: {
    outcome: 'pass',
    word: 'sent',
    means: 'It left for the platform in an outbox file; no confirmation yet.',
  },
  confirmed: { outcome: 'pass', word: 'confirmed', means: 'The platform has entered it.' },
  refused: { outcome: 'fail', word: 'refused', means: 'The platform refused to enter it.' },
  contradicted: {
    outcome: 'fail',
    word: 'contradicted',
    means: "The platform's ledger says something else than was decided here.",
  },
};

/** Limits as people say them. */
export const limitNames: Readonly<Record<LimitName, string>> = {
  own_limit: 'Own limit',
  senior_limit: "Senior's limit",
  maker_day: "Maker's day",
  account_30d: 'Account in 30 days',
  case: 'Case',
  goodwill_max: 'Goodwill',
};

/** What each limit binds, as the rules apply it. */
export const limitWords: Readonly<Record<LimitName, string>> = {
  own_limit: 'one adjustment that its maker gives alone',
  senior_limit: 'one adjustment that a senior or an owner approves; above it both do',
  maker_day: 'what a maker gives alone in a day',
  account_30d: 'what an account gets or loses in 30 days, but for what both approve',
  case: 'what a case gives or takes, but for what both approve',
  goodwill_max: 'one adjustment for goodwill',
};

/** Who an adjustment takes, in a few words. */
export const tierWords: Readonly<Record<Rehearsal['rows'][number]['was'], string>> = {
  alone: 'alone',
  one: 'one approval',
  two: 'two approvals',
  refused: 'refused',
};

/** The evidence that a reason asks for. */
export function evidenceWords(rule: ReasonRuleOnWire): string {
  switch (rule.evidence) {
    case 'owed':
      return 'the verdict gives the amount';
    case 'cause':
      return `alone only where the verdict is ${rule.causes.map(causeName).join(' or ')}`;
    case 'link':
      return 'the order must be known';
    case 'none':
      return 'the note';
  }
}

/** Who may ask for a reason; a short word where all may who propose at all. */
export function mayWords(may: ReasonRuleOnWire['may']): string {
  if (['agent', 'senior', 'owner'].every((role) => may.some((one) => one === role))) return 'all';
  return may.join(', ') || 'nobody';
}
