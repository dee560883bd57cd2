import { type Moment, mostMoments } from '../../../contract/cases.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { CaseDeps } from './cases.ts';
import type { ReadEntry } from './entry.ts';
import type { Store } from './store.ts';
import type { Work } from './work.ts';

/**
 * Everything about a case or an account on one axis, oldest first: what the records told when
 * they were linked, what people noted, what was done. Of an account also what the copy tells now,
 * and the cases it stands in.
 */
export function createTimeline(deps: CaseDeps, store: Store, work: Work) {
  const ofCase = (id: string): Moment[] => {
    const folded = work.foldedOf(id);
    return [folded, ...work.takenBy(folded)].flatMap((one) => one.entries.flatMap(momentsOf));
  };

  const ofAccount = (id: string): Moment[] => {
    const shown = deps.show({ kind: 'account', id });
    const told = shown.timeline.flatMap(({ at, table, key, text }) =>
      at === null ? [] : [{ at, source: table, key, text }],
    );
    const cases = store.withRecord('account', id).map(({ id: key, title, opened_at }) => ({
      at: opened_at,
      source: 'cases',
      key,
      text: `Case opened: ${title}`,
    }));
    return [...told, ...cases];
  };

  return (input: { case?: string | undefined; account?: string | undefined }) => {
    if ((input.case === undefined) === (input.account === undefined))
      throw refuse('BAD_INPUT', 'A timeline is of a case or of an account.', 'Name one of them.');
    const all = input.case !== undefined ? ofCase(input.case) : ofAccount(input.account ?? '');
    const seen = new Set<string>();
    const moments = all
      .filter(({ at, source, key, text }) => {
        const name = `${at} ${source} ${key} ${text}`;
        return seen.has(name) ? false : (seen.add(name), true);
      })
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    // Where there are too many, the newest are what people come for.
    return { moments: moments.slice(-mostMoments), cut: moments.length > mostMoments };
  };
}

/** What one entry puts on the axis: itself, and for a record the story that was kept with it. */
function momentsOf(entry: ReadEntry): Moment[] {
  const at = wireTime(Number(entry.at));
  const own = (source: string, text: string): Moment => ({ at, source, key: entry.id, text });
  const { content } = entry;
  if (content === null) return [own('case', `${entry.kind} (not shown: masked or erased)`)];
  switch (content.kind) {
    case 'opened':
      return [own('case', `Opened by ${entry.by}: ${content.title}`)];
    case 'note':
      return [own('notes', `${entry.by}: ${content.text.slice(0, 300)}`)];
    case 'event':
      return [
        { at: content.at, source: 'events', key: entry.id, text: content.text.slice(0, 300) },
      ];
    case 'decision':
      return [own('decisions', `${entry.by} decided: ${content.text.slice(0, 300)}`)];
    case 'attachment':
      return [own('attachments', `${entry.by} attached ${content.name}`)];
    case 'task':
      return [own('tasks', `${entry.by} asked for: ${content.text}`)];
    case 'custody':
      return [own('custody', `${content.act} by ${entry.by}: bundle ${content.bundle}`)];
    case 'set':
      return ['status', 'hold', 'archived'].includes(content.field)
        ? [own('case', `${entry.by} set ${content.field} to ${content.value}`)]
        : [];
    case 'link':
      return content.copied.timeline.flatMap((told) =>
        told.at === null
          ? []
          : [{ at: told.at, source: told.table, key: told.key, text: told.text }],
      );
    case 'related':
    case 'step':
      return [];
    case 'erasure':
      return [own('case', `${entry.by} erased what named ${content.subject}`)];
  }
}
