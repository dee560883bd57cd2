import { type TableName, tableOf } from '../tables.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { BadValue, type ParseValue, parserOf, type Value, type ValueNotes } from './values.ts';

/** A row that may go in: a value for each column of its table, in its order. */
export interface Judged {
  readonly values: readonly Value[];
  readonly extra: string | null;
  readonly redacted: boolean;
}

interface JudgedColumn {
  readonly name: string;
  readonly parse: ParseValue;
  readonly need: boolean;
  readonly fallback: string | null;
}

/** Judges the rows of one table, each alone: its values, or the first thing wrong with it. */
export function createJudge(table: TableName, notes: ValueNotes) {
  const columns = Object.entries(tableOf(table).columns).map(
    ([name, column]): JudgedColumn => ({
      name,
      parse: parserOf(name, column, notes),
      need: column.need === true,
      fallback: column.fallback ?? null,
    }),
  );
  return (entry: Entry): Judged | Fault => {
    if (entry.fault) return entry.fault;
    notes.redacted = entry.redacted;
    const values: Value[] = [];
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      if (!column) break;
      const text = entry.texts[index];
      const value = text === undefined || text === null || text === '' ? null : column.parse(text);
      if (value instanceof BadValue)
        return { code: value.code, column: column.name, sentence: value.sentence };
      if (value === null && column.need) return missing(column.name);
      values.push(value === null ? column.fallback : value);
    }
    return { values, extra: entry.extra, redacted: notes.redacted };
  };
}

function missing(column: string): Fault {
  return {
    code: 'MISSING_VALUE',
    column,
    sentence: `Every row needs ${column}; here it is empty.`,
  };
}

export function isFault(judged: Judged | Fault): judged is Fault {
  return 'code' in judged;
}
