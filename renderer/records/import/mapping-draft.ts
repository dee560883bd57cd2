import {
  type MappedColumn,
  type Mapping,
  mappingFormat,
  type Transform,
} from '../../../contract/mapping.ts';
import type { MappableTable } from '../../../contract/records.ts';

/** How one column of ours is filled, as it stands in the form. */
export interface DraftColumn {
  /** A column of the file; null where it is not mapped, or the same for every row. */
  readonly from: string | null;
  /** What stands in every row, where `from` is null. */
  readonly value: string;
  readonly as: Transform;
}

export interface Draft {
  readonly name: string;
  readonly table: MappableTable;
  readonly columns: Readonly<Record<string, DraftColumn>>;
}

const plain: Transform = { kind: 'text' };

/** Ways in which a column of some kind may be written; the first is the usual one. */
export function transformsFor(kind: string): readonly Transform['kind'][] {
  if (kind === 'minor') return ['money', 'text'];
  if (kind === 'coins' || kind === 'integer') return ['text', 'integer'];
  if (kind === 'time') return ['text', 'seconds', 'time'];
  if (kind === 'word' || kind === 'strict_word' || kind === 'boolean') return ['text', 'words'];
  return ['text'];
}

/** A transform of a kind with usual settings. */
export function usualTransform(kind: Transform['kind'], header: readonly string[]): Transform {
  switch (kind) {
    case 'money': {
      const from = header.find((name) => /^cur|currency/i.test(name));
      const currency = from === undefined ? { value: 'USD' } : { from };
      return { kind, currency, decimal: '.', thousands: null };
    }
    case 'integer':
      return { kind, thousands: ',' };
    case 'time':
      return { kind, pattern: 'YYYY-MM-DD HH:mm:ss', zone: 'UTC' };
    case 'words':
      return { kind, words: {}, others: 'keep' };
    case 'text':
    case 'seconds':
      return { kind };
  }
}

/** A first draft: columns of the same name, in any spelling of it, are taken. */
export function firstDraft(name: string, table: MappableTable, header: readonly string[]): Draft {
  const columns = table.columns.map(({ name: column, kind }): [string, DraftColumn] => {
    const from = header.find((each) => bare(each) === bare(column)) ?? null;
    const [usual = 'text'] = transformsFor(kind);
    return [column, { from, value: '', as: usualTransform(usual, header) }];
  });
  return { name, table, columns: Object.fromEntries(columns) };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Needed columns of the table that nothing fills yet. */
export function missingColumns({ table, columns }: Draft): string[] {
  return table.columns
    .filter(({ name, need }) => need && !isFilled(columns[name]))
    .map(({ name }) => name);
}

/** Something stands in it: a column of the file, or the same in every row. */
export function isFilled(column: DraftColumn | undefined): boolean {
  return column !== undefined && (column.from !== null || column.value.trim() !== '');
}

/** The draft as the mapping that the desk takes. */
export function toMapping({ name, table, columns }: Draft): Mapping {
  const mapped = Object.entries(columns).flatMap(([column, { from, value, as }]) => {
    if (from !== null) return [[column, { from, as: as ?? plain }] as [string, MappedColumn]];
    return value.trim() === '' ? [] : [[column, { value: value.trim() }] as [string, MappedColumn]];
  });
  return { format: mappingFormat, name, table: table.table, columns: Object.fromEntries(mapped) };
}

/** "WLAN = wifi", a line each, as words of a mapping. */
export function wordsOf(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}

export function wordsText(words: Readonly<Record<string, string>>): string {
  return Object.entries(words)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n');
}
