import { refuse } from '../../../contract/errors.ts';
import { revealedMs } from '../../../contract/policy.ts';
import type { Fields, RecordKind, Shown } from '../../../contract/records.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import { maskedFields } from '../staff/staff.ts';
import type { Db } from '../storage/storage.ts';

/**
 * Shows what is masked of one record to somebody who says why. The act is written before the
 * values leave; the reason stands beside the chain, where it can be erased. Refuses NOT_FOUND,
 * and BAD_INPUT where the record has nothing that is masked.
 */
export function createReveal(deps: {
  desk: Db;
  audit: Audit;
  clock: () => number;
  show: (input: { kind: RecordKind; id: string }) => Shown;
}) {
  const { desk, audit, clock, show } = deps;
  // A reviewer sees the least: whatever is masked for anybody is masked for them.
  const masked = maskedFields('reviewer');
  return (
    caller: Caller,
    input: { kind: RecordKind; id: string; reason: string },
  ): { fields: Fields; until: string } => {
    const { kind, id, fields } = show(input);
    const whole = Object.entries(fields).filter(
      ([column, value]) => masked.has(column) && value !== null,
    );
    if (whole.length === 0)
      throw refuse(
        'BAD_INPUT',
        'This record has no contact data and no address.',
        'Look at the account or the ticket it belongs to.',
      );
    desk
      .transaction(() =>
        audit.append(caller, {
          command: 'records.reveal',
          object: `${kind}/${id}`,
          outcome: 'done',
          sentence: `${caller.user} revealed ${whole.map(([column]) => column).join(', ')} of ${kind} ${id}.`,
          details: { reason: input.reason },
        }),
      )
      .immediate();
    return { fields: Object.fromEntries(whole), until: wireTime(clock() + revealedMs) };
  };
}
