import { type Refusal, refuse } from '../../../../contract/errors.ts';

/** A bundle that is not taken: why, and what to do. Nothing of it was kept. */
export function refuseBundle(sentence: string, next: string): Refusal {
  return refuse('BUNDLE_REFUSED', `The bundle is refused. ${sentence}`, next);
}
