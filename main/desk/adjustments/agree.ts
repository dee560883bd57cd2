import { refuse } from '../../../contract/errors.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { clockSlackMs } from './rules.ts';

/** What becomes of a change that somebody asks for. */
export interface Agreement {
  /** It stands from now on. */
  readonly stands: boolean;
  /** Because another owner had asked for the same. */
  readonly agreed: boolean;
  /** Because nobody else was ever enabled here. */
  readonly alone: boolean;
}

/**
 * Changes of limits and reasons take two owners: the second asks for the very same. In a workspace
 * that never had a second person a change stands at once. Refuses NEEDS_OTHER_PERSON where both
 * names may be one person: one let the other in lately, or a third let both in, or they declare
 * the same account as their own.
 */
export function agreementOf(
  deps: Pick<AdjustmentDeps, 'standing' | 'severalPeople'>,
  caller: Caller,
  askedBy: string | null,
): Agreement {
  const alone = !deps.severalPeople();
  const agreed = askedBy !== null && askedBy !== caller.user;
  if (agreed && maybeOnePerson(deps, askedBy, caller.user))
    throw refuse(
      'NEEDS_OTHER_PERSON',
      `${caller.user} and ${askedBy} were let in or promoted by the same person less than 24 hours ago, or share an account.`,
      'Ask another owner, or come back tomorrow.',
    );
  return { stands: alone || agreed, agreed, alone };
}

/** Two names that one person may hold. */
export function maybeOnePerson(
  deps: Pick<AdjustmentDeps, 'standing'>,
  one: string,
  other: string,
): boolean {
  const behind = (user: string) => new Set([user, ...(deps.standing(user)?.sponsors ?? [])]);
  return !behind(one).isDisjointFrom(behind(other)) || shareAccount(deps, one, other);
}

/** True where both declared the same account as their own. */
export function shareAccount(
  { standing }: Pick<AdjustmentDeps, 'standing'>,
  one: string,
  other: string,
): boolean {
  const own = new Set(standing(one)?.ownAccounts ?? []);
  return (standing(other)?.ownAccounts ?? []).some((account) => own.has(account));
}

const weekMs = 7 * 24 * 60 * 60_000;

/** When a change that still waits was asked for: within a week, and not in a future that a clock set back left behind. */
export function openSpan(now: number): [from: number, to: number] {
  return [now - weekMs, now + clockSlackMs];
}

/** The end of the audit's sentence on a change. */
export function saidOf({ alone, agreed }: Agreement): string {
  return alone && !agreed ? ' single-handed, nobody else being enabled' : '';
}
