import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { wireValue } from '../../main/desk/records/import/batch.ts';
import { type ReaderLimits, startReader } from '../../main/desk/records/import/reader-host.ts';
import { Cancelled, type StartReader } from '../../main/desk/records/import/run.ts';
import { dump, makeWorkspace, recharges, refusalOf } from './import-workspace.ts';

const limits: ReaderLimits = { heapMb: 128, memoryMb: 512, silentSeconds: 60 };

/** The reader in a process of its own, with limits of a test or another program in its place. */
function elsewhere(program?: string, less: Partial<ReaderLimits> = {}): StartReader {
  return (needs) =>
    startReader({
      ...needs,
      limits: { ...limits, ...less },
      ...(program && { program: new URL(`./readers/${program}.ts`, import.meta.url) }),
    });
}

const old = { 'devices.csv': 'device_id,model\ndv_1,Pixel\n' };

describe('the process that reads a drop', () => {
  it('says just what reading here says: rows, rejects, contradictions, warnings', async () => {
    const files = {
      'accounts.csv': 'account_id,country,display_name\na_1,de,=1\na_2,xx,x\na_1,at,\u0001\n',
      'recharges.csv': recharges(
        'rc_1,a_1,kiosk,2026-01-01T00:00:00Z,9223372036854775807,',
        'rc_2,a_1,web,2026-01-01,1,',
        'rc_1,a_1,web,2026-01-01T00:00:00Z,-1,2026-01-02T00:00:00Z',
      ),
      'ledger.csv':
        'entry_id,account_id,at,delta,kind,note\ne,a,1767225600000,5,bonus,one\ne,a,1767225600000,6,bonus,4242424242424242\n',
      'tickets.ndjson':
        '{"ticket_id":"t","opened_at":1767225600000,"body":"4242 4242 4242 4242"}\n',
    };
    const results = [];
    for (const startReader of [undefined, elsewhere()]) {
      const w = makeWorkspace();
      const clock = () => Date.UTC(2026, 0, 3);
      const { run, seconds, rejects_file, reject_list, ...result } = await w.run(w.drop(files), {
        hooks: { clock, startReader },
      });
      expect(rejects_file).toContain(String(run));
      expect(reject_list).toBe(run);
      results.push({ ...result, copy: dump(w.db).replaceAll(String(run), 'run') });
      expect(seconds).toBeGreaterThanOrEqual(0);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[0]?.tables.ledger).toMatchObject({ inserted: 1, rejected: 1 });
    expect(results[0]?.first_rejects.at(-1)?.original).toBe(
      'e,a,1767225600000,6,bonus,424242******4242',
    );
  });

  it('refuses in its own words what it refuses', async () => {
    const w = makeWorkspace();
    const refusal = await refusalOf(
      w.run(w.drop({ 'devices.csv': 'model\nPixel\n' }), { hooks: { startReader: elsewhere() } }),
    );
    expect(refusal).toMatchObject({ code: 'DROP_REFUSED' });
    expect(refusal.message).toContain('needs device_id');
  });

  it.each([
    ['crashes', elsewhere('crash'), 'crashed'],
    ['ends with half of the rows handed over', elsewhere('stop-half-way'), 'crashed'],
    ['says nothing', elsewhere('hang', { silentSeconds: 0.3 }), 'without progress'],
    ['needs too much memory', elsewhere(undefined, { memoryMb: 20 }), '20 MB of memory'],
    ['fills its heap', elsewhere(undefined, { heapMb: 1 }), 'of memory'],
  ])(
    'that %s is killed, the drop refused, and the copy is the old one',
    async (_, reader, says) => {
      const w = makeWorkspace();
      await w.run(w.drop(old));
      const before = dump(w.db);
      const many = Array.from({ length: 200_000 }, (_row, index) => `dv_${index}`).join('\n');
      const refusal = await refusalOf(
        w.run(w.drop({ 'devices.csv': `device_id\n${many}\n` }), {
          hooks: { startReader: reader },
        }),
      );
      expect(refusal.code).toBe('DROP_REFUSED');
      expect(refusal.message).toContain(says);
      expect(refusal.next).not.toBe('');
      expect(dump(w.db)).toBe(before);
      expect(readdirSync(w.layout.staging)).toEqual([]);
    },
  );

  it('is gone the moment it is closed, whatever it is doing', async () => {
    const w = makeWorkspace();
    await w.run(w.drop(old));
    const before = dump(w.db);
    let called = false;
    const hooks = {
      isCancelled: () => called,
      startReader: ((needs) => {
        const reader = elsewhere('hang')(needs);
        setTimeout(() => {
          called = true;
          reader.close();
        }, 100);
        return reader;
      }) satisfies StartReader,
    };
    await expect(w.run(w.drop(old), { hooks })).rejects.toThrow(Cancelled);
    expect(dump(w.db)).toBe(before);
  });
});

describe('values on their way', () => {
  it('arrive as they were: unknown, empty, and with any mark in them', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      fc.constantFrom('\u0001', '\u0001\u0001', '\u0001x', '', '\n', '\ud800'),
    );
    const db = new Database(':memory:');
    const take = db.prepare('select value ->> 0 as value from jsonb_each(?)').pluck();
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const rows = JSON.stringify(values.map((one) => [wireValue(one)]));
        expect(take.all(rows)).toEqual(
          values.map((one) => (one === null ? null : String(one).toWellFormed())),
        );
      }),
    );
    db.close();
  });
});
