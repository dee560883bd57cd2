import { useQuery } from '@tanstack/react-query';
import type { Adjustment } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from './desk.tsx';
import { may } from './may.ts';

/** Proposals that wait: those of others, where this person may decide, and their own. */
export interface Waiting {
  readonly toDecide: readonly Adjustment[];
  readonly own: readonly Adjustment[];
}

/** What waits for a decision, asked once a minute; empty where the role never sees it. */
export function useProposals(): Waiting {
  const desk = useDesk();
  const { user, role } = useMe();
  const { data = [] } = useQuery({
    queryKey: ['adjustments', 'list', { state: 'proposed' }],
    queryFn: ({ signal }) => desk.adjustments.list({ state: 'proposed' }, { signal }),
    enabled: may(role, policy.adjustments.list),
    refetchInterval: 60_000,
  });
  const decides = may(role, policy.adjustments.approve);
  return {
    toDecide: decides ? data.filter((each) => each.maker !== user) : [],
    own: data.filter((each) => each.maker === user),
  };
}
