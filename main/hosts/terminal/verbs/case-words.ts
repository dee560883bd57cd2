import type { CaseView } from '../../../../contract/cases.ts';
import { counted } from '../../../../contract/say.ts';

/** A case in a few lines; all of it is there with --json. */
export function sayCase(answer: unknown): string {
  const it = answer as CaseView;
  const open = it.checklist.filter(({ outcome }) => outcome === 'open').length;
  return [
    `${it.id}  ${it.title}`,
    `  ${it.kind} · ${it.status} · ${it.priority} · ${it.owner ?? 'nobody’s'}${it.due ? ` · due ${it.due}` : ''}${it.hold ? ' · legal hold' : ''}`,
    `  ${counted(it.links.filter(({ standing }) => standing).length, 'record')}, ${counted(it.notes.length, 'note')}, ${counted(it.attachments.length, 'attachment')}, ${counted(it.tasks.filter(({ state }) => state === 'open').length, 'open task')}, ${open} of ${counted(it.checklist.length, 'checklist item')} open`,
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
