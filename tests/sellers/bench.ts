import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Role } from '../../contract/staff.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { runImport } from '../../main/desk/records/import/run.ts';
import { createRowReader, recordsMigrations } from '../../main/desk/records/records.ts';
import { createSellers, sellersMigrations } from '../../main/desk/sellers/sellers.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';
import type { World } from './world/world.ts';

const now = Date.UTC(2026, 10, 23, 12);

interface Person {
  role: Role;
  sponsors?: ReadonlySet<string>;
  ownAccounts?: string[];
}

/** The sellers area on real files, with records imported from a world. */
export async function openBench(world: World) {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-sellers-'));
  const workspace = openWorkspace(
    path.join(folder, 'workspace'),
    { desk: [...auditMigrations, ...sellersMigrations], records: recordsMigrations },
    true,
  );
  const { layout, desk, records } = workspace;
  const drop = path.join(folder, 'drop');
  world.drop(drop);
  const bring = () => runImport(records, { layout, drop, commit: true, by: 'tester' });
  await bring();
  const time = { now };
  const people = new Map<string, Person>([
    ['rita', { role: 'reviewer' }],
    ['rob', { role: 'reviewer' }],
    ['oli', { role: 'owner' }],
  ]);
  const key = openSigningKey(layout.folder);
  const audit = createAudit({ desk, clock: () => time.now, monotonic: () => 0n, key });
  let ids = 0;
  const sellers = createSellers({
    layout,
    desk,
    records,
    rows: createRowReader(records),
    imports: () => Number(records.prepare('select count(*) from runs').pluck().get()),
    audit,
    clock: () => time.now,
    newId: () => `sel_${++ids}`,
    key,
    standing: (user) => {
      const person = people.get(user);
      return person ? { sponsors: new Set<string>(), ownAccounts: [], ...person } : null;
    },
    adjustmentsOf: () => 0,
  });
  const as = (user: string): Caller => ({
    user,
    role: people.get(user)?.role ?? 'nobody',
    door: 'terminal',
    session: user,
  });
  return {
    sellers,
    audit,
    people,
    time,
    as,
    folder,
    bring,
    sql: (text: string) => desk.exec(text),
    count: (sql: string): number => Number(desk.prepare(sql).pluck().get()),
    close() {
      sellers.close();
      workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `done`, or the code of the refusal. */
export async function code(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'done';
}
