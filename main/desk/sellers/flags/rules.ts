import { type Refusal, refuse } from '../../../../contract/errors.ts';

/** An open flag that nobody confirmed in this time lapses. */
export const proposedForMs = 14 * 86_400_000;

/** Why this person may not confirm or reject a flag; null where they may. */
export function mayNotDecideFlag(given: {
  readonly maker: string;
  readonly checker: string;
  /** Who let the checker in or promoted them within 24 hours. */
  readonly sponsors: ReadonlySet<string>;
  /** An account of the checker's own bought from this seller or is in its ring. */
  readonly involved: boolean;
}): Refusal | null {
  if (given.maker === given.checker)
    return refuse(
      'NEEDS_OTHER_PERSON',
      'You proposed this flag yourself.',
      'Another reviewer confirms or rejects it.',
    );
  if (given.sponsors.has(given.maker))
    return refuse(
      'NEEDS_OTHER_PERSON',
      `${given.maker} let you in, or gave you your role, within the last 24 hours.`,
      'Another reviewer confirms or rejects it, or wait for a day.',
    );
  if (given.involved)
    return refuse(
      'NEEDS_OTHER_PERSON',
      'An account of your own has dealings with this seller.',
      'Ask a colleague to look at it.',
    );
  return null;
}
