import type { CaseView } from '../../../../contract/cases.ts';

/** A case in a few lines; all of it is there with --json. */
export function sayCase(answer: unknown): string {
  const it = answer as CaseView;
  const open = it.checklist.filter(({ outcome }) => outcome === 'open').length;
  return [
    `${it.id}  ${it.title}`,
    `  ${it.kind} · ${it.status} · ${it.priority} · ${it.owner ?? 'nobody’s'}${it.due ? ` · due ${it.due}` : ''}${it.hold ? ' · legal hold' : ''}`,
    `  ${it.links.length} records, ${it.notes.length} notes, ${it.attachments.length} attachments, ${it.tasks.filter(({ state }) => state === 'open').length} open tasks, ${open} of ${it.checklist.length} checklist items open`,
    ...it.checklist.map(
      ({ item, label, outcome, reason }) =>
        `  [${outcome}] ${item}: ${label}${reason ? ` (${reason})` : ''}`,
    ),
    ...it.links
      .filter(({ standing }) => standing)
      .slice(0, 20)
      .map(({ kind, id, summary }) => `  ${kind} ${id}  ${summary}`),
    ...it.notes.map(
      ({ at, by, text: said, standing }) => `  ${at} ${by}: ${standing ? said : '(struck out)'}`,
    ),
    ...it.conflicts.map(
      ({ field, choices }) =>
        `  Two desks disagree on ${field}: ${choices.map(({ value, by, desk }) => `${value} (${by} at ${desk})`).join(' or ')}`,
    ),
  ].join('\n');
}
