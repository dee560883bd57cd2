import type { ImportResult, TableCounts } from '../../../../contract/records.ts';
import type { DropFile } from './drop.ts';

/** Counts of a run, file by file. A file of another source may stand there for several tables. */
export function createTallies(files: readonly DropFile[]) {
  const counts = new Map<number, TableCounts>();
  return {
    /** The counts of one file of the drop, to be added to. */
    of(index: number): TableCounts {
      let tally = counts.get(index);
      if (!tally) counts.set(index, (tally = emptyCounts()));
      return tally;
    },
    byTable(): Record<string, TableCounts> {
      const tables: Record<string, TableCounts> = {};
      for (const [index, file] of files.entries()) {
        const tally = counts.get(index);
        if (tally) addTo((tables[file.table] ??= emptyCounts()), tally);
      }
      return tables;
    },
    byFile(): ImportResult['files'] {
      const found = new Map<string, ImportResult['files'][number]>();
      for (const [index, { name, shown, bytes, foreign, table }] of files.entries()) {
        const source = foreign?.source ?? null;
        const because = foreign?.because ?? null;
        const of = found.get(name) ?? { file: shown, bytes, source, because, tables: {} };
        found.set(name, of);
        const tally = counts.get(index);
        if (tally) of.tables[table] = tally;
      }
      return [...found.values()];
    },
  };
}

export type Tallies = ReturnType<typeof createTallies>;

function emptyCounts(): TableCounts {
  return { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, redacted: 0 };
}

function addTo(sum: TableCounts, more: TableCounts): void {
  sum.read += more.read;
  sum.inserted += more.inserted;
  sum.updated += more.updated;
  sum.unchanged += more.unchanged;
  sum.rejected += more.rejected;
  sum.redacted += more.redacted;
}
