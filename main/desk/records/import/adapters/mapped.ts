import type { Mapping, MappedColumn, Transform } from '../../../../../contract/mapping.ts';
import { folded } from '../header.ts';
import { redactText } from '../redact.ts';
import { type MoneyMarks, toMinor } from '../money.ts';
import { zoneOf } from '../times.ts';
import { type TableName, tableNames, tableOf } from '../../tables.ts';
import { refuse } from '../../../../../contract/errors.ts';
import { BadValue, quoted } from '../values.ts';
import { type Adapter, BadRow, type ForeignRow, good, type Item } from './adapter.ts';
import { compilePattern } from './time-pattern.ts';
import { text } from './json.ts';

/** A mapping as the plan names it. */
export function sourceOf({ name }: Mapping): string {
  return `Mapping “${redactText(name)}”`;
}

/** The names of the file's columns that a mapping reads, folded. */
function columnsRead({ columns }: Mapping): Set<string> {
  const names = new Set<string>();
  for (const column of Object.values(columns)) {
    if (!('from' in column)) continue;
    names.add(folded(column.from));
    if (column.as.kind === 'money' && 'from' in column.as.currency)
      names.add(folded(column.as.currency.from));
  }
  return names;
}

/**
 * Refuses BAD_INPUT where a mapping cannot work: no such table or column, a column that every row
 * needs left out, no such zone, or a pattern that is no time.
 */
export function assertMapping(mapping: Mapping): void {
  const table = tableNames.find((name) => name === mapping.table);
  if (!table) throw wrong(mapping, `there is no table ${mapping.table}`);
  const columns = tableOf(table).columns;
  for (const [name, column] of Object.entries(mapping.columns)) {
    if (!Object.hasOwn(columns, name)) throw wrong(mapping, `${table} has no column ${name}`);
    if (!('from' in column) || column.as.kind !== 'time') continue;
    if (!zoneOf(column.as.zone)) throw wrong(mapping, `there is no zone ${column.as.zone}`);
    if (!compilePattern(column.as.pattern))
      throw wrong(mapping, `“${column.as.pattern}” lacks a year, a month or a day`);
  }
  const missing = Object.entries(columns)
    .filter(([name, { need }]) => need && !Object.hasOwn(mapping.columns, name))
    .map(([name]) => name);
  if (missing.length > 0) throw wrong(mapping, `every row of ${table} needs ${missing.join(', ')}`);
  if (columnsRead(mapping).size === 0) throw wrong(mapping, 'it reads no column of the file');
}

function wrong({ name }: Mapping, why: string): Error {
  return refuse('BAD_INPUT', `The mapping “${name}” cannot work: ${why}.`, 'Correct the mapping.');
}

/** Reads a delimited file by a mapping. Whole rows: what is not mapped is kept beside them. */
export function mappedAdapter(mapping: Mapping): Adapter {
  const table = mapping.table as TableName;
  const read = columnsRead(mapping);
  return {
    source: sourceOf(mapping),
    table,
    whole: new Set(Object.keys(mapping.columns)),
    recognise: ({ kind, header }) =>
      kind === 'delimited' && [...read].every((name) => header.includes(name))
        ? redactText(`its header has every column that the mapping reads: ${[...read].join(', ')}`)
        : null,
    open() {
      const readers = Object.entries(mapping.columns).map(
        ([name, column]) => [name, readerOf(name, column)] as const,
      );
      return { rows: (item) => [rowOf(table, item, readers, read)] };
    },
  };
}

type Reader = (value: unknown) => string | null;

function rowOf(
  table: TableName,
  { value }: Item,
  readers: readonly (readonly [string, Reader])[],
  read: ReadonlySet<string>,
): ForeignRow {
  const fields = Object.fromEntries(readers.map(([name, reader]) => [name, reader(value)]));
  const others = Object.entries(value as Record<string, unknown>);
  return { table, fields, extra: Object.fromEntries(others.filter(([name]) => !read.has(name))) };
}

function readerOf(name: string, column: MappedColumn): Reader {
  if (!('from' in column)) return () => column.value;
  const from = folded(column.from);
  const transform = transformOf(name, column.as);
  return (value) => {
    const given = text(value, from)?.trim() ?? '';
    return given === '' ? null : transform(given, value);
  };
}

function transformOf(name: string, as: Transform): (given: string, row: unknown) => string | null {
  switch (as.kind) {
    case 'text':
      return (given) => given;
    case 'money': {
      const marks: MoneyMarks = { decimal: as.decimal, thousands: as.thousands };
      const { currency } = as;
      return (given, row) => {
        const code = 'value' in currency ? currency.value : text(row, folded(currency.from));
        if (!code) throw new BadRow('BAD_CURRENCY', name, 'The amount has no currency.');
        return String(good(name, toMinor(given, code.trim(), marks)));
      };
    }
    case 'integer':
      return (given) => good(name, ungrouped(given, as.thousands));
    case 'seconds':
      return (given) => {
        if (!/^-?\d{1,11}$/.test(given))
          throw new BadRow('BAD_TIME', name, `${quoted(given)} is not whole epoch seconds.`);
        return `${given}000`;
      };
    case 'time':
      return timeReader(name, as);
    case 'words':
      return wordReader(name, as);
  }
}

function ungrouped(given: string, mark: string): string | BadValue {
  const found = /^([+-]?)(.+)$/.exec(given);
  const [first = '', ...groups] = (found?.[2] ?? '').split(mark);
  const right =
    /^\d+$/.test(first) &&
    groups.every((group) => /^\d{3}$/.test(group)) &&
    (groups.length === 0 || first.length <= 3);
  return right
    ? `${found?.[1] ?? ''}${first}${groups.join('')}`
    : new BadValue('BAD_INTEGER', `${quoted(given)} is not a whole number in groups of three.`);
}

function timeReader(name: string, { pattern, zone }: Extract<Transform, { kind: 'time' }>) {
  const parse = compilePattern(pattern);
  const clock = zoneOf(zone);
  return (given: string): string => {
    const wall = parse?.(given) ?? null;
    const ms = wall === null ? null : (clock?.(wall) ?? null);
    if (ms === null)
      throw new BadRow('BAD_TIME', name, `${quoted(given)} is no time as in ${pattern} (${zone}).`);
    return String(ms);
  };
}

function wordReader(name: string, { words, others }: Extract<Transform, { kind: 'words' }>) {
  const known = new Map(Object.entries(words).map(([from, to]) => [folded(from), to]));
  return (given: string): string | null => {
    const word = known.get(folded(given));
    if (word !== undefined) return word === '' ? null : word;
    if (others === 'reject')
      throw new BadRow('UNKNOWN_WORD', name, `${quoted(given)} is not in the list of the mapping.`);
    return others === 'keep' ? given : null;
  };
}
