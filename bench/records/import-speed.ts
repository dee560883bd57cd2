import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { importDrop } from '../../main/desk/records/import/import.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { layoutOf, openWorkspace } from '../../main/desk/storage/storage.ts';
import { loadWithCli } from './sqlite-cli.ts';

interface Figures {
  readonly seconds: number;
  readonly rows: number;
  readonly megabytes: number;
}

/** An import into a workspace made anew, or with `again` into one that has the drop already. */
async function importInto(folder: string, drop: string, commit: boolean, again: boolean) {
  if (!again) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  openWorkspace(folder, { desk: [], records: recordsMigrations }, true).close();
  const memory = watchMemory();
  const begun = performance.now();
  const result = await importDrop({ layout: layoutOf(folder), drop, commit, by: 'bench' });
  const seconds = (performance.now() - begun) / 1000;
  const rows = Object.values(result.tables).reduce((sum, { read }) => sum + read, 0);
  return { seconds, rows, megabytes: memory.peak() } satisfies Figures;
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
const rate = ({ rows, seconds }: { rows: number; seconds: number }) =>
  `${Math.round(rows / seconds).toLocaleString('en')} rows/s`;

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
  const plan = await importInto(workspace, drop, false, false);
  for (let run = 0; run < runs; run++) {
    own.push(await importInto(workspace, drop, true, false));
    peer.push(loadWithCli(drop, path.join(folder, 'cli.db')));
  }
  const again = await importInto(workspace, drop, true, true);
  const mine = { rows: own[0]?.rows ?? 0, seconds: median(own.map(({ seconds }) => seconds)) };
  const theirs = { rows: peer[0]?.rows ?? 0, seconds: median(peer.map(({ seconds }) => seconds)) };
  if (mine.rows !== theirs.rows) throw new Error(`${mine.rows} rows here, ${theirs.rows} there`);
  const memory = Math.max(...own.map(({ megabytes }) => megabytes));
  console.log(`Import, medians of ${runs}:
  plan                        ${plan.seconds.toFixed(1)} s (${rate(plan)})
  commit to searchable        ${mine.seconds.toFixed(1)} s (${rate(mine)}), at most ${memory} MB
  sqlite3 .import, the same   ${theirs.seconds.toFixed(1)} s (${rate(theirs)})
  desk / sqlite3              ${(mine.seconds / theirs.seconds).toFixed(2)}
  the same drop again         ${again.seconds.toFixed(1)} s (${rate(again)})`);
  return workspace;
}
