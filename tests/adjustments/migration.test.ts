import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { adjustmentsMigrations } from '../../main/desk/adjustments/adjustments.ts';
import { auditMigrations } from '../../main/desk/audit/audit.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

it('a ledger of the first version keeps its rows and learns the states of the outbox', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-migration-'));
  const open = (steps: number) =>
    openWorkspace(
      folder,
      {
        desk: [...auditMigrations, ...adjustmentsMigrations.slice(0, steps)],
        records: recordsMigrations,
      },
      true,
    );
  const before = open(1);
  before.desk.exec(`
    insert into adjustments (id, key, account_id, coins, reason, note, state, maker, maker_role, created_at,
      evidence, payload_sha256, balance_before, answer)
    values ('adj_1', 'k', 'ac_1', 9007199254740993, 'GOODWILL', 'n', 'approved', 'ana', 'agent', 1, '{}', 'h', 0, '{}');
    insert into postings (adjustment_id, from_book, to_book, coins, at, alone)
    values ('adj_1', 'desk/GOODWILL', 'account/ac_1', 9007199254740993, 1, 1);
    insert into limits (name, value, asked_by, asked_at, stands_since) values ('case', 5, 'oli', 1, 1);
  `);
  before.close();

  const { desk, close } = open(adjustmentsMigrations.length);
  const state = () => desk.prepare('select state, coins from adjustments').get();
  expect(state()).toEqual({ state: 'approved', coins: 9007199254740993n });
  const move = (to: string) => desk.exec(`update adjustments set state = '${to}'`);
  expect(() => move('confirmed')).toThrow(/forward/);
  for (const to of ['sent', 'confirmed', 'contradicted']) move(to);
  expect(() => move('confirmed')).toThrow(/forward/);
  expect(() => desk.exec("insert into returns (adjustment_id, at) values ('adj_1', 1)")).toThrow(
    /only what the platform refused/,
  );
  expect(desk.prepare('select count(*) from limits').pluck().get()).toBe(1n);
  close();
  rmSync(folder, { recursive: true, force: true });
});
