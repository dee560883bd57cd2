import { refuse } from '../../../../contract/errors.ts';
import type { Condition, Filter, FilterNode } from '../../../../contract/record-lists.ts';
import {
  type CandidateColumn,
  candidateColumns,
  type SellerLine,
} from '../../../../contract/sellers.ts';

const hourMs = 3_600_000;

/** What a line has in each column; none where it is not known. */
const valuesOf: Readonly<
  Record<CandidateColumn, (line: SellerLine) => readonly (string | null)[]>
> = {
  any: (line) => [line.seller_id, line.name, ...line.signals.map(({ text }) => text)],
  seller: (line) => [line.seller_id],
  name: (line) => [line.name],
  kind: (line) => [line.kind],
  imitates: (line) => [line.imitates],
  status: (line) => [line.status],
  flag: (line) => [line.flag],
  watched: (line) => [String(line.watched)],
  score: (line) => [String(line.score)],
  suggested: (line) => [String(line.suggested)],
  signal: (line) => line.signals.map(({ name }) => name.replaceAll('_', ' ')),
  why: (line) => line.signals.map(({ text }) => text),
  ring: (line) => [String(line.ring !== null)],
  buyers: (line) => [String(line.buyers)],
  coins: (line) => [line.coins],
  tickets: (line) => [String(line.tickets)],
  offers: (line) => [String(line.offers)],
  seen: (line) => [line.last_seen],
};

type Test = (line: SellerLine) => boolean;

/**
 * The candidates that meet every part of a filter, in their order, by the rules that filters of
 * lists have. Refuses BAD_INPUT for a column that candidates do not have, and for an operator or an
 * end that does not suit the column.
 */
export function narrowed(lines: readonly SellerLine[], filter: Filter, now: number): SellerLine[] {
  const tests = filter.filter(isOn).map((node) => testOf(node, now));
  return lines.filter((line) => tests.every((test) => test(line)));
}

function isOn(node: FilterNode): boolean {
  return node.off !== true && (!('parts' in node) || node.parts.some(isOn));
}

function testOf(node: FilterNode, now: number): Test {
  const meets = 'parts' in node ? testOfGroup(node, now) : testOfCondition(node, now);
  return node.not === true ? (line) => !meets(line) : meets;
}

function testOfGroup({ op, parts }: Extract<FilterNode, { parts: unknown }>, now: number): Test {
  const tests = parts.filter(isOn).map((part) => testOf(part, now));
  return op === 'all'
    ? (line) => tests.every((test) => test(line))
    : (line) => tests.some((test) => test(line));
}

function testOfCondition(node: Condition, now: number): Test {
  if (!Object.hasOwn(candidateColumns, node.column))
    throw refuse(
      'BAD_INPUT',
      `Candidates have no column ${node.column}.`,
      `Choose one of ${Object.keys(candidateColumns).join(', ')}.`,
    );
  const column = node.column as CandidateColumn;
  const meets = valueTest(node, column, now);
  return (line) => {
    const values = valuesOf[column](line).filter((value) => value !== null);
    // An empty field meets nothing but an `in` that names null.
    if (values.length === 0) return node.op === 'in' && node.values.includes(null);
    return values.some(meets);
  };
}

function valueTest(
  node: Condition,
  column: CandidateColumn,
  now: number,
): (value: string) => boolean {
  const numberOf = numbers[candidateColumns[column]];
  switch (node.op) {
    case 'in': {
      const wanted = new Set(node.values);
      return (value) => wanted.has(value);
    }
    case 'contains':
    case 'starts':
    case 'ends': {
      const text = node.text.toLowerCase();
      const how = { contains: 'includes', starts: 'startsWith', ends: 'endsWith' } as const;
      return (value) => value.toLowerCase()[how[node.op]](text);
    }
    case 'range': {
      if (numberOf === undefined) throw unsuited(node.op, column);
      const [from, to] = [node.from, node.to].map((end) => (end === null ? null : numberOf(end)));
      return (value) => {
        const number = numberOf(value);
        return (from == null || number >= from) && (to == null || number <= to);
      };
    }
    case 'last': {
      if (candidateColumns[column] !== 'time') throw unsuited(node.op, column);
      const from = Math.floor(now / hourMs) * hourMs - node.hours * hourMs;
      return (value) => Date.parse(value) >= from;
    }
    case 'money':
      throw unsuited(node.op, column);
  }
}

/** Kinds of column that have an order, and where a value stands in it. */
const numbers: Readonly<Partial<Record<string, (text: string) => bigint>>> = {
  integer: wholeOf,
  coins: wholeOf,
  time: momentOf,
};

function wholeOf(text: string): bigint {
  if (!/^-?\d{1,30}$/.test(text))
    throw refuse('BAD_INPUT', `${text} is no whole number.`, 'Give one.');
  return BigInt(text);
}

function momentOf(text: string): bigint {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw refuse('BAD_INPUT', `${text} is no moment.`, 'Give one as in 2026-11-23T06:00:00Z.');
  return BigInt(at);
}

function unsuited(op: string, column: string) {
  return refuse('BAD_INPUT', `${op} does not suit ${column}.`, 'Choose another operator.');
}
