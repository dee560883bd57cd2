import type { Adjustment, Change } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useChanges } from '../adjustments/governance-queries.ts';
import { useQueue } from '../adjustments/queries.ts';
import { useMe } from './desk.tsx';
import { may } from './may.ts';

/** Proposals that wait: those of others, where this person may decide, and their own. */
export interface Waiting {
  readonly toDecide: readonly Adjustment[];
  readonly own: readonly Adjustment[];
}

/** What waits for a decision, as the queue tells it; empty where the role never sees it. */
export function useProposals(): Waiting {
  const { user, role } = useMe();
  const { data = [] } = useQueue(may(role, policy.adjustments.list));
  const decides = may(role, policy.adjustments.approve);
  return {
    toDecide: decides ? data.filter((each) => each.maker !== user) : [],
    own: data.filter((each) => each.maker === user),
  };
}

/** Changes of limits and reasons that wait for this person: an owner who did not ask for them. */
export function useChangesToDecide(): readonly Change[] {
  const { user, role } = useMe();
  const decides = may(role, policy.adjustments.declineChange);
  const { data = [] } = useChanges(decides);
  return decides ? data.filter((each) => each.state === 'waits' && each.asked_by !== user) : [];
}
