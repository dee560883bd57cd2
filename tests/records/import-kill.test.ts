import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../main/desk/storage/storage.ts';
import { createRandom } from '../faults/random.ts';
import { dump, makeWorkspace, recharges } from './import-workspace.ts';

/** Kills at random moments; more by IMPORT_KILLS. A failure names its SEED. */
const kills = Number(process.env.IMPORT_KILLS ?? 6);
const seed = Number(process.env.SEED ?? 20261128);

const rows = 30_000;
const many = recharges(
  'rc_old,a,web,2026-01-01T00:00:00Z,2,2026-01-02T00:00:00Z',
  ...Array.from(
    { length: rows },
    (_, index) => `rc_${index},a_${index},web,2026-01-01T00:00:00Z,${index},`,
  ),
);

/** Starts an import in a process of its own; gives each phase as it is entered. */
function importElsewhere(layout: Layout, drop: string) {
  const file = new URL('../../main/desk/records/import/import.ts', import.meta.url).href;
  const script = `
    const { importDrop } = await import(${JSON.stringify(file)});
    await importDrop({
      ...${JSON.stringify({ layout, drop, commit: true, by: 'owner' })},
      onProgress: ({ phase, rows }) => console.log(phase + ' ' + rows),
    });
    console.log('done 0');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

describe('killed at any moment', () => {
  it.each(['checking', 'reading', 'comparing', 'indexing', 'committing', 'done'])(
    'while %s: the copy is the old one or the new one, and the next import goes on from there',
    async (moment) => {
      const w = makeWorkspace();
      // No recharges yet: so their indices are taken away and made anew, too.
      await w.run(w.drop({ 'devices.csv': 'device_id\nd_1\n' }));
      const before = dump(w.db);
      const drop = w.drop({ 'recharges.csv': many, 'attachments/a.txt': 'A' });
      const { child, lines } = importElsewhere(w.layout, drop);
      let reached = false;
      for await (const line of lines) {
        const [phase, rows] = line.split(' ');
        if (phase !== moment || (phase === 'reading' && rows === '0')) continue;
        reached = true;
        child.kill('SIGKILL');
        break;
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(reached).toBe(true);
      const whole = w.value('select count(*) from runs') === 2n;
      if (whole) expect(w.value('select count(*) from recharges')).toBe(BigInt(rows) + 1n);
      else expect(dump(w.db)).toBe(before);
      if (moment === 'reading' || moment === 'checking') expect(whole).toBe(false);
      if (moment === 'done') expect(whole).toBe(true);
      expect(w.value('pragma integrity_check')).toBe('ok');
      const again = await w.run(drop);
      expect(again.tables.recharges).toMatchObject(
        whole ? { unchanged: rows + 1 } : { inserted: rows + 1 },
      );
      expect(readdirSync(w.layout.attachments)).toHaveLength(whole ? 2 : 1);
    },
  );
});

type Workspace = ReturnType<typeof makeWorkspace>;

/** A copy that has an older recharge, and what it holds. */
async function withOldCopy() {
  const w = makeWorkspace();
  await w.run(
    w.drop({
      'recharges.csv': recharges('rc_old,a,web,2026-01-01T00:00:00Z,1,2026-01-01T00:00:00Z'),
    }),
  );
  return { w, before: dump(w.db) };
}

/** Which of the two copies this is; `torn` is neither. */
function copyOf(w: Workspace, before: string): 'old' | 'new' | 'torn' {
  if (w.value('pragma integrity_check') !== 'ok') return 'torn';
  if (dump(w.db) === before) return 'old';
  const whole =
    w.value('select count(*) from runs') === 2n &&
    w.value('select count(*) from recharges') === BigInt(rows) + 1n &&
    w.value('select sum(coins) from recharges') ===
      (BigInt(rows) * (BigInt(rows) - 1n)) / 2n + 2n &&
    w.value("select coins from recharges where recharge_id = 'rc_old'") === 2n;
  return whole ? 'new' : 'torn';
}

describe(`killed ${kills} times at random moments (SEED=${seed})`, () => {
  it('the copy is the old one or the new one, and never a mix', {
    timeout: kills * 30_000,
  }, async () => {
    const random = createRandom(seed);
    const { w: undisturbed } = await withOldCopy();
    const begun = performance.now();
    await once(
      importElsewhere(undisturbed.layout, undisturbed.drop({ 'recharges.csv': many })).child,
      'exit',
    );
    const lasts = performance.now() - begun;
    const found = { old: 0, new: 0, torn: 0 };
    for (let kill = 0; kill < kills; kill += 1) {
      const { w, before } = await withOldCopy();
      const { child } = importElsewhere(w.layout, w.drop({ 'recharges.csv': many }));
      const ended = once(child, 'exit');
      const timer = setTimeout(() => child.kill('SIGKILL'), random.below(Math.ceil(lasts)));
      await ended;
      clearTimeout(timer);
      found[copyOf(w, before)] += 1;
    }
    expect(found, `SEED=${seed}`).toEqual({ ...found, torn: 0 });
    expect(found.old).toBeGreaterThan(0);
  });

  it.each([
    ['half of the rows', 'delete from recharges where rowid % 2 = 0'],
    ['a row with other coins', "update recharges set coins = coins + 1 where recharge_id = 'rc_7'"],
    [
      'a run whose change to an old row is missing',
      "update recharges set coins = 1 where recharge_id = 'rc_old'",
    ],
  ])('is judged by something that sees %s', async (_what, harm) => {
    const { w, before } = await withOldCopy();
    expect(copyOf(w, before)).toBe('old');
    await w.run(w.drop({ 'recharges.csv': many }));
    expect(copyOf(w, before)).toBe('new');
    w.db.exec(harm);
    expect(copyOf(w, before)).toBe('torn');
  });
});
