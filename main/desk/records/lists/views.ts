import { randomBytes } from 'node:crypto';
import { refuse } from '../../../../contract/errors.ts';
import {
  type ListName,
  type ListView,
  listNames,
  listView,
  type SavedView,
  type Standing,
  standing as standingShape,
} from '../../../../contract/record-lists.ts';
import type { Db } from '../../storage/storage.ts';

const names: ReadonlySet<unknown> = new Set(listNames);

interface StoredView {
  readonly view: string;
  readonly list: string;
  readonly name: string;
  readonly content: string;
}

/**
 * The views that people keep, and what each left on the screen, in desk.db. They are a person's
 * own: nobody sees or changes another's, and nothing is decided by them.
 */
export function createViews(desk: Db, clock: () => number) {
  const all = desk.prepare<[string, string], StoredView>(
    'select view, list, name, content from list_views where person = ? and list = ? order by number',
  );
  const put = desk.prepare(
    `insert into list_views (view, person, list, name, content) values (?, ?, ?, ?, ?)
     on conflict (view) do update set name = excluded.name, content = excluded.content
       where person = excluded.person and list = excluded.list`,
  );
  const remove = desk.prepare('delete from list_views where view = ? and person = ?');
  const left = desk
    .prepare('select content from list_standings where person = ? and list = ?')
    .pluck();
  const leave = desk.prepare(
    `insert into list_standings (person, list, content, at) values (?, ?, ?, ?)
     on conflict (person, list) do update set content = excluded.content, at = excluded.at`,
  );
  const last = desk
    .prepare('select list from list_standings where person = ? order by at desc, list')
    .pluck();
  return {
    of(person: string, list: string): SavedView[] {
      return all.all(person, list).flatMap((stored) => {
        const content = parsed(stored.content, listView);
        return content ? [{ ...stored, content }] : [];
      });
    },
    /** Refuses NOT_FOUND for a view that is not this person's. */
    save(
      person: string,
      input: { view?: string | undefined; list: string; name: string; content: ListView },
    ): SavedView {
      const view = input.view ?? `view_${randomBytes(10).toString('hex')}`;
      const { list, name, content } = input;
      const known =
        input.view === undefined || this.of(person, list).some((each) => each.view === view);
      if (!known) throw unknownView();
      put.run(view, person, list, name, JSON.stringify(content));
      return { view, list, name, content };
    },
    /** Refuses NOT_FOUND for a view that is not this person's. */
    remove(person: string, view: string): void {
      if (remove.run(view, person).changes === 0) throw unknownView();
    },
    standing(person: string, list: string): Standing | null {
      const content = left.get(person, list);
      return typeof content === 'string' ? parsed(content, standingShape) : null;
    },
    /** The list that was looked at last; lists of other areas do not count. */
    last(person: string): ListName | null {
      const lists = last.all(person);
      return listNames.find((name) => name === lists.find((each) => names.has(each))) ?? null;
    },
    keepStanding(person: string, list: string, standing: Standing): void {
      leave.run(person, list, JSON.stringify(standing), clock());
    },
  };
}

/** What an older program wrote may no longer fit; then it is as if it were not there. */
function parsed<T>(
  text: string,
  shape: { safeParse(value: unknown): { success: boolean; data?: T | undefined } },
): T | null {
  const { success, data } = shape.safeParse(JSON.parse(text));
  return success && data !== undefined ? data : null;
}

function unknownView() {
  return refuse(
    'NOT_FOUND',
    'There is no such view of yours.',
    'It may have been removed; choose another.',
  );
}
