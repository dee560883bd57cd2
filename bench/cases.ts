import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { inWorker } from '../main/desk/cases/cases.ts';
import { openDesk, png } from '../tests/cases/desks.ts';
import { hostileBundles } from './cases-hostile.ts';

/**
 * A case of 5,000 records and 50 attachments out of one desk and into another: export, verify,
 * import, and the reference age tool beside them where it is there. Median of three.
 */
const records = Number(process.argv[2] ?? 5000);
const files = Number(process.argv[3] ?? 50);
const rounds = 3;
const fileBytes = 1024 * 1024;

const median = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const done = await work();
  return [(performance.now() - begun) / 1000, done];
}

const from = openDesk('bench-from', inWorker);
const { id } = from.cases.create(from.me, { title: 'A large ring', kind: 'seller_ring' });
for (let first = 0; first < records; first += 500) {
  const batch = Array.from({ length: Math.min(500, records - first) }, (_, n) => {
    const one = { kind: 'recharge' as const, id: `rc_${first + n}` };
    from.record('recharge', one.id, {
      recharge_id: one.id,
      account_id: `ac_${n}`,
      ...Object.fromEntries(
        [
          'channel',
          'sku',
          'coins',
          'currency',
          'amount_minor',
          'provider',
          'external_id',
          'device_id',
          'ip',
          'app_version',
          'os',
          'network',
          'created_at',
        ].map((name) => [name, `${name} of ${first + n}`]),
      ),
    });
    return one;
  });
  from.cases.link(from.me, { case: id, records: batch });
}
for (let n = 0; n < files; n++) {
  // A picture by its first bytes, and of a size that screenshots have.
  const bytes = Buffer.concat([png, randomBytes(fileBytes)]);
  await from.cases.attach(from.me, {
    case: id,
    upload: from.upload('f', bytes),
    name: `shot-${n}.png`,
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'desk-bench-cases-'));
const took = {
  export: [] as number[],
  verify: [] as number[],
  import: [] as number[],
  age: [] as number[],
};
let bytes = 0;
for (let round = 0; round < rounds; round++) {
  const to = openDesk(`bench-to-${round}`, inWorker);
  const { recipient } = await to.cases.bundles.recipient();
  const [exported, bundle] = await timed(() =>
    from.exported({ case: id, level: 'full', recipients: [recipient] }),
  );
  took.export.push(exported);
  bytes = bundle.length;
  const file = path.join(folder, `round-${round}.age`);
  writeFileSync(file, bundle);
  const identity = path.join(to.folder, 'desk.age');
  if (existsSync('/usr/bin/age')) {
    const [opened] = await timed(async () => {
      execFileSync('/usr/bin/age', ['-d', '-i', identity, '-o', `${file}.zip`, file]);
    });
    took.age.push(opened);
    statSync(`${file}.zip`);
    rmSync(`${file}.zip`);
  }
  const upload = to.upload('bundle', bundle);
  const [verified] = await timed(() => to.cases.bundles.verify({ upload }));
  took.verify.push(verified);
  const [imported, { joined }] = await timed(() => to.cases.bundles.import(to.me, { upload }));
  took.import.push(imported);
  if (joined.attachments !== files) throw new Error('attachments were lost');
  to.close();
}
const identityAlone = await generateX25519Identity();
const keyFile = path.join(folder, 'alone.key');
writeFileSync(keyFile, identityAlone);
const toAlone = await identityToRecipient(identityAlone);
const plainFile = path.join(folder, 'alone.age');
writeFileSync(plainFile, await from.exported({ case: id, level: 'full', recipients: [toAlone] }));
from.close();

const seconds = (times: readonly number[]) => `${median(times).toFixed(2)} s`;
console.log(
  `case of ${records} records and ${files} attachments of 1 MiB: ${(bytes / 2 ** 20).toFixed(1)} MiB sealed; medians of ${rounds}`,
);
console.log(
  `export ${seconds(took.export)} · verify ${seconds(took.verify)} · import ${seconds(took.import)}`,
);
console.log(
  took.age.length > 0
    ? `the reference age tool opens the same file in ${seconds(took.age)}`
    : 'the reference age tool is not installed here',
);

/** What `bench/cases-import.ts` says of one import in a process of its own. */
interface Alone {
  readonly outcome: string;
  readonly seconds: number;
  readonly mib: number;
  readonly standstillMs: number;
  readonly showMs: number;
}

function importedAlone(file: string): Alone {
  const args = [path.join(import.meta.dirname, 'cases-import.ts'), file, keyFile];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Alone;
}

console.log('each in a process of its own, that holds one desk and imports one bundle:');
for (const [name, file] of [
  [`${records} records`, plainFile] as const,
  ...(await hostileBundles(folder, toAlone)),
]) {
  const { outcome, seconds: took, mib, standstillMs, showMs } = importedAlone(file);
  console.log(
    `${name}: ${outcome} · ${took.toFixed(2)} s · ${mib.toFixed(0)} MiB at most · the desk's thread stood still for ${standstillMs.toFixed(0)} ms at most, and ${showMs.toFixed(0)} ms to open the case`,
  );
}
rmSync(folder, { recursive: true, force: true });
