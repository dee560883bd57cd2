import { hash as hashOf } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { auditMigrations, createAudit, openSigningKey } from '../main/desk/audit/audit.ts';
import { type ChainRow, chainHash, chainStart } from '../main/desk/audit/chain.ts';
import { migrate, openFile } from '../main/desk/storage/storage.ts';

/** Rows of the chain that is verified; the first argument says otherwise. */
const rows = Number(process.argv[2] ?? 1_000_000);
const runs = 3;

const folder = mkdtempSync(path.join(tmpdir(), 'desk-bench-audit-'));
try {
  const desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', auditMigrations);
  desk.pragma('synchronous = OFF');
  let now = 1_700_000_000_000;
  const audit = createAudit({
    desk,
    clock: () => (now += 250),
    monotonic: () => BigInt(now) * 1_000_000n,
    key: openSigningKey(folder),
  });
  const begun = performance.now();
  desk.transaction(() => {
    for (let row = 0; row < rows; row += 1)
      audit.append(
        { user: 'ana', role: 'agent', door: 'browser', session: 'a1b2c3d4e5f6' },
        {
          command: 'adjustments.propose',
          object: `adjustment/adj_${String(row).padStart(20, '0')}`,
          outcome: 'done',
          sentence: `ana proposed +70 coins for ac_${row} (GOODWILL); approved at once within the own limit.`,
        },
      );
  })();
  console.log(`${rows} rows written in ${seconds(performance.now() - begun)}`);

  // The peer: hashing alone, of as many bytes a row, which lie in memory already.
  const bytes = preimageLength();
  const block = Buffer.alloc(bytes, 7);
  const bare: number[] = [];
  const verified: number[] = [];
  const spent: number[] = [];
  const bareSpent: number[] = [];
  let longest = 0;
  for (let run = 0; run < runs; run += 1) {
    let at = performance.now();
    let cpu = process.cpuUsage();
    for (let row = 0; row < rows; row += 1) hashOf('sha256', block, 'buffer');
    bare.push(performance.now() - at);
    bareSpent.push(cpuMs(cpu));
    let beat = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - beat - 10);
      beat = performance.now();
    }, 10);
    at = performance.now();
    cpu = process.cpuUsage();
    const verdict = await audit.verify();
    verified.push(performance.now() - at);
    spent.push(cpuMs(cpu));
    clearInterval(watch);
    if (verdict.rows !== rows || verdict.verdict !== 'unanchored')
      throw new Error(verdict.sentence);
  }
  const ratio = median(verified) / median(bare);
  console.log(`bare hashing of ${bytes} bytes a row: ${seconds(median(bare))}`);
  console.log(
    `verifying the chain: ${seconds(median(verified))} on ${availableParallelism()} cores`,
  );
  console.log(
    `ratio ${ratio.toFixed(2)} (wanted: at most 2); the desk's thread stood still for at most ${longest.toFixed(0)} ms`,
  );
  console.log(
    `processor time of all threads: ${seconds(median(spent))} against ${seconds(median(bareSpent))}, ratio ${(median(spent) / median(bareSpent)).toFixed(2)}`,
  );
  desk.close();

  function preimageLength(): number {
    const row = desk.prepare('select * from audit where seq = 1').get() as ChainRow & {
      previous: Uint8Array;
      hash: Uint8Array;
    };
    const install = String(desk.prepare('select id from install').pluck().get());
    if (!chainHash(install, row.previous, row).equals(row.hash)) throw new Error('not the bytes');
    const fields = [row.seq, row.at, row.monotonic_ns, row.actor, row.role, row.door, row.session];
    const texts = [...fields, row.command, row.object, row.outcome, row.sentence].map(String);
    const length = texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 0);
    return chainStart(install).length + length + 2 * (4 + 32);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Processor time of all threads since then: what a busy machine does not stretch. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
