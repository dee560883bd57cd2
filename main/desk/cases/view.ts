import { type CaseView, checklists, type CopiedRecord } from '../../../contract/cases.ts';
import type { RecordKind } from '../../../contract/records.ts';
import { sayCoins, sayMoney, sayTime, sayWord } from '../../../contract/say.ts';
import { isInt64Text, wireTime } from '../../../contract/values.ts';
import { causeOf } from '../../../contract/verdict-words.ts';
import type { ReadEntry } from './entry.ts';
import { disagreements, type Folded } from './fold.ts';
import { absorberOf, tagsOf } from './projection.ts';

/** Who put it in, when, and at which desk: what every part of a case says. */
function put(entry: ReadEntry) {
  return { entry: entry.id, at: wireTime(Number(entry.at)), by: entry.by, desk: entry.desk };
}

/**
 * A case as it is shown: what its own entries say, and of the cases it took up all that is work.
 * `hasFile` says whether the bytes of an attachment are here.
 */
export function viewOf(
  folded: Folded,
  taken: readonly Folded[],
  hasFile: (sha256: string) => boolean,
): CaseView {
  const all = [folded, ...taken];
  const hold = folded.heads('hold').find(({ value }) => value === 'yes');
  return {
    id: folded.id,
    title: folded.title,
    kind: folded.kind,
    status: folded.status,
    owner: folded.value('owner'),
    priority: folded.priority,
    due: folded.value('due'),
    tags: [...new Set(all.flatMap(tagsOf))].toSorted(),
    archived: folded.value('archived') === 'yes',
    hold: hold !== undefined,
    hold_reason: hold?.reason ?? null,
    closed_because:
      folded.status === 'closed' ? (folded.heads('status').at(-1)?.reason ?? null) : null,
    absorbed_by: absorberOf(folded),
    opened_at: wireTime(Number(folded.opened?.at ?? 0n)),
    changed_at: wireTime(Number(folded.entries.at(-1)?.at ?? 0n)),
    conflicts: disagreements(folded).map((field) => ({
      field,
      choices: folded.heads(field).map(({ entry, value, reason }) => ({
        ...put(entry),
        value,
        reason,
      })),
    })),
    links: all.flatMap(linksOf),
    notes: all.flatMap(notesOf),
    attachments: all.flatMap((one) =>
      one.of('attachment').map((entry) => {
        const { name, type, bytes, sha256, warning } = entry.content;
        return { ...put(entry), name, type, bytes, sha256, warning, here: hasFile(sha256) };
      }),
    ),
    events: all.flatMap((one) =>
      one.of('event').map((entry) => ({
        ...put(entry),
        happened_at: entry.content.at,
        text: entry.content.text,
      })),
    ),
    tasks: all.flatMap(tasksOf),
    checklist: checklistOf(folded),
    decisions: all.flatMap((one) =>
      one.of('decision').map((entry) => ({
        ...put(entry),
        text: entry.content.text,
        because: entry.content.because,
      })),
    ),
    related: all.flatMap((one) =>
      one.of('related').map((entry) => ({
        ...put(entry),
        case: entry.content.case,
        why: entry.content.why,
      })),
    ),
    absorbs: absorbedBy(folded),
    custody: folded.of('custody').map((entry) => {
      const { act, bundle, level, party, entries } = entry.content;
      return { ...put(entry), act, bundle, level, party, entries };
    }),
    steps: all.flatMap((one) =>
      one.of('step').map((entry) => {
        const { what, input, total, as_of } = entry.content;
        return { ...put(entry), what, input, total, as_of };
      }),
    ),
    erasures: folded.of('erasure').map((entry) => {
      const { subject, basis, erased, kept } = entry.content;
      return { ...put(entry), subject, basis, erased, kept };
    }),
    entries: folded.entries.length,
    hidden: folded.entries.filter(({ state }) => state !== 'whole').length,
  };
}

/** The cases that this one took up and still holds. */
export function absorbedBy(folded: Folded): string[] {
  return folded
    .names('absorbs:')
    .filter((name) => folded.value(name) === 'on')
    .map((name) => name.slice('absorbs:'.length));
}

function linksOf(folded: Folded): CaseView['links'] {
  return folded.of('link').map((entry) => {
    const { record, copied } = entry.content;
    return {
      ...put(entry),
      kind: record.kind,
      id: record.id,
      as_of: copied.as_of,
      summary: summaryOf(record.kind, copied),
      standing: folded.value(`link:${entry.id}`) !== 'removed',
    };
  });
}

function notesOf(folded: Folded): CaseView['notes'] {
  return folded.of('note').map((entry) => {
    const edit = folded.heads(`note:${entry.id}`).at(-1);
    return {
      ...put(entry),
      text: edit?.value ?? entry.content.text,
      edited: edit ? { at: wireTime(Number(edit.entry.at)), by: edit.entry.by } : null,
      standing: !(edit && edit.value === null),
    };
  });
}

function tasksOf(folded: Folded): CaseView['tasks'] {
  return folded.of('task').map((entry) => {
    const { text, due, assignee } = entry.content;
    const state = folded.value(`task:${entry.id}`);
    return {
      ...put(entry),
      text,
      due,
      assignee,
      state: state === 'done' || state === 'dropped' ? state : 'open',
    };
  });
}

function checklistOf(folded: Folded): CaseView['checklist'] {
  return checklists[folded.kind].map(({ item, label }) => {
    const held = folded.heads(`check:${item}`).at(-1);
    const outcome = held?.value === 'done' || held?.value === 'waived' ? held.value : 'open';
    return {
      item,
      label,
      outcome,
      reason: held?.reason ?? null,
      by: outcome === 'open' ? null : (held?.entry.by ?? null),
    };
  });
}

/** The columns that tell records of a kind apart, where the copy has them. */
const telling: Partial<Record<RecordKind, readonly string[]>> = {
  account: ['username', 'country', 'status'],
  recharge: ['coins', 'amount_minor', 'channel', 'created_at'],
  store_record: ['state', 'sku', 'purchased_at'],
  payment: ['status', 'amount_minor', 'created_at'],
  instrument: ['kind', 'brand', 'last4', 'issuer_country'],
  device: ['platform', 'model', 'os_version'],
  ip: ['ip_country', 'ip_kind'],
  seller: ['name', 'status', 'kind'],
  ticket: ['subject', 'status', 'opened_at'],
  adjustment: ['coins', 'reason', 'state', 'account'],
  case: ['title', 'status'],
};

/** Columns whose values are words of a list, written with underscores. */
const worded: readonly string[] = ['status', 'state', 'channel', 'kind', 'platform', 'ip_kind'];

/** A line that tells a linked record apart. */
export function summaryOf(kind: RecordKind, copied: CopiedRecord): string {
  const said = (telling[kind] ?? [])
    .map((name) => toldBy(name, copied.fields))
    .filter((value) => value !== null);
  if (copied.verdict) said.unshift(causeOf(copied.verdict.root_cause));
  return said.join(' · ').slice(0, 300);
}

function toldBy(name: string, fields: CopiedRecord['fields']): string | null {
  const value = fields[name] ?? null;
  if (value === null) return null;
  if (name === 'coins') return isInt64Text(value) ? sayCoins(BigInt(value)) : value;
  if (name === 'amount_minor')
    return isInt64Text(value) ? sayMoney(BigInt(value), fields.currency ?? null) : value;
  if (worded.includes(name)) return sayWord(value);
  return /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? sayTime(Date.parse(value)) : value;
}
