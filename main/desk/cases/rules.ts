import {
  caseKind,
  casePriority,
  checklists,
  type EntryBody,
  type RegisterName,
} from '../../../contract/cases.ts';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import { counted } from '../../../contract/say.ts';
import { absorberOf } from './projection.ts';
import type { Folded } from './fold.ts';

/** What a person asks to set: a name, its value, and why. */
export interface Wish {
  readonly field: RegisterName;
  readonly value: string | null;
  readonly reason: string | null;
}

/** Who sets something: which keys are of their desk, and whether their role sets and ends legal holds. */
export interface Setter {
  readonly isHere: (key: string) => boolean;
  readonly mayHold: boolean;
}

/** Why nothing may be added to a case now, or null. Custody and holds come all the same. */
export function closedTo(folded: Folded): Refusal | null {
  const absorber = absorberOf(folded);
  if (absorber !== null)
    return refuse(
      'BAD_INPUT',
      `${folded.id} was taken up by ${absorber}.`,
      `Work on ${absorber}, or release ${folded.id} from it.`,
    );
  if (folded.status === 'closed')
    return refuse('BAD_INPUT', `${folded.id} is closed.`, 'Reopen it with a reason, then go on.');
  return null;
}

/** What still stands between a case and its closing; null where nothing does. */
export function unfinished(folded: Folded): Refusal | null {
  const open = checklists[folded.kind].filter(
    ({ item }) => !['done', 'waived'].includes(folded.value(`check:${item}`) ?? 'open'),
  );
  if (open.length > 0)
    return refuse(
      'BAD_INPUT',
      `The checklist is not finished: ${open.map(({ item, label }) => `${item} (${label})`).join('; ')}.`,
      'Do each item, or waive it with a reason.',
    );
  const tasks = folded
    .of('task')
    .filter(({ id }) => (folded.value(`task:${id}`) ?? 'open') === 'open');
  if (tasks.length > 0)
    return refuse(
      'BAD_INPUT',
      `${counted(tasks.length, 'task is', 'tasks are')} open, the first: ${tasks[0]?.content.text}.`,
      'Do or drop each of them, then close.',
    );
  return null;
}

/** Why a wish cannot be granted, or null. Whether the case is open was asked before. */
export function objectionTo(folded: Folded, wish: Wish, who: Setter): Refusal | null {
  const [name, id] = splitName(wish.field);
  switch (name) {
    case 'title':
      return wish.value?.trim() ? null : bad('A case has a title.', 'Give a title.');
    case 'kind':
      return oneOf(caseKind.options, wish, 'kind');
    case 'priority':
      return oneOf(casePriority.options, wish, 'priority');
    case 'status':
      return oneOf(['open', 'waiting'], wish, 'status');
    case 'owner':
      return wish.value === null || wish.value.length <= 100
        ? null
        : bad('A name has at most 100 characters.', 'Give a user name.');
    case 'due':
      return wish.value === null || isDay(wish.value)
        ? null
        : bad(`${wish.value} is no day.`, 'Give it as 2026-11-30.');
    case 'archived':
      return archiving(folded, wish);
    case 'hold':
      return holding(folded, wish, who);
    case 'note':
      return known(folded.of('note'), id, 'note');
    case 'task':
      return (
        known(folded.of('task'), id, 'task') ?? oneOf(['open', 'done', 'dropped'], wish, 'a task')
      );
    case 'check':
      return checking(folded, id, wish);
    case 'tag':
      return id.length > 60 || id.trim() === ''
        ? bad('A tag has one to 60 characters.', 'Shorten it.')
        : oneOf(['on', 'off'], wish, 'a tag');
    case 'link':
      return known(folded.of('link'), id, 'link') ?? unlinking(wish);
    default:
      return bad(`${wish.field} is not set by hand.`, 'Use the command made for it.');
  }
}

/** The name of a thing and, behind the first colon, the id of the one that is meant. */
export function splitName(field: string): [string, string] {
  const at = field.indexOf(':');
  return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
}

/** The entry that sets a name, replacing all that stand; null where it would change nothing. */
export function setting(folded: Folded, wish: Wish): EntryBody | null {
  const heads = folded.heads(wish.field);
  const [only] = heads;
  const unchanged = heads.length <= 1 && valueNow(folded, wish.field) === wish.value;
  if (unchanged && (only === undefined || only.reason === wish.reason || wish.reason === null))
    return null;
  return {
    kind: 'set',
    field: wish.field,
    value: wish.value,
    reason: wish.reason,
    replaces: heads.map(({ entry }) => entry.id),
  };
}

/** What stands now, with what holds before anybody set anything. */
function valueNow(folded: Folded, field: string): string | null {
  if (folded.heads(field).length > 0) return folded.value(field);
  if (field === 'title') return folded.title;
  if (field === 'kind') return folded.kind;
  if (field === 'status') return folded.status;
  if (field === 'priority') return folded.priority;
  return null;
}

function bad(sentence: string, next: string): Refusal {
  return refuse('BAD_INPUT', sentence, next);
}

function oneOf(words: readonly string[], wish: Wish, what: string): Refusal | null {
  return wish.value !== null && words.includes(wish.value)
    ? null
    : bad(
        `${what} is one of ${words.join(', ')}, not ${wish.value ?? 'nothing'}.`,
        'Give one of them.',
      );
}

function known(entries: readonly { id: string }[], id: string, what: string): Refusal | null {
  return entries.some((entry) => entry.id === id)
    ? null
    : refuse(
        'NOT_FOUND',
        `This case has no ${what} ${id}.`,
        `Give the entry id of a ${what} in it.`,
      );
}

function archiving(folded: Folded, wish: Wish): Refusal | null {
  const wrong = oneOf(['yes', 'no'], wish, 'archived');
  if (wrong || wish.value === 'no') return wrong;
  if (folded.heads('hold').some(({ value }) => value === 'yes'))
    return bad('The case is under legal hold.', 'End the hold first.');
  return folded.status === 'closed'
    ? null
    : bad('An open case is not put away.', 'Close it first.');
}

function holding(folded: Folded, wish: Wish, { isHere, mayHold }: Setter): Refusal | null {
  const elsewhere = folded
    .heads('hold')
    .find(({ entry, value }) => value === 'yes' && !isHere(entry.desk));
  if (mayHold && wish.value === 'no' && elsewhere)
    return bad(
      `The hold was set by ${elsewhere.entry.by} at desk ${elsewhere.entry.desk}, which alone ends it.`,
      'Ask that desk to end it and to send the case again.',
    );
  if (!mayHold)
    return refuse(
      'FORBIDDEN',
      'A legal hold is set and ended by an investigator or an owner.',
      'Ask one of them.',
    );
  return (
    oneOf(['yes', 'no'], wish, 'hold') ??
    (wish.reason === null ? bad('A hold needs its reason.', 'Say why.') : null)
  );
}

function checking(folded: Folded, item: string, wish: Wish): Refusal | null {
  const items = checklists[folded.kind].map((each) => each.item);
  if (!items.includes(item))
    return refuse(
      'NOT_FOUND',
      `A case of kind ${folded.kind} has no checklist item ${item}.`,
      `It has ${items.join(', ')}.`,
    );
  return (
    oneOf(['open', 'done', 'waived'], wish, 'a checklist item') ??
    (wish.value === 'waived' && wish.reason === null
      ? bad('What is waived needs its reason.', 'Say why it is not done.')
      : null)
  );
}

function unlinking(wish: Wish): Refusal | null {
  if (wish.value === null) return null;
  return (
    oneOf(['removed'], wish, 'a link') ??
    (wish.reason === null ? bad('Taking a record out needs a reason.', 'Say why.') : null)
  );
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
