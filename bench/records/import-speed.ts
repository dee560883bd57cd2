import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { importDrop } from '../../main/desk/records/import/import.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { layoutOf, openWorkspace } from '../../main/desk/storage/storage.ts';
import { loadWithCli } from './sqlite-cli.ts';

interface Figures {
  readonly plan: number;
  readonly commit: number;
  readonly rows: number;
  readonly megabytes: number;
}

/**
 * A plan of a drop and its commit, into a workspace made anew, or with `again` into one that has the
 * drop already. As in the window: the plan is looked at, and the commit does what it worked out.
 */
async function importInto(folder: string, drop: string, again: boolean): Promise<Figures> {
  if (!again) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  openWorkspace(folder, { desk: [], records: recordsMigrations }, true).close();
  const layout = layoutOf(folder);
  const memory = watchMemory();
  const timed = async (commit: boolean) => {
    const begun = performance.now();
    const result = await importDrop({ layout, drop, commit, by: 'bench' });
    return { seconds: (performance.now() - begun) / 1000, result };
  };
  const plan = await timed(false);
  const commit = await timed(true);
  const rows = Object.values(commit.result.tables).reduce((sum, { read }) => sum + read, 0);
  return { plan: plan.seconds, commit: commit.seconds, rows, megabytes: memory.peak() };
}

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

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** Imports and loads in turn, so that what else the machine does hits both; gives the workspace. */
export async function measureImport(asked: {
  readonly drop: string;
  readonly folder: string;
  readonly runs: number;
}): Promise<string> {
  const { drop, folder, runs } = asked;
  const workspace = path.join(folder, 'workspace');
  const own: Figures[] = [];
  const peer: { seconds: number; rows: number }[] = [];
  for (let run = 0; run < runs; run++) {
    own.push(await importInto(workspace, drop, false));
    peer.push(loadWithCli(drop, path.join(folder, 'cli.db')));
  }
  rmSync(path.join(folder, 'cli.db'), { force: true });
  const again = await importInto(workspace, drop, true);
  const rows = own[0]?.rows ?? 0;
  if (peer[0]?.rows !== rows) throw new Error(`${rows} rows here, ${peer[0]?.rows} there`);
  const plan = median(own.map((each) => each.plan));
  const commit = median(own.map((each) => each.commit));
  const theirs = median(peer.map(({ seconds }) => seconds));
  const memory = Math.max(...own.map(({ megabytes }) => megabytes));
  const say = (what: string, seconds: number) =>
    `  ${what.padEnd(28)}${seconds.toFixed(1)} s (${Math.round(rows / seconds).toLocaleString('en')} rows/s)`;
  console.log(`Import, medians of ${runs}:
${say('plan', plan)}
${say('commit to searchable', commit)}
${say('both', plan + commit)}, at most ${memory} MB
${say('sqlite3 .import, the same', theirs)}
  desk / sqlite3              ${(commit / theirs).toFixed(2)}, with the plan ${((plan + commit) / theirs).toFixed(2)}
${say('the same drop again: plan', again.plan)}
${say('its commit', again.commit)}`);
  return workspace;
}
