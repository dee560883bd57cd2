import type { RecordKind } from '../../../../contract/records.ts';
import { refuse, type Refusal } from '../../../../contract/errors.ts';
import type { Books } from '../books.ts';
import type { RowReader } from '../rows.ts';
import type { TableName } from '../tables.ts';
import { otherKind, plainLine } from './other-kind.ts';
import { sayTime, sayWord } from '../../../../contract/say.ts';

/** The tables that a record of a kind would stand in. */
const tablesOf: Record<RecordKind, readonly TableName[]> = {
  account: ['accounts'],
  recharge: ['recharges'],
  store_record: ['store_records'],
  payment: ['payments'],
  instrument: ['instruments'],
  device: ['devices'],
  ip: ['recharges', 'sessions'],
  seller: ['sellers'],
  ticket: ['tickets'],
  adjustment: [],
  case: [],
};

/**
 * The refusal for an id that is not there. It says where the id is of another kind, and else what
 * the copy covers, for "not found" in a copy is a statement about the copy first.
 */
export function notFound(
  { rows, books }: { rows: RowReader; books: Books },
  kind: RecordKind,
  id: string,
): Refusal {
  const name = kind === 'ip' ? 'address' : sayWord(kind);
  const shown = plainLine(id);
  const other = otherKind(rows, id, kind);
  if (other) return refuse('NOT_FOUND', other.says, other.next);
  const tables = tablesOf[kind];
  if (tables.length === 0)
    return refuse(
      'NOT_FOUND',
      `There is no ${name} ${shown} in this workspace.`,
      'Check the id; the search box finds it by its first or last characters.',
    );
  const runs = books.runs().filter((run) => tables.some((table) => run.tables.has(table)));
  if (runs.length === 0)
    return refuse(
      'NOT_FOUND',
      `${shown} was looked for, but no ${name}${kind === 'ip' ? 'es' : 's'} have been imported into this copy at all.`,
      'Import records that hold them, then ask again.',
    );
  const reach = runs.map((run) => run.coversTo ?? run.asOf).filter((time) => time !== null);
  const until = reach.length === 0 ? '' : `, which reaches to ${sayTime(Math.max(...reach))}`;
  return refuse(
    'NOT_FOUND',
    `No ${name} ${shown} is in this copy${until}.`,
    'Check the id for typing errors; if it is newer than the copy, import newer records.',
  );
}
