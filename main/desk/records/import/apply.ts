import { searchPart } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { addMiddles, lastWord } from '../search/words.ts';
import { suspendIndices } from './indices.ts';
import type { StagedTable } from './plan.ts';
import type { Progress, WorkPart } from './progress.ts';
import { columnsOf, listed, originColumns } from './staging.ts';

export interface Applying {
  readonly tables: readonly StagedTable[];
  /** The number of the run in the books. */
  readonly run: bigint;
  readonly progress: Progress;
  /** Called between any two statements that may take long. */
  readonly step: () => void;
}

/**
 * Brings what a plan left in its staging file, attached as `staged`, into the copy: table by table,
 * all rows at once, nothing left to decide. Inside the transaction of the run.
 */
export function applyAll(db: Db, applying: Applying): void {
  const { tables, progress, step } = applying;
  const changing = tables
    .map((staged) => ({ staged, amount: amountOf(db, staged) }))
    .filter(({ amount }) => amount.rows > 0);
  const work = changing.map(({ staged: { table }, amount }) => workOf(table, amount.rows));
  const all = work.reduce((sum, { total }) => sum + total, 0);
  progress.enter('indexing', [...work, workOf(searchPart, all / searchSteps)]);
  for (const { staged, amount } of changing) applyTable(db, staged, amount, applying);
  applySearch(db, () => {
    progress.did(searchPart, 1 / searchSteps);
    step();
  });
}

function workOf(table: string, rows: number): WorkPart {
  return { name: table, table, total: rows };
}

function applyTable(
  db: Db,
  staged: StagedTable,
  amount: Amount,
  { run, progress, step }: Applying,
): void {
  const indices = suspendIndices(db, { ...staged, ...amount });
  const did = () => {
    progress.did(staged.table, 1 / (2 + indices.count));
    step();
  };
  changeRows(db, staged, run);
  did();
  addRows(db, staged, amount.plain);
  did();
  indices.restore(did);
}

/** How much a table changes. */
interface Amount {
  /** Rows that come or change. */
  readonly rows: number;
  /** Every row that was read is new: they can be moved as they lie there. */
  readonly plain: boolean;
  readonly added: number;
}

function amountOf(db: Db, { table }: StagedTable): Amount {
  const count = (name: string) =>
    Number(db.prepare(`select count(*) from staged."${name}"`).pluck().get());
  const skipped = count(`skipped_${table}`);
  const fresh = Number(
    db.prepare(`select coalesce(max(rowid), 0) from staged."fresh_${table}"`).pluck().get(),
  );
  const changed = count(`changed_${table}`) + count(`confirmed_${table}`) + count(`gone_${table}`);
  const added = fresh - skipped + count(`placed_${table}`);
  return { rows: added + changed, added, plain: skipped === 0 };
}

/** Rows of the copy that another took the place of, say something else, or are newer than they were. */
function changeRows(db: Db, { table, changing }: StagedTable, run: bigint): void {
  db.exec(`delete from main."${table}" where rowid in (select number from staged."gone_${table}")`);
  if (changing.length > 0)
    db.exec(
      `update main."${table}" set ${changing.map((column) => `"${column}" = o."${column}"`).join(', ')}
       from staged."changed_${table}" h cross join staged."${table}" o on o.rowid = h.place
       where main."${table}".rowid = h.number`,
    );
  db.exec(
    `update main."${table}" set origin_run = ${run}, origin_file = n.file, origin_line = n.line
     from staged."confirmed_${table}" n where main."${table}".rowid = n.number`,
  );
}

function addRows(db: Db, { table }: StagedTable, plain: boolean): void {
  const columns = listed([...columnsOf(table), ...originColumns]);
  // Written so, SQLite moves the rows without looking into them, an index of the keys included.
  if (plain) db.exec(`insert into main."${table}" select * from staged."fresh_${table}"`);
  else
    db.exec(
      `insert into main."${table}" (${columns}) select ${columns} from staged."fresh_${table}" f
       where not exists (select 1 from staged."skipped_${table}" s where s.number = f.rowid)`,
    );
  db.exec(
    `insert into main."${table}" (${columns}) select ${columns} from staged."${table}"
     where rowid in (select place from staged."placed_${table}")`,
  );
}

/** Terms, tails, words and their middles. */
const searchSteps = 4;

/** What rows said before, and what they can be found by. */
function applySearch(db: Db, step: () => void): void {
  const history = 'table_name, key, content, origin_run, origin_file, origin_line, replaced_by_run';
  db.exec(
    `insert into main.history (${history}) select ${history} from staged.history order by number`,
  );
  for (const [table, column] of [
    ['terms', 'term'],
    ['tails', 'tail'],
  ] as const) {
    // Into an empty table they are moved as they lie there.
    const or = isEmpty(db, table) ? '' : 'or ignore';
    db.exec(`insert ${or} into main.${table} select * from staged.${table}`);
    db.exec(
      `delete from main.${table} where (${column}, kind, id, field) in (
         select term, kind, id, field from staged.gone_${table})`,
    );
    step();
  }
  const last = lastWord(db);
  db.exec('insert or ignore into main.words (word) select word from staged.words order by word');
  step();
  addMiddles(db, last);
  step();
}

function isEmpty(db: Db, table: string): boolean {
  return db.prepare(`select 1 from main."${table}" limit 1`).get() === undefined;
}
