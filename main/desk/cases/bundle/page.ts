import type { CaseView } from '../../../../contract/cases.ts';
import type { BundleLevel } from '../../../../contract/case-bundles.ts';

const style = `body{font:14px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#18202b}
h1{font-size:1.3rem}h2{font-size:1rem;margin-top:1.6rem;border-bottom:1px solid #b9c2ce}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:2px 8px 2px 0;border-bottom:1px solid #dde2e9}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font:inherit}small,code{color:#4d5867}`;

/** What must not act in a page: markup, and characters that hide or turn text round. */
export function inert(text: string): string {
  return text
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (sign) => {
      const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return `‹U+${code}›`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

type Cell = string | null;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '<p><small>None.</small></p>';
  const line = (cells: readonly Cell[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}><pre>${inert(cell ?? '–')}</pre></${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table>`;
}

/** Who made a bundle, when and how much of the case it holds. */
export interface PageHead {
  readonly level: BundleLevel;
  readonly made_at: string;
  readonly made_by: string;
  readonly key_id: string;
}

/**
 * The page inside a bundle: a case to read in any browser, without the desk. One file without
 * scripts, links, images or anything from outside; its own policy forbids them as well.
 */
export function casePage(view: CaseView, head: PageHead): string {
  const part = (title: string, body: string) => `<h2>${inert(title)}</h2>\n${body}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><title>${inert(view.title)}</title><style>${style}</style></head><body>
<h1>${inert(view.title)}</h1>
<p>${inert(`Case ${view.id} · ${view.kind} · ${view.status} · ${view.priority} · owner ${view.owner ?? 'nobody'}`)}</p>
<p><small>${inert(`Level ${head.level}. Made ${head.made_at} by ${head.made_by}, desk key ${head.key_id}. This page proves nothing by itself: have a Recharge Desk verify the bundle.`)}</small></p>
${part(
  'Records as they were',
  table(
    ['kind', 'id', 'copy as of', 'told apart by'],
    view.links
      .filter(({ standing }) => standing)
      .map((one) => [one.kind, one.id, one.as_of, one.summary]),
  ),
)}
${part(
  'Notes',
  table(
    ['when', 'who', 'note'],
    view.notes.filter(({ standing }) => standing).map((one) => [one.at, one.by, one.text]),
  ),
)}
${part(
  'Decisions',
  table(
    ['when', 'who', 'decision', 'because'],
    view.decisions.map((one) => [one.at, one.by, one.text, one.because]),
  ),
)}
${part(
  'Events',
  table(
    ['when', 'event', 'noted by'],
    view.events.map((one) => [one.happened_at, one.text, one.by]),
  ),
)}
${part(
  'Tasks',
  table(
    ['task', 'state', 'due', 'who'],
    view.tasks.map((one) => [one.text, one.state, one.due, one.assignee]),
  ),
)}
${part(
  'Checklist',
  table(
    ['item', 'outcome', 'reason'],
    view.checklist.map((one) => [one.label, one.outcome, one.reason]),
  ),
)}
${part(
  'Attachments',
  table(
    ['name', 'type', 'bytes', 'SHA-256'],
    view.attachments.map((one) => [one.name, one.type, String(one.bytes), one.sha256]),
  ),
)}
${part(
  'Custody',
  table(
    ['when', 'who', 'what', 'bundle', 'for or from'],
    view.custody.map((one) => [one.at, one.by, one.act, one.bundle, one.party]),
  ),
)}
${part(
  'Where desks disagree',
  table(
    ['field', 'values'],
    view.conflicts.map((one) => [
      one.field,
      one.choices.map(({ value, by, desk }) => `${value} (${by} at ${desk})`).join('\n'),
    ]),
  ),
)}
</body></html>
`;
}
