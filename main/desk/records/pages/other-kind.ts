import type { RecordKind } from '../../../../contract/records.ts';
import type { RowReader } from '../rows.ts';
import type { TableName } from '../tables.ts';
import { sayWord } from '../../../../contract/say.ts';

const keyed: readonly (readonly [RecordKind, TableName, string])[] = [
  ['recharge', 'recharges', 'recharge_id'],
  ['ticket', 'tickets', 'ticket_id'],
  ['account', 'accounts', 'account_id'],
  ['store_record', 'store_records', 'external_id'],
  ['payment', 'payments', 'payment_id'],
  ['instrument', 'instruments', 'instrument_id'],
  ['device', 'devices', 'device_id'],
  ['seller', 'sellers', 'seller_id'],
];

/**
 * What an id is in this copy where it is of another kind than it was taken for, and what to ask for
 * instead; null where it is none.
 */
export function otherKind(
  rows: RowReader,
  id: string,
  asked: RecordKind,
): { readonly says: string; readonly next: string } | null {
  const isHere = ([, table, column]: (typeof keyed)[number]) =>
    rows.all(table, `where ${column} = ? limit 1`, id).length > 0;
  const [kind] = keyed.find((one) => one[0] !== asked && isHere(one)) ?? [];
  if (kind === undefined) return null;
  const [here, wanted] = [withArticle(kind), withArticle(asked)];
  return {
    says: `${plainLine(id)} is ${here} in this copy, not ${wanted}.`,
    next: `Ask for it as ${here}, or give the id of ${wanted}.`,
  };
}

function withArticle(kind: RecordKind): string {
  const name = kind === 'ip' ? 'address' : sayWord(kind);
  return `${/^[aei]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** One line of what somebody typed, without control or direction marks, shortened. */
export function plainLine(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 80).toWellFormed()}…` : plain;
}
