import type { OriginOnWire } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';

/** Where earlier versions of a row came from, newest first. The key as import writes it. */
export function historyOrigins(db: Db) {
  const versions = db.prepare<[string, string], { run: string; file: string; line: bigint }>(
    `select runs.run as run, files.name as file, history.origin_line as line
     from history
     join runs on runs.number = history.origin_run
     join files on files.number = history.origin_file
     where history.table_name = ? and history.key = ?
     order by history.number desc limit 100`,
  );
  return (table: TableName, key: string): OriginOnWire[] =>
    versions.all(table, key).map(({ run, file, line }) => ({ run, file, line: Number(line) }));
}
