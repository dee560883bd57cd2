import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRecords, recordsMigrations } from '../../main/desk/records/records.ts';
import { openWorkspace, type Workspace } from '../../main/desk/storage/storage.ts';

let folder: string;
let workspace: Workspace;
let records: ReturnType<typeof createRecords>;

async function importDay(day: string, name: string): Promise<void> {
  const drop = path.join(folder, day);
  mkdirSync(drop);
  writeFileSync(
    path.join(drop, 'accounts.csv'),
    `account_id,username,display_name,email,country,updated_at\nac_1,${name},Zoé Marked_Canary,zoe@canary.example,BR,${day}T00:00:00Z\nac_2,otherperson,,o@other.example,BR,${day}T00:00:00Z\n`,
  );
  writeFileSync(
    path.join(drop, 'tickets.csv'),
    `ticket_id,account_id,opened_at,subject,body,attachments\ntk_1,ac_1,${day}T00:00:00Z,Where,I am ${name},"mine.txt,shared.txt"\ntk_2,ac_2,${day}T00:00:00Z,Where,Here,shared.txt\n`,
  );
  mkdirSync(path.join(drop, 'attachments'));
  for (const file of ['mine.txt', 'shared.txt'])
    writeFileSync(path.join(drop, 'attachments', file), `${file} of ${name}`);
  writeFileSync(
    path.join(drop, 'ledger.csv'),
    `entry_id,account_id,at,delta,balance_after,kind\nle_1,ac_1,2026-11-01T00:00:00Z,70,70,recharge_grant\n`,
  );
  await records.importDrop({ drop, commit: true, by: 'olga' });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-erase-'));
  workspace = openWorkspace(
    path.join(folder, 'workspace'),
    { desk: [], records: recordsMigrations },
    true,
  );
  records = createRecords({ workspace });
  await importDay('2026-11-01', 'zoecanary');
  await importDay('2026-11-02', 'zoecanarytwo');
}, 60_000);
afterAll(() => {
  workspace.close();
  rmSync(folder, { recursive: true, force: true });
});

const found = (text: string) => records.search({ text, limit: 50 }).total;
const bytes = () =>
  readdirSync(path.join(folder, 'workspace'))
    .filter((name) => name.startsWith('records.db'))
    .map((name) => readFileSync(path.join(folder, 'workspace', name), 'latin1'))
    .join('\n');

it('takes a person out of the copy, its history, its search and its file; the ledger stays', async () => {
  expect(found('zoecanarytwo')).toBeGreaterThan(0);
  expect(found('oe mark') + found('d_can')).toBe(2);
  expect(bytes()).toContain('zoecanary');
  expect(bytes()).toContain('zoe marked_canary');
  const files = () =>
    readdirSync(path.join(folder, 'workspace', 'attachments'), { recursive: true })
      .map((name) => path.basename(String(name)))
      .filter((name) => name.endsWith('.txt'))
      .toSorted((a, b) => (a < b ? -1 : 1));
  expect(files()).toEqual(['mine.txt', 'mine.txt', 'shared.txt', 'shared.txt']);
  const { values } = records.erasePerson('ac_1');
  // What somebody else wrote with stays theirs.
  expect(files()).toEqual(['shared.txt', 'shared.txt']);
  expect(values).toContain('zoecanarytwo');
  expect(found('zoecanarytwo') + found('zoecanary') + found('zoe@canary.example')).toBe(0);
  expect(found('oe mark') + found('d_can')).toBe(0);
  expect(found('otherperson')).toBeGreaterThan(0);
  expect(found('ac_1')).toBeGreaterThan(0);
  expect(bytes()).not.toMatch(/zoecanary|zoe@canary|marked_canary/i);
  const { fields } = records.show({ kind: 'account', id: 'ac_1' });
  expect(fields).toMatchObject({ username: null, email: null, country: 'BR' });
  expect(records.computedBalance('ac_1')).toBe(70n);
});

it('takes out anew what a later drop brings back', async () => {
  await importDay('2026-11-03', 'zoecanarythree');
  expect(found('zoecanarythree')).toBeGreaterThan(0);
  records.erasePerson('ac_1');
  expect(found('zoecanarythree')).toBe(0);
  expect(bytes()).not.toContain('zoecanarythree');
}, 60_000);
