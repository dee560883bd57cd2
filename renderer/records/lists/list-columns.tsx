import type { ListColumn, ListDescription } from '../../../contract/record-lists.ts';
import { withMarks } from '../../ui/coins.tsx';
import type { GridColumn } from '../../ui/data-grid-column.ts';
import { formatMoney } from '../../ui/money.tsx';
import { revealed } from '../../ui/reveal.ts';
import { cellOf, type ListRow } from './list-rows.ts';
import { columnTitle } from './list-names.ts';

/** Pixels that show the usual value whole, so that a small window holds what is asked for most. */
const widths: Readonly<Record<ListColumn['kind'], number>> = {
  id: 136,
  text: 136,
  word: 112,
  country: 72,
  currency: 72,
  time: 146,
  day: 92,
  boolean: 72,
  integer: 84,
  minor: 116,
  coins: 88,
  decimal: 96,
  json: 240,
};

/** Columns whose values are longer or shorter than their kind says. */
const own: Readonly<Record<string, number>> = {
  seller_id: 168,
  sku: 88,
  bin: 84,
  last4: 72,
  provider: 104,
  stage: 132,
  name: 200,
  email: 208,
  subject: 220,
  title: 220,
  url: 220,
  summary: 260,
  message: 280,
  notes: 280,
  body: 320,
};

/** What a head takes: its words in 12 px bold, the arrow, and the button of its menu. */
function headWidth(header: string): number {
  return Math.ceil(header.length * 6.2) + 46;
}

const right = new Set<ListColumn['kind']>(['integer', 'minor', 'coins', 'decimal']);

/** A moment in UTC, to the second: the head says the zone. */
function timeWords(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}

function words({ name, kind, currency }: ListColumn, value: string, row: ListRow): string {
  switch (kind) {
    case 'time':
      return timeWords(value);
    case 'integer':
      // A year is no amount.
      return name.endsWith('_year') ? value : withMarks(value);
    case 'coins':
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
  return columns.map((column) => {
    const header = columnTitle(column.name) + (column.kind === 'time' ? ' (UTC)' : '');
    return gridColumn(column, header);
  });
}

function gridColumn(column: ListColumn, header: string): GridColumn<ListRow> {
  return {
    id: column.name,
    header,
    width: Math.max(own[column.name] ?? widths[column.kind], headWidth(header)),
    right: right.has(column.kind),
    mono: column.kind === 'id',
    sortable: !column.masked,
    text: (row) => cellOf(row, column.name),
    cell: (row) => {
      const value = cellOf(row, column.name);
      return value === null ? '–' : words(column, value, row);
    },
  };
}
