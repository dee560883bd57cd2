import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../contract/records.ts';
import { importDrop } from '../../main/desk/records/import/import.ts';
import type { Layout } from '../../main/desk/storage/storage.ts';
import { dump, makeWorkspace, recharges, refusalOf } from './import-workspace.ts';

const old = recharges('rc_old,a,web,2026-01-01T00:00:00Z,1,2026-01-01T00:00:00Z');
const many = recharges(
  'rc_old,a,web,2026-01-01T00:00:00Z,2,2026-01-02T00:00:00Z',
  ...Array.from(
    { length: 30_000 },
    (_, index) => `rc_${index},a_${index},web,2026-01-01T00:00:00Z,${index},`,
  ),
);

describe('in its worker', () => {
  it('imports, tells its progress and gives the result', async () => {
    const w = makeWorkspace();
    const seen: ImportProgress[] = [];
    const result = await importDrop({
      layout: w.layout,
      drop: w.drop({ 'recharges.csv': old }),
      commit: true,
      by: 'owner',
      onProgress: (progress) => seen.push(progress),
    });
    expect(result.tables.recharges).toMatchObject({ inserted: 1 });
    expect(w.value('select run from runs')).toBe(result.run);
    expect(seen.map(({ phase }) => phase)).toContain('committing');
  });

  it('refuses as everything refuses: with a code, a sentence and a next step', async () => {
    const w = makeWorkspace();
    const refusal = await refusalOf(
      importDrop({ layout: w.layout, drop: w.drop({}), commit: true, by: 'owner' }),
    );
    expect(refusal).toMatchObject({ code: 'DROP_REFUSED' });
    expect(refusal.message).toContain('no table');
    expect(refusal.next).not.toBe('');
  });

  it('takes one import at a time, and the next once that is done', async () => {
    const w = makeWorkspace();
    const options = {
      layout: w.layout,
      drop: w.drop({ 'recharges.csv': old }),
      commit: true,
      by: 'owner',
    };
    const first = importDrop(options);
    expect((await refusalOf(importDrop(options))).code).toBe('BUSY');
    await first;
    expect((await importDrop(options)).tables.recharges).toMatchObject({ unchanged: 1 });
  });

  it('lets everybody go on reading the old copy until the new one is whole', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'recharges.csv': old }));
    const counts = new Set<unknown>();
    await importDrop({
      layout: w.layout,
      drop: w.drop({ 'recharges.csv': many }),
      commit: true,
      by: 'owner',
      onProgress: () => counts.add(w.value('select count(*) from recharges')),
    });
    expect([...counts].filter((count) => count !== 30_001n)).toEqual([1n]);
    expect(w.value('select count(*) from recharges')).toBe(30_001n);
  });

  it('ends with the reason of the signal that calls it off, and the old copy stays', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'recharges.csv': old }));
    const before = dump(w.db);
    const caller = new AbortController();
    const work = importDrop({
      layout: w.layout,
      drop: w.drop({ 'recharges.csv': many }),
      commit: true,
      by: 'owner',
      signal: caller.signal,
      onProgress: ({ phase }) => phase === 'reading' && caller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    expect(dump(w.db)).toBe(before);
    await expect(
      importDrop({
        layout: w.layout,
        drop: w.drop({}),
        commit: true,
        by: 'x',
        signal: caller.signal,
      }),
    ).rejects.toThrow('enough');
  });
});

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
  it.each(['checking', 'reading', 'indexing', 'committing', 'done'])(
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
      if (whole) expect(w.value('select count(*) from recharges')).toBe(30_001n);
      else expect(dump(w.db)).toBe(before);
      if (moment === 'reading' || moment === 'checking') expect(whole).toBe(false);
      if (moment === 'done') expect(whole).toBe(true);
      expect(w.value('pragma integrity_check')).toBe('ok');
      const again = await w.run(drop);
      expect(again.tables.recharges).toMatchObject(
        whole ? { unchanged: 30_001 } : { inserted: 30_001 },
      );
      expect(readdirSync(w.layout.attachments)).toHaveLength(whole ? 2 : 1);
    },
  );
});
