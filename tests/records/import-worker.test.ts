import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../contract/records.ts';
import { importDrop } from '../../main/desk/records/import/import.ts';
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
