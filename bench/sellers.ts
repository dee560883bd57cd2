import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runImport } from '../main/desk/records/import/run.ts';
import { openDerived } from '../main/desk/sellers/derive/store.ts';
import { createGraph } from '../main/desk/sellers/graph/graph.ts';
import { derive } from '../tests/sellers/derived.ts';
import { grade } from '../tests/sellers/world/grade.ts';
import { simulate } from '../tests/sellers/world/simulate.ts';
import { randomOf } from '../tests/sellers/world/world.ts';
import { bigCopy, dayDrop, emptyWorkspace } from './sellers/copy.ts';

/**
 * Scam sellers: how well a labelled world is told apart (several seeds), and how fast links and
 * scores of a million recharges are worked out, anew and after a day's drop. Run with
 * `npm run bench:sellers`; `RECHARGES=100000 npm run bench:sellers` is a quick look. The big copy is made
 * once and kept in `COPY`; `ONLY=quality` or `ONLY=speed` runs one half.
 */
const recharges = Number(process.env.RECHARGES ?? 1_000_000);
const seeds = (process.env.SEEDS ?? '11,12,13,14,15,16,17,18,19,20').split(',').map(Number);
const kept = process.env.COPY ?? path.join(tmpdir(), 'desk-bench-sellers');
const only = process.env.ONLY ?? '';
const folder = mkdtempSync(path.join(tmpdir(), 'desk-sellers-'));

/** Wall clock and the processor's own time, in words: on a busy machine only the second says much. */
function seconds(work: () => void): string {
  const begun = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - begun) / 1000;
  return `${wall.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor time)`;
}

async function quality(): Promise<void> {
  console.log(
    '| seed | sellers: precision | recall | ring roles | victims called sellers | innocents accused |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|');
  for (const seed of seeds) {
    const { layout, db } = emptyWorkspace(path.join(folder, `seed-${seed}`));
    const world = simulate(seed, { everyday: 1500, scams: 40 });
    const drop = path.join(folder, `drop-${seed}`);
    world.drop(drop);
    await runImport(db, { layout, drop, commit: true, by: 'bench' });
    db.close();
    const { lines, rings } = derive(layout.records, layout.derived);
    const got = grade(world.truth, lines, rings);
    console.log(
      `| ${seed} | ${got.precision.toFixed(3)} | ${got.recall.toFixed(3)} | ${got.roles.toFixed(3)} | ${got.victimsCalledSellers} | ${got.innocentsAccused} |`,
    );
  }
}

function speed(): void {
  const { layout, db } = bigCopy(kept, path.join(folder, 'speed'), recharges);
  const random = randomOf(7);
  const whole = seconds(() => derive(layout.records, layout.derived));
  const nothing = seconds(() => derive(layout.records, layout.derived));
  dayDrop(db, recharges);
  const after = seconds(() => derive(layout.records, layout.derived));
  const grown = derive(layout.records, layout.derived);
  const anew = derive(layout.records, `${layout.derived}.anew`);
  const same =
    JSON.stringify(grown.rings) === JSON.stringify(anew.rings) &&
    JSON.stringify(grown.lines) === JSON.stringify(anew.lines);
  const derived = openDerived(layout.derived);
  const graph = createGraph(() => derived);
  const times: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const begun = performance.now();
    graph.around({ kind: 'account', id: `ac_${random.int(0, recharges / 4)}` }, 2, 600);
    times.push(performance.now() - begun);
  }
  derived.close();
  db.close();
  times.sort((a, b) => a - b);
  console.log('\n| what | figure |\n|---|---:|');
  console.log(
    `| links and scores of ${recharges.toLocaleString('en-US')} recharges, from nothing | ${whole} |`,
  );
  console.log(`| the same again, nothing new | ${nothing} |`);
  console.log(`| after a day's drop of 10,000 | ${after} |`);
  console.log(
    `| rings found; the same after the drop as from nothing | ${anew.rings.length}; ${same ? 'yes' : 'NO'} |`,
  );
  console.log(
    `| two hops around an account: p50, p95 of 500 | ${times[250]?.toFixed(1)} ms, ${times[475]?.toFixed(1)} ms |`,
  );
}

try {
  if (only !== 'speed') await quality();
  if (only !== 'quality') speed();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
