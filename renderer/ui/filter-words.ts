import type { Condition, FilterNode } from '../../contract/record-lists.ts';
import { withMarks } from './coins.tsx';
import { type FilterColumn, isGroup } from './filter-edit.ts';
import { formatMoney } from './money.tsx';
import { revealed } from './reveal.ts';

export const opWords: Readonly<Record<Condition['op'], string>> = {
  in: 'is',
  contains: 'contains',
  starts: 'starts with',
  ends: 'ends with',
  range: 'between',
  money: 'amount between',
  last: 'in the last',
};

/** A value of a column as a chip shows it; hidden characters stand visible. */
export function valueWords(column: FilterColumn, value: string | null): string {
  if (value === null) return '(empty)';
  if (column.kind === 'time') return value.replace('T', ' ').replace(/(:00)?(\.000)?Z$/, '');
  if (column.kind === 'boolean') return value === 'true' ? 'yes' : 'no';
  if (column.kind === 'coins' || column.kind === 'minor') return withMarks(value);
  return revealed(value);
}

export function hoursWords(hours: number): string {
  if (hours % 24 !== 0) return `${hours} h`;
  return hours === 24 ? '24 h' : `${hours / 24} days`;
}

function between(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'is there';
  if (from === null) return `≤ ${to}`;
  return to === null ? `≥ ${from}` : `${from} – ${to}`;
}

function saying(node: Condition, column: FilterColumn): string {
  const { header } = column;
  const say = (value: string | null) => (value === null ? null : valueWords(column, value));
  switch (node.op) {
    case 'in': {
      const shown = node.values.slice(0, 3).map((value) => valueWords(column, value));
      const more = node.values.length - shown.length;
      const values = more > 0 ? [...shown, `${more} more`] : shown;
      return `${header} is ${node.not === true ? 'not ' : ''}${values.join(' or ')}`;
    }
    case 'contains':
    case 'starts':
    case 'ends':
      return `${header} ${opWords[node.op]} “${revealed(node.text)}”`;
    case 'range':
      return `${header} ${between(say(node.from), say(node.to))}`;
    case 'money': {
      const money = (minor: string | null) =>
        minor === null ? null : formatMoney(minor, node.currency);
      return `${header} ${between(money(node.from), money(node.to))}`;
    }
    case 'last':
      return `${header} in the last ${hoursWords(node.hours)}`;
  }
}

/** A node in words: "channel is web or partner", "not: coins 70 – 1,400". */
export function nodeWords(node: FilterNode, columns: ReadonlyMap<string, FilterColumn>): string {
  const not = node.not === true ? 'not: ' : '';
  if (isGroup(node)) {
    const word = node.op === 'all' ? ' and ' : ' or ';
    return `${not}(${node.parts.map((part) => nodeWords(part, columns)).join(word)})`;
  }
  const column = columns.get(node.column);
  if (!column) return `${node.column} …`;
  return node.op === 'in' ? saying(node, column) : not + saying(node, column);
}
