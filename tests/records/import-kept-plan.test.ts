import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../contract/records.ts';
import { importDrop } from '../../main/desk/records/import/import.ts';
import { forgetPlan, keptPlanFor } from '../../main/desk/records/import/kept-plan.ts';
import { dumpRecords, makeWorkspace, recharges, type TestWorkspace } from './import-workspace.ts';

const first = recharges(
  'rc_1,a_1,web,2026-01-01T00:00:00Z,700,2026-01-01T00:00:00Z',
  'rc_2,a_1,web,2026-01-01T00:00:00Z,700,2026-01-01T00:00:00Z',
);
const second = recharges(
  'rc_1,a_1,web,2026-01-01T00:00:00Z,701,2026-01-02T00:00:00Z',
  'rc_3,a_1,web,2026-01-01T00:00:00Z,700,2026-01-01T00:00:00Z',
  'rc_4,a_1,web,nonsense,700,',
);

const phases = (seen: ImportProgress[]) => new Set(seen.map(({ phase }) => phase));

/** Plans or commits as the desk does, and tells what it did on the way. */
async function go(w: TestWorkspace, drop: string, commit: boolean) {
  const seen: ImportProgress[] = [];
  const onProgress = (progress: ImportProgress) => seen.push(progress);
  const result = await importDrop({ layout: w.layout, drop, commit, by: 'owner', onProgress });
  return { result, read: phases(seen).has('reading') };
}

const plansIn = (w: TestWorkspace) =>
  readdirSync(w.layout.staging).filter((name) => name.startsWith('plan-'));

describe('a commit after its plan', () => {
  it('does what the plan worked out, without reading the drop again, and leaves nothing behind', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'recharges.csv': first }));
    const drop = w.drop({ 'recharges.csv': second });
    const plan = await go(w, drop, false);
    expect(plan.read).toBe(true);
    expect(plansIn(w)).toHaveLength(1);
    const done = await go(w, drop, true);
    expect(done.read).toBe(false);
    expect(done.result.tables).toEqual(plan.result.tables);
    expect(done.result.tables.recharges).toMatchObject({ inserted: 1, updated: 1, rejected: 1 });
    expect(done.result.first_rejects).toEqual(plan.result.first_rejects);
    expect(existsSync(done.result.rejects_file ?? '')).toBe(true);
    expect(w.value("select coins from recharges where recharge_id = 'rc_1'")).toBe(701n);
    expect(w.value("select count(*) from history where key = 'rc_1'")).toBe(1n);
    expect(plansIn(w)).toEqual([]);
  });

  it('comes to the same copy as an import that was never planned', async () => {
    const planned = makeWorkspace();
    const straight = makeWorkspace();
    for (const text of [first, second, first]) {
      const drop = planned.drop({ 'recharges.csv': text });
      await go(planned, drop, false);
      await go(planned, drop, true);
      await straight.run(straight.drop({ 'recharges.csv': text }));
    }
    expect(dumpRecords(planned.db)).toBe(dumpRecords(straight.db));
  });

  it('works everything out anew where another import came between, and says so', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'recharges.csv': second });
    expect((await go(w, drop, false)).result.tables.recharges).toMatchObject({ inserted: 2 });
    await w.run(w.drop({ 'recharges.csv': first }));
    const { result, read } = await go(w, drop, true);
    expect(read).toBe(true);
    expect(result.tables.recharges).toMatchObject({ inserted: 1, updated: 1 });
    expect(result.warnings.join(' ')).toContain('moved on');
    expect(plansIn(w)).toEqual([]);
  });

  it('reads again where a file of the drop was written to since', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'recharges.csv': first });
    await go(w, drop, false);
    writeFileSync(path.join(drop, 'recharges.csv'), second);
    const { result, read } = await go(w, drop, true);
    expect(read).toBe(true);
    expect(result.tables.recharges).toMatchObject({ inserted: 2, rejected: 1 });
  });

  it('reads again where only the time of a file, a new file or the question differs', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'recharges.csv': first });
    const asked = { drop };
    const fresh = async () => {
      await go(w, drop, false);
      expect(keptPlanFor(w.layout, asked)).not.toBeNull();
    };
    await fresh();
    utimesSync(path.join(drop, 'recharges.csv'), new Date(0), new Date(0));
    expect(keptPlanFor(w.layout, asked)).toBeNull();
    await fresh();
    writeFileSync(path.join(drop, 'devices.csv'), 'device_id\nd\n');
    expect(keptPlanFor(w.layout, asked)).toBeNull();
    await fresh();
    expect(keptPlanFor(w.layout, { drop, zone: 'Asia/Kolkata' })).toBeNull();
  });

  it('forgets the plan before, and all of it when told so', async () => {
    const w = makeWorkspace();
    const drops = [first, second].map((text) => w.drop({ 'recharges.csv': text }));
    for (const drop of drops) await go(w, drop, false);
    expect(plansIn(w)).toHaveLength(1);
    expect(keptPlanFor(w.layout, { drop: drops[0] ?? '' })).toBeNull();
    forgetPlan(w.layout);
    expect(plansIn(w)).toEqual([]);
  });

  it('leaves nothing where the plan is called off or refused', async () => {
    const w = makeWorkspace();
    const caller = new AbortController();
    const work = importDrop({
      layout: w.layout,
      drop: w.drop({ 'recharges.csv': first }),
      commit: false,
      by: 'owner',
      signal: caller.signal,
      onProgress: () => caller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    await expect(go(w, w.drop({ 'recharges.csv': 'coins\n1\n' }), false)).rejects.toThrow('needs');
    expect(plansIn(w)).toEqual([]);
  });

  it('holds no card number, and the plan never writes to the copy', async () => {
    const w = makeWorkspace();
    const before = dumpRecords(w.db);
    const drop = w.drop({
      'tickets.csv':
        'ticket_id,opened_at,body,pan\nt_1,2026-01-01T00:00:00Z,4242424242424242,4242 4242 4242 4242\n' +
        't_2,never,4242424242424242,\n',
    });
    await go(w, drop, false);
    const [plan] = plansIn(w);
    const file = path.join(w.layout.staging, String(plan), 'staging.db');
    const db = new Database(file, { readonly: true });
    const said = db.prepare('select * from fresh_tickets').all();
    const rejected = db.prepare('select * from rejects').all();
    const text = JSON.stringify([said, rejected, db.serialize().toString('latin1')]);
    db.close();
    expect(said).toHaveLength(1);
    expect(rejected).toHaveLength(1);
    expect(text).toContain('424242******4242');
    expect(text).not.toMatch(/4242[ ]?4242[ ]?4242/);
    expect(dumpRecords(w.db)).toBe(before);
    forgetPlan(w.layout);
  });
});
