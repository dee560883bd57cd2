import type { Verdict } from '../../../contract/diagnosis.ts';

/** The cause of one attempt, how sure it is, and the sentence that says why. */
export interface Root {
  readonly cause: Verdict['root_cause'];
  readonly confidence: Verdict['confidence'];
  readonly says: string;
  /** Who has to act, where it is not the usual one for the cause. */
  readonly owner?: Verdict['owner'];
}

export function root(
  cause: Root['cause'],
  confidence: Root['confidence'],
  says: string,
  owner?: Root['owner'],
): Root {
  return owner === undefined ? { cause, confidence, says } : { cause, confidence, says, owner };
}
