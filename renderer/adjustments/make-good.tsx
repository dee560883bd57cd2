import { useState } from 'react';
import type { Proposed } from '../../contract/adjustments.ts';
import { MadeGood } from './made-good.tsx';
import { ProposalForm, type Subject } from './proposal-form.tsx';

/**
 * Proposes an adjustment: from a verdict with amount and reason filled in, or from an account,
 * free. When it is done it says what became of it, and where it stands now.
 */
export function MakeGood(props: Subject) {
  const [done, setDone] = useState<{ proposed: Proposed; coins: string } | null>(null);
  if (done !== null)
    return <MadeGood {...done} account={props.account} onAnother={() => setDone(null)} />;
  return <ProposalForm {...props} onDone={(proposed, coins) => setDone({ proposed, coins })} />;
}
