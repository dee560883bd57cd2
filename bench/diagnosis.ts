import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createJudging } from '../main/desk/diagnosis/judging.ts';
import { type OwnFactsThen, ownFactsOf } from '../main/desk/diagnosis/own-facts.ts';
import { gather } from '../main/desk/diagnosis/gather.ts';
import { overEverything } from '../main/desk/diagnosis/whole/pool.ts';
import { createVerdictStore } from '../main/desk/diagnosis/whole/store.ts';
import { readCopy } from '../main/desk/records/records.ts';
import { openBigCopy } from './big-copy.ts';

/**
 * How fast verdicts are: one at a time, everything in workers, and against the bare reads of the same
 * evidence. `RECHARGES` sets the size (1,000,000), `COPY` the folder in which the made-up copy is kept
 * between runs. CPU seconds stand beside wall seconds, for the machine may be shared.
 */
const recharges = Number(process.env.RECHARGES ?? 1_000_000);
const folder = process.env.COPY ?? path.join('/tmp', 'recharge-desk-bench', String(recharges));
const { workspace, records } = await openBigCopy(folder, recharges);
const nothing: OwnFactsThen = {
  answers: [],
  coins: new Map(),
  flagged: new Set(),
  incidents: [],
  codes: [],
  version: '0',
};
const copy = readCopy(workspace.records);
const judging = createJudging(copy, ownFactsOf(nothing));

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Ids spread over the whole copy. */
function someIds(count: number): string[] {
  const all = workspace.records
    .prepare(`select recharge_id from recharges order by created_at limit 1 offset ?`)
    .pluck();
  return Array.from({ length: count }, (_, index) =>
    String(all.get(Math.floor((index * recharges) / count))),
  );
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function measured<T>(work: () => Promise<T> | T) {
  const cpu = cpuSeconds();
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000, cpu: cpuSeconds() - cpu };
}

// One verdict, warm process, records wherever they lie.
const ids = someIds(400);
for (const id of ids.slice(0, 50)) judging.ofRecharge(id);
const single = ids
  .slice(50)
  .map((id) => {
    const began = performance.now();
    judging.ofRecharge(id);
    return performance.now() - began;
  })
  .toSorted((a, b) => a - b);
console.log(
  `one verdict of ${recharges}: p50 ${percentile(single, 0.5).toFixed(2)} ms, p95 ${percentile(single, 0.95).toFixed(2)} ms, max ${percentile(single, 1).toFixed(2)} ms`,
);

// The bare reads of the same evidence, one attempt after another and one thread, against verdicts.
const sample = ids.flatMap((id) => judging.find(id) ?? []);
const own = ownFactsOf(nothing);
const ratios = [];
for (let round = 0; round < 5; round += 1) {
  const frame = judging.frame();
  const reads = await measured(() => {
    for (const row of sample) gather({ rows: copy.rows, own }, frame, row);
  });
  const verdicts = await measured(() => {
    for (const row of sample) judging.judged(row);
  });
  ratios.push(verdicts.cpu / reads.cpu);
}
ratios.sort((a, b) => a - b);
console.log(
  `verdicts against bare reads, same attempts, CPU: ${percentile(ratios, 0.5).toFixed(2)} ×`,
);

/** Everything once, with nothing kept; as many workers as the machine has cores. */
async function everything(makes: 'verdicts' | 'sweep', store: boolean) {
  const file = path.join(folder, 'bench-verdicts.db');
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const kept = store ? createVerdictStore(file) : null;
  const sweep = kept?.begin({ by: 'bench', at: 0, copyAsOf: null, version: '', of: '' }) ?? 0;
  let attempts = 0;
  const { seconds, cpu } = await measured(async () => {
    for await (const part of overEverything({
      records: workspace.layout.records,
      rows: records.rows,
      own: nothing,
      makes,
    })) {
      if (part.kind === 'lines') attempts += part.lines.length;
      if (part.kind !== 'swept') continue;
      attempts += part.swept.attempts;
      kept?.add(sweep, part.swept);
    }
    kept?.finish(sweep, 0, attempts);
  });
  kept?.close();
  const cores = Math.min(availableParallelism(), 8);
  console.log(
    `${makes}: ${attempts} in ${seconds.toFixed(1)} s on ${cores} workers = ${Math.round(attempts / seconds)} a second; ${cpu.toFixed(1)} CPU s = ${Math.round((attempts / cpu) * 2)} a second on two free cores`,
  );
}

await everything('sweep', true);
await everything('verdicts', false);
workspace.close();
