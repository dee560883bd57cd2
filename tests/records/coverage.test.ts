import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyCoverage, importRun } from '../../contract/records.ts';
import { day, minute, noon, openCopy, openSmallCopy } from './copy.ts';

describe('the age of the copy', () => {
  it('is unknown while nothing was imported', () => {
    const { records } = openCopy();
    const nothing = { as_of: null, as_of_guessed: false, covers_from: null, covers_to: null };
    expect(records.copyAge()).toEqual(nothing);
    expect(copyCoverage.parse(records.coverage())).toMatchObject(nothing);
    expect(records.runs()).toEqual([]);
    expect(records.covers(noon)).toBe(false);
  });

  it('is that of the newest drop, whichever came last', () => {
    const { records, run } = openCopy();
    run({ asOf: noon, from: noon - 9 * day, to: noon });
    run({ asOf: noon - day, guessed: true, from: noon - 20 * day, to: noon - day });
    expect(records.copyAge()).toEqual({
      as_of: '2026-10-05T12:00:00.000Z',
      as_of_guessed: false,
      covers_from: '2026-09-15T12:00:00.000Z',
      covers_to: '2026-10-05T12:00:00.000Z',
    });
  });

  it('says when it was guessed, and leaves a start unknown that no manifest gives', () => {
    const { records, run } = openCopy();
    run({ asOf: noon, guessed: true, from: null, to: null });
    expect(records.copyAge()).toMatchObject({
      as_of_guessed: true,
      covers_from: null,
      covers_to: '2026-10-05T12:00:00.000Z',
    });
    expect(records.covers(noon - 900 * day)).toBe(true);
    expect(records.covers(noon + 1)).toBe(false);
  });

  it('does not claim the gap between two drops', () => {
    const { records, run } = openCopy();
    run({ from: noon - 10 * day, to: noon - 8 * day });
    run({ from: noon - 2 * day, to: noon });
    expect([-9, -5, -1].map((days) => records.covers(noon + days * day))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is told table by table: rows, newest time, age', () => {
    const { records, db } = openSmallCopy();
    const counts = { read: 2, inserted: 2, updated: 0, unchanged: 0, rejected: 0, redacted: 0 };
    db.prepare('update runs set counts = ?').run(
      JSON.stringify({ recharges: counts, tickets: { ...counts, read: 1, inserted: 1 } }),
    );
    const { tables } = copyCoverage.parse(records.coverage());
    expect(tables).toContainEqual({
      table: 'recharges',
      rows: 2,
      newest: '2026-10-05T12:00:00.000Z',
      as_of: '2026-11-04T12:00:00.000Z',
    });
    expect(tables).toContainEqual({ table: 'gifts', rows: 0, newest: null, as_of: null });
    expect(importRun.array().parse(records.runs())).toMatchObject([
      { run: 'run_1', drop: 'drop', by: 'oli', seconds: 1.5, tables: { tickets: { read: 1 } } },
    ]);
  });

  it('is seen anew after the next import', () => {
    const { records, run } = openCopy();
    run({ asOf: noon });
    expect(records.copyAge().as_of).toBe('2026-10-05T12:00:00.000Z');
    run({ asOf: noon + minute });
    expect(records.copyAge().as_of).toBe('2026-10-05T12:01:00.000Z');
    expect(records.runs().map(({ run: name }) => name)).toEqual(['run_2', 'run_1']);
  });
});

describe('the reject list of a run', () => {
  it('is handed over whole', async () => {
    const { records, run, workspace } = openCopy();
    run();
    expect(await records.rejects.csv({ list: 'run_1' })).toEqual({
      csv: 'file,line,column,code,sentence,original\n',
    });
    writeFileSync(path.join(workspace.layout.rejects, 'run_1.csv'), 'a,b\n1,2\n');
    expect(await records.rejects.csv({ list: 'run_1' })).toEqual({ csv: 'a,b\n1,2\n' });
  });

  it('is refused for a run that the books do not know, whatever path it spells', async () => {
    const { records, run, folder } = openCopy();
    run();
    writeFileSync(path.join(folder, 'secret.csv'), 'secret');
    for (const name of ['run_2', '../secret', 'run_1/../../secret', '/etc/passwd', '\u0000'])
      await expect(records.rejects.csv({ list: name })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
  });

  it('says how many rows it held when it is gone', async () => {
    const { records, run, db } = openCopy();
    run();
    db.prepare('update runs set counts = ?').run('{"tickets":{"read":3,"rejected":3}}');
    await expect(records.rejects.csv({ list: 'run_1' })).rejects.toThrow(/3 rejected rows/);
  });
});
