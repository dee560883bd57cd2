import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { auditMigrations } from '../main/desk/audit/audit.ts';
import { diagnosisMigrations } from '../main/desk/diagnosis/diagnosis.ts';
import { createRecords, recordsMigrations, writeDemoDrop } from '../main/desk/records/records.ts';
import { openWorkspace } from '../main/desk/storage/storage.ts';

/** When the made-up copy was taken: fixed, so that the same sizes give the same rows. */
export const copyAsOf = Date.UTC(2026, 10, 23, 6);

/**
 * Opens a workspace with so many made-up recharges, and makes it first where it is not there:
 * the demo's records, in by the ordinary way. Kept between runs in the folder named.
 */
export async function openBigCopy(folder: string, recharges: number) {
  const done = path.join(folder, `made-${recharges}`);
  const open = () =>
    openWorkspace(
      path.join(folder, 'workspace'),
      { desk: [...auditMigrations, ...diagnosisMigrations], records: recordsMigrations },
      true,
    );
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const drop = path.join(folder, 'drop');
    let began = Date.now();
    const said = await writeDemoDrop(drop, {
      asOf: copyAsOf,
      recharges,
      accounts: Math.max(250, Math.floor(recharges / 4)),
    });
    console.log(`made a drop of ${recharges} recharges in ${Date.now() - began} ms`);
    began = Date.now();
    const workspace = open();
    const records = createRecords({ workspace });
    await records.importDrop({ drop, commit: true, by: 'bench' });
    workspace.close();
    rmSync(drop, { recursive: true, force: true });
    mkdirSync(done);
    const rows = Object.values(said.tables).reduce((sum, count) => sum + count, 0);
    console.log(`imported ${rows} rows in ${Date.now() - began} ms`);
  }
  const workspace = open();
  return { workspace, records: createRecords({ workspace }) };
}
