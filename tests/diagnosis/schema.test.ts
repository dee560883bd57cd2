import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { diagnosisMigrations } from '../../main/desk/diagnosis/diagnosis.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';

test('a desk of the version before keeps its answers and verdicts, and takes outages and codes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  const file = path.join(folder, 'desk.db');
  const db = openFile(file, 'final', 'write');
  try {
    migrate(db, file, diagnosisMigrations.slice(0, 1));
    db.exec(`insert into answers (recharge_id, question, value, by, at)
        values ('rc_1', 'vpn', 'on', 'ada', 5);
      insert into verdicts (recharge_id, checklist_version, at, verdict)
        values ('rc_1', '2026-11-23.1', 6, '{}');`);
    migrate(db, file, diagnosisMigrations);
    expect(db.prepare('select question, value from answers').all()).toEqual([
      { question: 'vpn', value: 'on' },
    ]);
    expect(db.prepare('select count(*) from verdicts').pluck().get()).toBe(1n);
    db.exec(`insert into own_codes (provider, scheme, code, cause, says, source, by, at)
      values ('stripe', '', 'X', 'funds', 'says', 'source', 'ada', 7)`);
    expect(() => db.exec("update own_codes set cause = 'age'")).toThrow(/never change/);
    expect(() => db.exec('delete from own_codes')).toThrow(/never deleted/);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
