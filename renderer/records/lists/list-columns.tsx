import type { ListColumn, ListDescription } from '../../../contract/record-lists.ts';
import { withMarks } from '../../ui/coins.tsx';
import type { GridColumn } from '../../ui/data-grid-column.ts';
import { formatMoney } from '../../ui/money.tsx';
import { revealed } from '../../ui/reveal.ts';
import { cellOf, type ListRow } from './list-rows.ts';
import { columnTitle } from './list-names.ts';

const widths: Readonly<Record<ListColumn['kind'], number>> = {
  id: 168,
  text: 160,
  word: 120,
  country: 84,
  currency: 84,
  time: 172,
  day: 100,
  boolean: 84,
  integer: 96,
  minor: 124,
  coins: 104,
  decimal: 104,
  json: 240,
};

const right = new Set<ListColumn['kind']>(['integer', 'minor', 'coins', 'decimal']);

/** A moment in UTC, to the second: the head says the zone. */
function timeWords(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}

function words({ kind, currency }: ListColumn, value: string, row: ListRow): string {
  switch (kind) {
    case 'time':
      return timeWords(value);
    case 'coins':
    case 'integer':
      return withMarks(value);
    case 'minor':
      return currency === null ? withMarks(value) : formatMoney(value, cellOf(row, currency));
    case 'boolean':
      return value === 'true' ? 'yes' : 'no';
    case 'id':
    case 'text':
    case 'word':
    case 'country':
    case 'currency':
    case 'day':
    case 'decimal':
    case 'json':
      return revealed(value);
  }
}

/** The columns of a list as the grid shows them. */
export function gridColumns({ columns }: ListDescription): GridColumn<ListRow>[] {
  return columns.map((column) => ({
    id: column.name,
    header: columnTitle(column.name) + (column.kind === 'time' ? ' (UTC)' : ''),
    width: Math.max(widths[column.kind], columnTitle(column.name).length * 7 + 36),
    right: right.has(column.kind),
    mono: column.kind === 'id',
    sortable: !column.masked,
    text: (row) => cellOf(row, column.name),
    cell: (row) => {
      const value = cellOf(row, column.name);
      return value === null ? '–' : words(column, value, row);
    },
  }));
}
