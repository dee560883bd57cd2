import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mapping } from '../../contract/mapping.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import {
  createMappings,
  mappableTables,
  mappingsMigrations,
} from '../../main/desk/records/mappings.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';

const caller: Caller = { user: 'olga', role: 'owner', door: 'terminal', session: 's1' };
const shop = mapping.parse({
  format: 'recharge-desk-mapping/1',
  name: 'Shop',
  table: 'accounts',
  columns: { account_id: { from: 'User' } },
});

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'mappings-'));
  const desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', [...auditMigrations, ...mappingsMigrations]);
  onTestFinished(() => {
    desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = () => 1_767_225_600_000;
  const key = openSigningKey(folder);
  const audit = createAudit({ desk, clock, monotonic: () => 1n, key });
  return { desk, mappings: createMappings(desk, audit, clock) };
}

describe('saved mappings', () => {
  it('keep every version, and show the newest of each by name', () => {
    const { desk, mappings } = open();
    mappings.save(caller, shop);
    const second = { ...shop, columns: { ...shop.columns, username: { value: 'x' } } };
    expect(mappings.save(caller, second)).toMatchObject({ version: 2, by: 'olga' });
    mappings.save(caller, { ...shop, name: 'Bank' });
    expect(mappings.all().map((each) => [each.mapping.name, each.version])).toEqual([
      ['Bank', 1],
      ['Shop', 2],
    ]);
    expect(mappings.all()[1]?.mapping).toEqual(second);
    expect(desk.prepare('select count(*) from mappings').pluck().get()).toBe(3n);
  });

  it('stand in the audit, each with its version; what cannot work is neither kept nor audited', () => {
    const { desk, mappings } = open();
    const rows = () =>
      desk
        .prepare("select count(*) from audit where command = 'records.saveMapping'")
        .pluck()
        .get();
    mappings.save(caller, shop);
    expect(rows()).toBe(1n);
    expect(() => mappings.save(caller, { ...shop, table: 'rumours' })).toThrow('no table rumours');
    expect(rows()).toBe(1n);
    expect(mappings.all()).toHaveLength(1);
  });

  it('never change and never go, whoever holds the file', () => {
    const { desk, mappings } = open();
    mappings.save(caller, shop);
    expect(() => desk.exec("update mappings set body = '{}'")).toThrow('never changes');
    expect(() => desk.exec('delete from mappings')).toThrow('never deleted');
  });

  it('may fill every table of the format, each with the columns that it needs', () => {
    const recharges = mappableTables().find(({ table }) => table === 'recharges');
    expect(recharges?.columns.filter(({ need }) => need).map(({ name }) => name)).toEqual([
      'recharge_id',
      'account_id',
      'channel',
      'created_at',
    ]);
  });
});
