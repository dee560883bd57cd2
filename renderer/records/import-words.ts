import type { ImportProgress, TableCounts } from '../../contract/records.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as people read it: 1,234,567 bytes is "1.2 MB". */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** step;
  return `${step === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[step]}`;
}

/** A count of rows with thousands marks. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 row", "1,234 rows". */
export function formatRows(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** What the button under a plan does, in words. */
export function commitWords(tables: Readonly<Record<string, TableCounts>>): string {
  const { inserted, updated } = sumCounts(tables);
  const rows = inserted + updated;
  return rows === 0 ? 'Import, though no row changes' : `Import ${formatRows(rows)}`;
}

const phases: Record<ImportProgress['phase'], string> = {
  checking: 'Checking',
  reading: 'Reading',
  comparing: 'Comparing with the copy',
  indexing: 'Making it searchable',
  committing: 'Putting it in place',
};

/** What an import does just now: "Reading recharges.csv · 12,000 rows". */
export function progressWords(progress: ImportProgress): string {
  const file = progress.file === '' ? '' : ` ${progress.file}`;
  const counted = progress.phase === 'reading' && progress.rows > 0;
  const rows = counted ? ` · ${formatRows(progress.rows)}` : '';
  return `${phases[progress.phase]}${file}${rows}`;
}

/** The counts of all tables in one line. */
export function sumCounts(tables: Readonly<Record<string, TableCounts>>): TableCounts {
  const sum = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, redacted: 0 };
  for (const counts of Object.values(tables)) {
    sum.read += counts.read;
    sum.inserted += counts.inserted;
    sum.updated += counts.updated;
    sum.unchanged += counts.unchanged;
    sum.rejected += counts.rejected;
    sum.redacted += counts.redacted;
  }
  return sum;
}
