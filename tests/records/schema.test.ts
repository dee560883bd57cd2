import { expect, it } from 'vitest';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

it('a copy of the first version keeps its rows, and what an import brought is found by index', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  const file = path.join(folder, 'records.db');
  const db = openFile(file, 'copy', 'write');
  try {
    migrate(
      db,
      file,
      recordsMigrations.filter((step) => step.number < 2),
    );
    db.exec(`insert into recharges (recharge_id, account_id, channel, created_at, origin_run, origin_file, origin_line)
             values ('rc_1', 'ac_1', 'web', 1, 7, 1, 1)`);
    migrate(db, file, recordsMigrations);
    const asked = 'select account_id from recharges where origin_run > 6';
    expect(db.prepare(asked).pluck().all()).toEqual(['ac_1']);
    const plan = db.prepare(`explain query plan ${asked}`).all() as { detail: string }[];
    expect(plan[0]?.detail).toContain('recharges_by_run');
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
