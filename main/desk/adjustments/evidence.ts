import type { Verdict } from '../../../contract/diagnosis.ts';
import { sayCoins } from '../../../contract/say.ts';
import { causeOf } from '../../../contract/verdict-words.ts';

/**
 * What a maker saw, kept with the proposal and hashed into what is approved. Only what a
 * decision rests on is in it, so that a new copy that says the same does not undo anything.
 */
export interface Seen {
  readonly root_cause: string | null;
  readonly coins_owed: string | null;
  readonly confidence: string | null;
  readonly checklist_version: string | null;
  readonly copy_as_of: string | null;
  readonly balance_computed: string;
  /** Which change of the reason's rule stood; what was kept before rules could change has none. */
  readonly rule?: string;
}

export function seenOf(verdict: Verdict | null, computed: bigint, rule: string): Seen {
  return {
    root_cause: verdict?.root_cause ?? null,
    coins_owed: verdict?.coins_owed ?? null,
    confidence: verdict?.confidence ?? null,
    checklist_version: verdict?.checklist_version ?? null,
    copy_as_of: verdict?.copy_as_of ?? null,
    balance_computed: computed.toString(),
    rule,
  };
}

/** What changed since the maker looked, in words; null where the decision still rests on the same. */
export function changedSince(stored: string, now: Seen): string | null {
  const then = JSON.parse(stored) as Seen;
  if (then.coins_owed !== now.coins_owed)
    return `the verdict said then that ${owedSaid(then.coins_owed)}, now that ${owedSaid(now.coins_owed)}`;
  if (then.root_cause !== now.root_cause)
    return `the cause then was ${causeSaid(then.root_cause) ?? 'not looked at'}, now it is ${causeSaid(now.root_cause) ?? 'not known'}`;
  if ((then.rule ?? '0') !== now.rule) return "the reason's rule was another one";
  return null;
}

function owedSaid(coins: string | null): string {
  if (coins === null) return 'what is owed cannot be decided';
  if (coins === '0') return 'nothing is owed';
  return `${sayCoins(BigInt(coins))} ${coins === '1' ? 'is' : 'are'} owed`;
}

function causeSaid(cause: string | null): string | null {
  return cause === null ? null : `“${causeOf(cause)}”`;
}
