import { refuse } from '../../../contract/errors.ts';
import type { Db } from './database.ts';

/** One step of an area's schema. Steps of an area are numbered from 1 without gaps. */
export interface Migration {
  readonly area: string;
  readonly number: number;
  /** What it does, for the person who reads the table of applied steps. */
  readonly name: string;
  readonly up: string | ((db: Db) => void);
}

interface Applied {
  readonly area: string;
  readonly number: bigint;
}

/**
 * Brings a file to the schema of this program: each missing step in a transaction of its own,
 * together with the row that records it. A file that has steps this program does not know was
 * written by a newer one and is refused (NEWER_FILE) before anything is touched.
 */
export function migrate(db: Db, file: string, migrations: readonly Migration[]): void {
  assertOrdered(migrations);
  const tracked = db
    .prepare("select count(*) from sqlite_schema where type = 'table' and name = 'migrations'")
    .pluck()
    .get() as bigint;
  const applied =
    tracked === 0n ? [] : (db.prepare('select area, number from migrations').all() as Applied[]);
  const known = new Set(migrations.map((step) => `${step.area}/${step.number}`));
  const done = new Set(applied.map((step) => `${step.area}/${step.number}`));
  const foreign = [...done].filter((step) => !known.has(step));
  if (foreign.length > 0)
    throw refuse(
      'NEWER_FILE',
      `The file ${file} was written by a newer Recharge Desk (it has ${foreign.sort().join(', ')}).`,
      'Update Recharge Desk, or open another workspace.',
    );
  const missing = migrations.filter((step) => !done.has(`${step.area}/${step.number}`));
  if (missing.length === 0) return;
  db.exec(
    `create table if not exists migrations (
       area text not null, number integer not null, name text not null,
       primary key (area, number)) strict`,
  );
  const record = db.prepare('insert into migrations (area, number, name) values (?, ?, ?)');
  for (const step of missing)
    db.transaction(() => {
      if (typeof step.up === 'string') db.exec(step.up);
      else step.up(db);
      record.run(step.area, step.number, step.name);
    }).immediate();
}

function assertOrdered(migrations: readonly Migration[]): void {
  const last = new Map<string, number>();
  for (const step of migrations) {
    const before = last.get(step.area) ?? 0;
    if (step.number !== before + 1)
      throw new Error(`migration ${step.area}/${step.number} follows ${step.area}/${before}`);
    last.set(step.area, step.number);
  }
}
