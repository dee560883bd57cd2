import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../contract/records.ts';
import { Cancelled } from '../../main/desk/records/import/run.ts';
import {
  dump,
  dumpRecords,
  makeWorkspace,
  recharges,
  refusalOf,
  rejectsOf,
} from './import-workspace.ts';

const mixed = {
  'accounts.csv': 'account_id,country\na_1,de\na_2,xx\na_1,at\n',
  'recharges.csv': recharges(
    'rc_1,a_1,web,2026-01-01T00:00:00Z,700,2026-01-01T00:00:00Z',
    'rc_1,a_1,web,2026-01-01T00:00:00Z,701,2026-01-02T00:00:00Z',
    'rc_2,a_1,web,2026-01-01T00:00:00,700,',
    'rc_3,a_1,kiosk,2026-01-01T00:00:00Z,1e3,',
    ',a_1,web,2026-01-01T00:00:00Z,700,',
    'rc_4,a_1,Kiosk,2026-01-01T00:00:00Z,700,',
  ),
  'ledger.ndjson':
    '{"entry_id":"e","account_id":"a_1","at":1767225600000,"delta":"5","kind":"bonus","asset":"gold"}\n',
};

describe('1. a plan first', () => {
  it('is the run itself: the commit does what the plan said, over every row', async () => {
    const w = makeWorkspace();
    const drop = w.drop(mixed);
    const before = dump(w.db);
    const plan = await w.run(drop, { commit: false });
    expect(dump(w.db)).toBe(before);
    const done = await w.run(drop);
    const said = ({
      run: _run,
      seconds: _s,
      rejects_file: _file,
      reject_list: _list,
      ...rest
    }: typeof plan) => rest;
    expect(said(done)).toEqual(said(plan));
    expect(rejectsOf(done)).toBe(rejectsOf(plan));
    expect(plan.run).toBeNull();
    expect(done.run).toBe(w.value('select run from runs'));
    expect(path.basename(plan.rejects_file ?? '')).toBe(`${plan.reject_list}.csv`);
    expect(plan.reject_list).toMatch(/^plan-/);
    expect(done.rejects_file).toBe(path.join(w.layout.rejects, `${done.run}.csv`));
  });

  it('copies no attachments, the commit does', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ ...mixed, 'attachments/a.txt': 'A' });
    await w.run(drop, { commit: false });
    expect(readdirSync(w.layout.attachments)).toEqual([]);
    const { run } = await w.run(drop);
    expect(readFileSync(path.join(w.layout.attachments, String(run), 'a.txt'), 'utf8')).toBe('A');
  });

  it('says the same as the commit, whatever the rows', async () => {
    const w = makeWorkspace();
    const cell = fc.constantFrom('', '1', '-70', '1e3', 'x', '"', 'a,b', '2026-01-01T00:00:00Z');
    const row = fc.tuple(
      fc.constantFrom('a', 'b', 'c', ''),
      cell,
      cell,
      fc.constantFrom('web', 'kiosk'),
    );
    const raw = fc.constantFrom('"open', 'a,b"c', 'a,,b', '', ' ');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(row, raw), { maxLength: 12 }), async (rows) => {
        const lines = rows.map((each) =>
          typeof each === 'string' ? each : stringify([each]).trimEnd(),
        );
        const text = [
          'recharge_id,coins,created_at,channel,account_id',
          ...lines.map((line) => `${line},acc`),
          '',
        ].join('\n');
        const drop = w.drop({ 'recharges.csv': text });
        const plan = await w.run(drop, { commit: false });
        const done = await w.run(drop);
        expect(done.tables).toEqual(plan.tables);
        for (const { read, inserted, updated, unchanged, rejected } of Object.values(done.tables))
          expect(inserted + updated + unchanged + rejected).toBe(read);
        const before = dumpRecords(w.db);
        const again = (await w.run(drop)).tables.recharges;
        expect(again).toMatchObject({
          read: done.tables.recharges?.read,
          inserted: 0,
          updated: 0,
          rejected: done.tables.recharges?.rejected,
        });
        expect(dumpRecords(w.db)).toBe(before);
      }),
      { numRuns: 60 },
    );
  });
});

describe('2. each row is judged alone', () => {
  it('bad ones are listed with file, line, column, code, sentence and text; good ones go in', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop(mixed));
    expect(result.tables).toEqual({
      accounts: { read: 3, inserted: 1, updated: 1, unchanged: 0, rejected: 1, redacted: 0 },
      recharges: { read: 6, inserted: 2, updated: 1, unchanged: 0, rejected: 3, redacted: 0 },
      ledger: { read: 1, inserted: 0, updated: 0, unchanged: 0, rejected: 1, redacted: 0 },
    });
    const listed = parse(rejectsOf(result), { columns: true }) as Record<string, string>[];
    expect(listed.map(({ file, line, column, code }) => [file, line, column, code])).toEqual([
      ['accounts.csv', '3', 'country', 'BAD_COUNTRY'],
      ['recharges.csv', '4', 'created_at', 'NO_OFFSET'],
      ['recharges.csv', '5', 'coins', 'BAD_INTEGER'],
      ['recharges.csv', '6', 'recharge_id', 'MISSING_VALUE'],
      ['ledger.ndjson', '1', 'asset', 'UNKNOWN_WORD'],
    ]);
    expect(listed[2]?.original).toBe('rc_3,a_1,kiosk,2026-01-01T00:00:00Z,1e3,');
    expect(listed[2]?.sentence).toContain('“1e3”');
    expect(result.warnings).toContain(
      'recharges.csv: channel: unknown word “Kiosk” in 1 row; kept as it is.',
    );
  });

  it('the list is guarded against formulas', async () => {
    const w = makeWorkspace();
    const rows = ['=HYPERLINK("http://x"),x', '+1,x', '-1,x', '@SUM(A1),x', '\t=1,x', '＝1,x'];
    const result = await w.run(
      w.drop({ 'devices.csv': `model,device_id,rooted\n${rows.join('\n')}\n` }),
    );
    const cells = parse(rejectsOf(result)).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    expect(result.tables.devices).toMatchObject({ rejected: 6 });
  });

  it('a run without rejects has no list', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'devices.csv': 'device_id\nd\n' }));
    expect(result.rejects_file).toBeNull();
    expect(readdirSync(w.layout.rejects)).toEqual([]);
  });

  it('takes times without offset where the import names a zone', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop(mixed), { zone: 'Asia/Kolkata' });
    expect(result.tables.recharges).toMatchObject({ rejected: 2, inserted: 3 });
    expect(w.value("select created_at from recharges where recharge_id = 'rc_2'")).toBe(
      BigInt(Date.UTC(2025, 11, 31, 18, 30)),
    );
    expect((await refusalOf(w.run(w.drop(mixed), { zone: 'Mars' }))).code).toBe('BAD_INPUT');
  });
});

describe('3. all or nothing a run', () => {
  it('a refusal in the last file takes everything before it back', async () => {
    const w = makeWorkspace();
    await w.run(w.drop(mixed));
    const before = dump(w.db);
    const files = {
      ...mixed,
      'recharges-2.csv': recharges('rc_9,a,web,2026-01-01T00:00:00Z,1,'),
      'tickets.csv': 'subject\nx\n',
    };
    expect((await refusalOf(w.run(w.drop(files)))).message).toContain('tickets.csv');
    expect(dump(w.db)).toBe(before);
    expect(readdirSync(w.layout.rejects)).toHaveLength(2);
  });

  it('sweeps away what a killed import left beside the database', async () => {
    const w = makeWorkspace();
    const { run } = await w.run(w.drop({ ...mixed, 'attachments/a.txt': 'A' }));
    const dead = 'run-20260101T000000Z-abcdef';
    writeFileSync(path.join(w.layout.rejects, `${dead}.csv`), 'x');
    writeFileSync(path.join(w.layout.rejects, `${dead}.csv.part`), 'x');
    mkdirSync(path.join(w.layout.attachments, dead));
    mkdirSync(path.join(w.layout.attachments, 'case-1'));
    await w.run(w.drop({ 'devices.csv': 'device_id\nd\n' }));
    expect(readdirSync(w.layout.rejects).sort()).toEqual([`${run}.csv`, `${run}.heads.json`]);
    expect(readdirSync(w.layout.attachments).sort()).toEqual(['case-1', String(run)]);
  });

  it('a big first import has all its indices back, and the same rows as a small one', async () => {
    const w = makeWorkspace();
    const indices = () =>
      w.rows("select name, sql from sqlite_schema where type = 'index' order by name");
    const before = indices();
    const rows = Array.from(
      { length: 30_000 },
      (_, index) => `rc_${index},a_${index % 100},web,2026-01-01T00:00:00Z,${index},`,
    );
    const result = await w.run(w.drop({ 'recharges.csv': recharges(...rows) }));
    expect(result.tables.recharges).toMatchObject({ inserted: 30_000 });
    expect(indices()).toEqual(before);
    expect(w.value('pragma integrity_check')).toBe('ok');
    expect(w.value("select count(*) from recharges where account_id = 'a_7'")).toBe(300n);
  });
});

describe('4. progress and cancel', () => {
  const many = recharges(
    ...Array.from(
      { length: 40_000 },
      (_, index) => `rc_${index},a,web,2026-01-01T00:00:00Z,${index},`,
    ),
  );

  it('tells phases, bytes and rows, never more than there are', async () => {
    const w = makeWorkspace();
    const seen: ImportProgress[] = [];
    await w.run(w.drop({ 'recharges.csv': many }), {
      hooks: { onProgress: (progress) => seen.push(progress) },
    });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual([
      'checking',
      'reading',
      'comparing',
      'indexing',
      'committing',
    ]);
    for (const { phase, bytes, bytes_total } of seen)
      if (phase === 'reading' || phase === 'checking')
        expect(bytes).toBeLessThanOrEqual(bytes_total);
    expect(seen.at(-1)?.rows).toBe(40_000);
  });

  it('tells each file while it is read and each table after, and how much of the whole is done', async () => {
    const w = makeWorkspace();
    const files = {
      'accounts.csv': 'account_id\na_1\n',
      'recharges-0001.csv': many,
      'recharges-0002.csv': recharges('rc_last,a,web,2026-01-01T00:00:00Z,1,'),
    };
    const seen: ImportProgress[] = [];
    await w.run(w.drop(files), { hooks: { onProgress: (progress) => seen.push(progress) } });
    const reading = seen.filter(({ phase }) => phase === 'reading');
    const sizes = Object.entries(files).map(([name, text]) => ({ name, total: text.length }));
    for (const { file, parts } of reading) {
      expect(parts.map(({ name, total }) => ({ name, total }))).toEqual(sizes);
      const now = parts.findIndex(({ name }) => name === file);
      for (const [place, { done, total }] of parts.entries()) {
        if (place < now) expect(done).toBe(total);
        if (place > now) expect(done).toBe(0);
      }
    }
    const halfway = reading.some(({ parts }) => {
      const { done = 0, total = 0 } = parts[1] ?? {};
      return done > 0 && done < total;
    });
    expect(halfway).toBe(true);
    const comparing = seen.filter(({ phase }) => phase === 'comparing');
    expect(comparing[0]?.parts).toMatchObject([
      { name: 'accounts', total: 1 },
      { name: 'recharges', total: 40_001 },
      { name: 'search' },
    ]);
    for (const [place, { share }] of seen.entries()) {
      expect(share).toBeGreaterThanOrEqual(seen[place - 1]?.share ?? 0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(seen.at(-1)?.share).toBeGreaterThan(0.9);
  });

  it('tells the tables where there are more files than a screen has room for', async () => {
    const w = makeWorkspace();
    const files = Array.from({ length: 40 }, (_, part) => [
      `devices-${part}.csv`,
      `device_id\nd_${part}\n`,
    ]);
    const seen: ImportProgress[] = [];
    await w.run(w.drop({ ...Object.fromEntries(files), 'accounts.csv': 'account_id\na_1\n' }), {
      hooks: { onProgress: (progress) => seen.push(progress) },
    });
    const reading = seen.find(({ phase }) => phase === 'reading');
    expect(reading?.parts.map(({ name }) => name)).toEqual(['accounts', 'devices']);
    expect(reading?.parts[1]?.total).toBe(
      files.reduce((sum, [, text]) => sum + (text?.length ?? 0), 0),
    );
  });

  it('ends where it is called off, and the old copy stays', async () => {
    const w = makeWorkspace();
    await w.run(w.drop(mixed));
    const before = dump(w.db);
    const drop = w.drop({ 'recharges.csv': many, 'attachments/a.txt': 'A' });
    for (const phase of ['checking', 'reading', 'comparing', 'indexing'] as const) {
      let reached = false;
      const hooks = {
        onProgress: (progress: ImportProgress) => {
          reached ||= progress.phase === phase;
        },
        isCancelled: () => reached,
      };
      await expect(w.run(drop, { hooks })).rejects.toThrow(Cancelled);
      expect(dump(w.db)).toBe(before);
    }
    expect(readdirSync(w.layout.attachments)).toEqual([]);
  });
});

describe('6. every fact can name where it came from', () => {
  it('file, line and run, lines counted through quoted line breaks', async () => {
    const w = makeWorkspace();
    const result = await w.run(
      w.drop({
        'tickets-0001.csv':
          'ticket_id,opened_at,body\n\nt_1,2026-01-01T00:00:00Z,"a\nb"\nt_2,2026-01-01T00:00:00Z,c\n',
      }),
      { dropName: 'nightly' },
    );
    expect(
      w.rows(`select ticket_id, runs.run, drop_name, by, name, origin_line from tickets
        join runs on runs.number = origin_run join files on files.number = origin_file order by 1`),
    ).toEqual([
      {
        ticket_id: 't_1',
        run: result.run,
        drop_name: 'nightly',
        by: 'tester',
        name: 'tickets-0001.csv',
        origin_line: 3n,
      },
      {
        ticket_id: 't_2',
        run: result.run,
        drop_name: 'nightly',
        by: 'tester',
        name: 'tickets-0001.csv',
        origin_line: 5n,
      },
    ]);
    const counts = JSON.parse(String(w.value('select counts from runs'))) as unknown;
    expect(counts).toEqual(result.tables);
    expect(existsSync(w.layout.records)).toBe(true);
  });
});

describe('money and coins', () => {
  it('come out of the copy as they stood in the drop, to the last unit', async () => {
    const w = makeWorkspace();
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(int64, int64), { minLength: 1, maxLength: 20 }),
        async (pairs) => {
          const rows = pairs.map(([coins, minor], index) => [
            `rc_${index}`,
            'a',
            'web',
            '2026-01-01T00:00:00Z',
            coins,
            minor,
          ]);
          const head = [
            'recharge_id',
            'account_id',
            'channel',
            'created_at',
            'coins',
            'amount_minor',
          ];
          w.db.exec('delete from recharges');
          await w.run(w.drop({ 'recharges.csv': stringify([head, ...rows]) }));
          const out = w.rows('select coins, amount_minor from recharges order by origin_line');
          expect(out).toEqual(pairs.map(([coins, amount_minor]) => ({ coins, amount_minor })));
        },
      ),
      { numRuns: 20 },
    );
  });
});
