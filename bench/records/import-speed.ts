import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { loadWithCli } from './sqlite-cli.ts';

export interface ImportFigures {
  /** Seconds. */
  readonly plan: number;
  readonly commit: number;
  readonly rows: number;
  /** The most that the desk's process and its reader held at once. */
  readonly megabytes: number;
}

/** A plan and its commit into a workspace made anew, or with `again` into one that has the drop. */
function importInto(folder: string, drop: string, again: boolean): ImportFigures {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(import.meta.dirname, '../records-import.ts'),
      folder,
      drop,
      ...(again ? ['again'] : []),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the import failed: ${stderr.slice(0, 500)}`);
  return JSON.parse(stdout) as ImportFigures;
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/**
 * Imports and loads in turn, so that what else the machine does hits both, then the same drop
 * again; with `alone` the import only.
 */
export function measureImport(asked: {
  readonly drop: string;
  readonly folder: string;
  readonly runs: number;
  readonly alone: boolean;
}): void {
  const { drop, folder, runs, alone } = asked;
  const workspace = path.join(folder, 'workspace');
  const own: ImportFigures[] = [];
  const peer: { seconds: number; rows: number }[] = [];
  for (let run = 0; run < runs; run++) {
    own.push(importInto(workspace, drop, false));
    if (!alone) peer.push(loadWithCli(drop, path.join(folder, 'cli.db')));
  }
  rmSync(path.join(folder, 'cli.db'), { force: true });
  const rows = own[0]?.rows ?? 0;
  const plan = median(own.map((each) => each.plan));
  const commit = median(own.map((each) => each.commit));
  const memory = Math.max(...own.map(({ megabytes }) => megabytes));
  const say = (what: string, seconds: number) =>
    `  ${what.padEnd(28)}${seconds.toFixed(1)} s (${Math.round(rows / seconds).toLocaleString('en')} rows/s)`;
  console.log(`Import, medians of ${runs}:
${say('plan', plan)}
${say('commit to searchable', commit)}
${say('both', plan + commit)}, at most ${memory} MB`);
  if (alone) return;
  if (peer[0]?.rows !== rows) throw new Error(`${rows} rows here, ${peer[0]?.rows} there`);
  const theirs = median(peer.map(({ seconds }) => seconds));
  const again = importInto(workspace, drop, true);
  console.log(`${say('sqlite3 .import, the same', theirs)}
  desk / sqlite3              ${(commit / theirs).toFixed(2)}, with the plan ${((plan + commit) / theirs).toFixed(2)}
${say('the same drop again: plan', again.plan)}
${say('its commit', again.commit)}`);
}
