import type { RecordKind } from '../../../../contract/records.ts';
import type { TableName } from '../tables.ts';
import { cut, digitsOf, fold, tailOf } from './fold.ts';
import { isLookedUp } from './lookups.ts';

/** One way to find a record. */
export interface Term {
  /** The folded value; with `tail` its last characters, last first. */
  readonly term: string;
  readonly kind: RecordKind;
  /** The record's id as stored; composite keys joined with `/`. */
  readonly id: string;
  /** The column that the value stands in. */
  readonly field: string;
  readonly tail: boolean;
}

export type StoredValues = Readonly<Record<string, string | bigint | null>>;

/** What a row can be found by. */
export interface Findable {
  readonly terms: readonly Term[];
  /** Words of its names and whole domains, folded: these are found by their middle, too. */
  readonly words: ReadonlySet<string>;
}

const nothing: Findable = { terms: [], words: new Set() };

/**
 * Everything a row can be found by in the search box, but for ids that `lookups` finds. `values`
 * are the row as stored: normalised text and bigint, with `extra` as JSON text where there is one;
 * columns that `searchedColumns` does not name may be left out. Tables that are not searched give
 * nothing. Spellings (a card as `424242 4242`, an order number without `GPA.`) are no terms of
 * their own: the query is spelled out instead, so that ten million rows stay small.
 */
export function findableOf(table: TableName, values: StoredValues): Findable {
  const describe = describers[table];
  if (!describe) return nothing;
  const terms = new Terms(table, values);
  describe(terms);
  return { terms: terms.list(), words: terms.words };
}

/** The terms alone. */
export function termsOf(table: TableName, values: StoredValues): readonly Term[] {
  return findableOf(table, values).terms;
}

class Terms {
  readonly words = new Set<string>();
  readonly #table: TableName;
  readonly #values: StoredValues;
  readonly #found = new Map<string, Term>();

  constructor(table: TableName, values: StoredValues) {
    this.#table = table;
    this.#values = values;
  }

  list(): Term[] {
    return [...this.#found.values()];
  }

  text(column: string): string {
    const value = this.#values[column];
    return value === null || value === undefined ? '' : String(value);
  }

  add(kind: RecordKind, id: string, field: string, value: string): void {
    this.#put({ term: cut(fold(value)), kind, id, field, tail: false });
  }

  addTail(kind: RecordKind, id: string, field: string, value: string): void {
    const folded = fold(value);
    if (folded.length >= 3) this.#put({ term: tailOf(folded), kind, id, field, tail: true });
  }

  /** The columns of one record by their values, and its unknown columns. */
  of(kind: RecordKind, id: string, columns: readonly string[], tails: readonly string[]): void {
    for (const column of columns)
      if (!this.#isLookedUp(column)) this.add(kind, id, column, this.text(column));
    for (const column of tails)
      if (!this.#isLookedUp(column)) this.addTail(kind, id, column, this.text(column));
    for (const [column, value] of unknownColumns(this.text('extra')))
      this.add(kind, id, column, value);
  }

  /** A name, site or subject from its start and from the start of each later word or part. */
  name(kind: RecordKind, id: string, column: string): void {
    const folded = fold(this.text(column));
    for (const part of partsOf(folded)) {
      this.add(kind, id, column, part);
      this.word(/^[\p{L}\p{N}\p{M}]+/u.exec(part)?.[0] ?? '');
    }
    for (const part of unspacedParts(folded)) this.add(kind, id, column, part);
  }

  /** The host of an e-mail address, and the words of what stands before it. */
  email(kind: RecordKind, id: string, column: string): void {
    const folded = fold(this.text(column));
    const at = folded.lastIndexOf('@');
    this.add(kind, id, column, folded);
    if (at < 0) return;
    this.add(kind, id, column, folded.slice(at + 1));
    this.word(folded.slice(at + 1));
    this.word(/^[\p{L}\p{N}\p{M}]+/u.exec(folded)?.[0] ?? '');
  }

  /** A name as a whole, to be found by any piece of it. */
  whole(column: string): void {
    this.word(fold(this.text(column)));
  }

  /** A site or a word, to be found by its middle. */
  word(folded: string): void {
    if (folded.length >= leastWord && folded.length <= mostWord) this.words.add(folded);
  }

  #isLookedUp(column: string): boolean {
    return isLookedUp(this.#table, column, this.text(column));
  }

  #put(term: Term): void {
    if (term.term === '' || term.id === '') return;
    this.#found.set(`${term.tail ? 't' : ''}\0${term.term}\0${term.kind}\0${term.field}`, term);
  }
}

/** Shorter words have no middle, longer ones are none. */
const leastWord = 3;
const mostWord = 60;

/** More parts of one name than this are not worth a row each. */
const mostParts = 7;

/** `da silva`, `silva` after `maria da silva`; `topup.example` after `cheap-topup.example`. */
function partsOf(folded: string): string[] {
  const parts = [folded];
  for (const match of folded.matchAll(/[^\p{L}\p{N}\p{M}]+(?=[\p{L}\p{N}])/gu)) {
    if (parts.length === mostParts) break;
    parts.push(folded.slice(match.index + match[0].length));
  }
  return parts;
}

/** Scripts that write a name without blanks; two characters are a whole name in them. */
const unspaced =
  /(?<=[\p{Script=Han}\p{Script=Hangul}\p{scx=Hira}\p{scx=Kana}])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** `太郎` of `山田太郎`: too short to be found by its middle. */
function unspacedParts(folded: string): string[] {
  if (/^[ -~]*$/.test(folded)) return [];
  return Array.from(folded.matchAll(unspaced), ({ index }) => index)
    .slice(0, mostParts)
    .map((at) => folded.slice(at));
}

/** Text values of the unknown columns of a row, as `extra` keeps them. */
export function unknownColumns(extra: string): [string, string][] {
  if (extra === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(extra);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [];
  return Object.entries(parsed)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .slice(0, 2 * mostParts);
}

function phoneTerms(terms: Terms, kind: RecordKind, id: string): void {
  const digits = digitsOf(terms.text('phone'));
  if (digits === '') return;
  terms.add(kind, id, 'phone', digits);
  terms.addTail(kind, id, 'phone', digits);
}

/** First six (and where known eight) and last four, the last four, and the brand with them. */
function cardTerms(terms: Terms, id: string): void {
  const bin = terms.text('bin');
  const last4 = terms.text('last4');
  if (bin !== '') terms.add('instrument', id, 'bin', bin + last4);
  if (bin.length > 6) terms.add('instrument', id, 'bin', bin.slice(0, 6) + last4);
  if (last4 === '') return;
  terms.add('instrument', id, 'last4', last4);
  if (terms.text('brand') !== '')
    terms.add('instrument', id, 'last4', `${terms.text('brand')} ${last4}`);
}

const describers: Partial<Record<TableName, (terms: Terms) => void>> = {
  accounts(terms) {
    const id = terms.text('account_id');
    terms.of('account', id, ['account_id'], ['account_id']);
    terms.email('account', id, 'email');
    terms.name('account', id, 'username');
    terms.name('account', id, 'display_name');
    terms.whole('username');
    terms.whole('display_name');
    phoneTerms(terms, 'account', id);
  },
  recharges(terms) {
    const id = terms.text('recharge_id');
    const external = terms.text('external_id');
    terms.of('recharge', id, ['recharge_id', 'external_id'], ['recharge_id', 'external_id']);
    // On the web both often are the same; one row is enough then.
    if (terms.text('payment_id') !== external) terms.of('recharge', id, ['payment_id'], []);
    const site = fold(terms.text('seller_domain'));
    terms.word(site);
    // One in small ASCII is found in the index of its column.
    if (site !== terms.text('seller_domain')) terms.add('recharge', id, 'seller_domain', site);
  },
  store_records(terms) {
    const id = `${terms.text('provider')}/${terms.text('external_id')}`;
    terms.of('store_record', id, ['external_id', 'purchase_token'], ['external_id']);
  },
  payments(terms) {
    const id = `${terms.text('provider')}/${terms.text('payment_id')}`;
    terms.of('payment', id, ['payment_id'], ['payment_id']);
  },
  instruments(terms) {
    const id = terms.text('instrument_id');
    terms.of('instrument', id, ['instrument_id'], []);
    cardTerms(terms, id);
  },
  devices(terms) {
    terms.of('device', terms.text('device_id'), ['device_id', 'model'], []);
  },
  sellers(terms) {
    const id = terms.text('seller_id');
    terms.of('seller', id, ['contact'], []);
    terms.name('seller', id, 'seller_id');
    terms.name('seller', id, 'name');
    terms.whole('seller_id');
    terms.whole('name');
  },
  tickets(terms) {
    const id = terms.text('ticket_id');
    terms.of('ticket', id, ['ticket_id', 'account_id', 'recharge_id', 'contact'], ['ticket_id']);
    terms.name('ticket', id, 'subject');
  },
};

/** The columns that the search box reads of a table; none where it does not search it. */
export const searchedColumns: Partial<Record<TableName, readonly string[]>> = {
  accounts: ['account_id', 'email', 'username', 'display_name', 'phone', 'extra'],
  recharges: ['recharge_id', 'external_id', 'payment_id', 'seller_domain', 'extra'],
  store_records: ['provider', 'external_id', 'purchase_token', 'extra'],
  payments: ['provider', 'payment_id', 'extra'],
  instruments: ['instrument_id', 'bin', 'last4', 'brand', 'extra'],
  devices: ['device_id', 'model', 'extra'],
  sellers: ['seller_id', 'name', 'contact', 'extra'],
  tickets: ['ticket_id', 'account_id', 'recharge_id', 'contact', 'subject', 'extra'],
};
