import type { CaseKind, CaseView } from '../../../contract/cases.ts';
import type { RootCause, Verdict } from '../../../contract/diagnosis.ts';
import type { Shown } from '../../../contract/records.ts';
import { causeName } from '../../../contract/verdict-words.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import type { Links } from './links.ts';
import type { Work } from './work.ts';

/** Longest title that is made up. */
const titleLength = 200;

/** What a cause makes a case of; any other one is a failed recharge. */
const kindOf: Partial<Record<RootCause, CaseKind>> = {
  double_charge: 'double_charge',
  refunded_after_use: 'chargeback',
  refund_reversed: 'chargeback',
  third_party_purchase: 'seller_ring',
  guardian_approval: 'minor_spending',
  age: 'minor_spending',
  incident: 'platform_fault',
};

/**
 * Makes a case of a ticket or a recharge in one transaction: the ticket with the recharge that it
 * names, or the recharge with the tickets that name it. Kind and title follow from the verdict and
 * from what the customer wrote. Refuses NOT_FOUND where this copy has no such record.
 */
export function createOfRecord(
  deps: CaseDeps,
  work: Pick<Work, 'create'>,
  links: Pick<Links, 'link' | 'isHere'>,
) {
  return (caller: Caller, input: { kind: 'ticket' | 'recharge'; id: string }): CaseView => {
    const shown = deps.show(input);
    const recharge = input.kind === 'recharge' ? shown.id : (shown.fields.recharge_id ?? null);
    const verdict = recharge === null ? null : deps.verdictOf(recharge);
    const beside =
      input.kind === 'recharge'
        ? deps.ticketsAbout(shown.id).map((id) => ({ kind: 'ticket' as const, id }))
        : recharge === null
          ? []
          : [{ kind: 'recharge' as const, id: recharge }];
    const records = [{ kind: input.kind, id: shown.id }, ...beside.filter(links.isHere)];
    return deps.desk
      .transaction(() => {
        const { id } = work.create(caller, {
          title: titleOf(shown, verdict),
          kind: (verdict && kindOf[verdict.root_cause]) ?? 'failed_recharge',
        });
        return links.link(caller, { case: id, records });
      })
      .immediate();
  };
}

function titleOf({ kind, id, fields }: Shown, verdict: Verdict | null): string {
  const subject = kind === 'ticket' ? fields.subject?.trim() : undefined;
  const cause = verdict ? `: ${causeName(verdict.root_cause)}` : '';
  return (subject || `${kind === 'ticket' ? 'Ticket' : 'Recharge'} ${id}${cause}`).slice(
    0,
    titleLength,
  );
}
