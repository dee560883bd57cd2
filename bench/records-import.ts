import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { importDrop } from '../main/desk/records/import/import.ts';
import { recordsMigrations } from '../main/desk/records/schema.ts';
import { layoutOf, openWorkspace } from '../main/desk/storage/storage.ts';
import type { ImportFigures } from './records/import-speed.ts';

/**
 * One plan of a drop and its commit, in a process that does nothing else, as a desk's would: what
 * was made or loaded before does not count as its memory. Prints its figures as one line of JSON.
 * Arguments: the workspace, the drop, and `again` where the workspace has the drop already.
 */
const [folder = '', drop = '', again] = process.argv.slice(2);

if (again === undefined) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
openWorkspace(folder, { desk: [], records: recordsMigrations }, true).close();
const layout = layoutOf(folder);
const memory = watchMemory();
const timed = async (commit: boolean) => {
  const begun = performance.now();
  const result = await importDrop({ layout, drop, commit, by: 'bench' });
  return { seconds: (performance.now() - begun) / 1000, result };
};
// As in the window: the plan is looked at, and the commit does what it worked out.
const plan = await timed(false);
const commit = await timed(true);
const figures: ImportFigures = {
  plan: plan.seconds,
  commit: commit.seconds,
  rows: Object.values(commit.result.tables).reduce((sum, { read }) => sum + read, 0),
  megabytes: memory.peak(),
};
console.log(JSON.stringify(figures));

/** The most memory that this process and those it started held at once, in MB. */
function watchMemory() {
  let most = 0;
  const look = () => {
    most = Math.max(most, held(process.pid));
  };
  const timer = setInterval(look, 100);
  return {
    peak(): number {
      look();
      clearInterval(timer);
      return Math.round(most / 1e6);
    },
  };
}

function held(pid: number): number {
  try {
    const own = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
    // A child that a worker thread started stands among the children of that thread.
    const children = new Set(childrenOfThreads(pid).filter(Boolean));
    return [...children].reduce((sum, child) => sum + held(Number(child)), own);
  } catch {
    return 0;
  }
}

function childrenOfThreads(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
    try {
      return readFileSync(`/proc/${pid}/task/${tid}/children`, 'utf8').trim().split(' ');
    } catch {
      return [];
    }
  });
}
