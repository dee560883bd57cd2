import type { Db } from '../../storage/storage.ts';
import type { Links, Use } from '../links/clusters.ts';

/** Degrees of the things that the scope uses, in one go; others are looked up as they come. */
function degreesOfScope(derived: Db): Map<string, number> {
  const rows = derived
    .prepare(
      `select kind || ' ' || node as thing, count(*) as degree from uses
       where (kind, node) in (select distinct kind, node from uses where account in (select account from temp.scope))
       group by kind, node`,
    )
    .safeIntegers(false)
    .all() as { thing: string; degree: number }[];
  return new Map(rows.map((row) => [row.thing, row.degree]));
}

/** Links of the store, read by index and remembered for one run. */
export function linksOf(derived: Db, whole: boolean): Links {
  const uses = derived.prepare('select * from uses where account = ?').safeIntegers(false);
  const users = derived
    .prepare('select * from uses where kind = ? and node = ?')
    .safeIntegers(false);
  const degree = derived
    .prepare('select count(*) from uses where kind = ? and node = ?')
    .pluck()
    .safeIntegers(false);
  const degrees = whole ? new Map<string, number>() : degreesOfScope(derived);
  const lists = new Map<string, readonly Use[]>();
  return {
    usesOf: (account) => uses.all(account) as Use[],
    usersOf(kind, node) {
      const name = `${kind} ${node}`;
      let list = lists.get(name);
      if (!list) {
        list = users.all(kind, node) as Use[];
        lists.set(name, list);
      }
      return list;
    },
    degreeOf(kind, node) {
      const name = `${kind} ${node}`;
      let count = degrees.get(name);
      if (count === undefined) {
        count = degree.get(kind, node) as number;
        degrees.set(name, count);
      }
      return count;
    },
  };
}
