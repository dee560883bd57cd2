import type { CaseKind, CasePriority, CaseStatus } from '../../contract/cases.ts';

export const kindNames: Readonly<Record<CaseKind, string>> = {
  failed_recharge: 'Failed recharge',
  double_charge: 'Double charge',
  chargeback: 'Chargeback',
  account_takeover: 'Account takeover',
  seller_ring: 'Seller ring',
  minor_spending: 'Spending by a minor',
  platform_fault: 'Fault of the platform',
  other: 'Other',
};

export const statusNames: Readonly<Record<CaseStatus, string>> = {
  open: 'Open',
  waiting: 'Waiting',
  closed: 'Closed',
};

export const priorityNames: Readonly<Record<CasePriority, string>> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
};

/** The highest first. */
export const priorityRank: Readonly<Record<CasePriority, number>> = {
  urgent: 0,
  high: 1,
  normal: 2,
  low: 3,
};

/** Choices of a select, from names by word. */
export function choices<W extends string>(names: Readonly<Record<W, string>>) {
  return (Object.keys(names) as W[]).map((value) => ({ value, label: names[value] }));
}

/** What a field is called where desks disagree on it. */
export function fieldName(field: string): string {
  const [name = field, ...rest] = field.split(':');
  const named: Readonly<Record<string, string>> = {
    title: 'the title',
    status: 'the status',
    owner: 'the owner',
    priority: 'the priority',
    due: 'the due date',
    kind: 'the kind',
    hold: 'the legal hold',
    archived: 'whether it is archived',
    note: 'the text of a note',
    task: 'the state of a task',
    check: `the checklist item ${rest.join(':')}`,
    tag: `the tag ${rest.join(':')}`,
    link: 'whether a record belongs here',
  };
  return named[name] ?? field;
}

/** Questions that a case keeps. */
export const stepNames: Readonly<Record<string, string>> = {
  search: 'Search for',
  show: 'Show',
  diagnose: 'Diagnose',
  tickets: 'Tickets',
  list: 'Rows of',
  links: 'Links of',
  path: 'Path from',
};
