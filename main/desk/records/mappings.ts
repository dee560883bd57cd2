import {
  mapping as mappingShape,
  type Mapping,
  type SavedMapping,
} from '../../../contract/mapping.ts';
import type { MappableTable } from '../../../contract/records.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db, Migration } from '../storage/storage.ts';
import { assertMapping } from './import/adapters/mapped.ts';
import { tableNames, tableOf } from './tables.ts';

/** Mappings are decisions of people, not records: they live beside the other decisions. */
export const mappingsMigrations: readonly Migration[] = [
  {
    area: 'mappings',
    number: 1,
    name: 'saved mappings, every version of them',
    up: `
      create table mappings (
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        body TEXT NOT NULL, -- JSON, as in contract/mapping.ts
        saved_by TEXT NOT NULL,
        saved_at INTEGER NOT NULL,
        primary key (name, version)
      ) strict, without rowid;
      create trigger mappings_stay before update on mappings
        begin select raise(abort, 'a saved mapping never changes; save a new version'); end;
      create trigger mappings_are_kept before delete on mappings
        begin select raise(abort, 'a saved mapping is never deleted'); end;
    `,
  },
];

interface Stored {
  readonly version: bigint;
  readonly body: string;
  readonly saved_by: string;
  readonly saved_at: bigint;
}

/** Mappings by which the CSV of other programs is read; named, and every save a version. */
export function createMappings(desk: Db, audit: Audit, clock: () => number) {
  const newest = desk.prepare(
    `select name, max(version) as version, body, saved_by, saved_at from mappings
     group by name order by name`,
  );
  const last = desk
    .prepare('select coalesce(max(version), 0) from mappings where name = ?')
    .pluck();
  const insert = desk.prepare(
    'insert into mappings (name, version, body, saved_by, saved_at) values (?, ?, ?, ?, ?)',
  );

  return {
    /** The newest version of each, by name. */
    all: (): SavedMapping[] => (newest.all() as Stored[]).map(opened),
    /** Keeps a mapping as a new version. Refuses BAD_INPUT where it cannot work. */
    save(caller: Caller, mapping: Mapping): SavedMapping {
      assertMapping(mapping);
      return desk
        .transaction(() => {
          const version = (last.get(mapping.name) as bigint) + 1n;
          const at = clock();
          const body = JSON.stringify(mapping);
          insert.run(mapping.name, version, body, caller.user, at);
          audit.append(caller, {
            command: 'records.saveMapping',
            object: mapping.name,
            outcome: 'done',
            sentence: `${caller.user} saved the mapping ${mapping.name}, version ${version}.`,
          });
          return opened({ version, body, saved_by: caller.user, saved_at: BigInt(at) });
        })
        .immediate();
    },
  };
}

function opened({ version, body, saved_by, saved_at }: Stored): SavedMapping {
  return {
    mapping: mappingShape.parse(JSON.parse(body)),
    version: Number(version),
    by: saved_by,
    at: new Date(Number(saved_at)).toISOString(),
  };
}

/** The tables of the format with their columns, for the form in which a mapping is made. */
export function mappableTables(): MappableTable[] {
  return tableNames.map((table) => ({
    table,
    columns: Object.entries(tableOf(table).columns).map(([name, { kind, need }]) => ({
      name,
      kind,
      need: need === true,
    })),
  }));
}
