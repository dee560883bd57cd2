import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { Patch } from './entry.ts';
import type { Fault } from './fault.ts';
import type { RowOrigin } from './history.ts';
import { type DropAge, isOlder } from './merge.ts';
import { combine } from './patch.ts';
import { latenessOf } from './aspects.ts';
import { closedExtra, nothingTold, openExtra } from './told.ts';
import type { Outcome, Stored, TableWriter } from './table-writer.ts';
import type { Value } from './values.ts';

type Put = (
  values: readonly Value[],
  from: RowOrigin,
  present: ReadonlySet<string> | null,
) => Outcome | Fault;

export interface PatchWriterContext {
  readonly db: Db;
  readonly table: TableName;
  readonly run: bigint;
  readonly age: DropAge;
  readonly ageOf: (run: bigint) => DropAge;
  readonly plain: TableWriter;
  /** The writer of whole rows of this table; `stand` puts what was decided in the place of a row. */
  readonly inner: { readonly put: Put; readonly stand: TableWriter['replace'] };
  readonly links: Links;
  /** Told of a key that is known only now, before the row of that key is looked for. */
  readonly needed: (key: Readonly<Record<string, Value>>) => void;
}

/**
 * Rows of other sources tell a part of what is known of a purchase: they complete the row that is
 * there in place of replacing it. A record older than what is there only fills what is unknown: by
 * its own time where both have one, else by the age of their drops. An earlier attempt at a payment
 * tells nothing of it any more. One whose signature failed changes nothing that was verified. Whole
 * rows go straight through.
 */
export function createPatchWriter(context: PatchWriterContext) {
  const { table, run, age, ageOf, plain, inner, links, needed } = context;
  const { columns } = plain;
  const extra = columns.indexOf('extra');
  const purchases = createPurchases(context);

  function put(
    values: readonly Value[],
    from: RowOrigin,
    present: ReadonlySet<string> | null,
    patch: Patch | null,
  ): Outcome | Fault {
    if (patch === null) return inner.put(values, from, present);
    if (patch.order === null) return complete(values, from, patch);
    const recharge = links.rechargeOf(patch.order);
    if (recharge === null) return noRecharge(patch.order);
    const linked = values.with(columns.indexOf('recharge_id'), recharge);
    const key = plain.keyOf(linked);
    needed(Object.fromEntries(tableOf(table).key.map((name, place) => [name, key[place] ?? null])));
    return complete(linked, from, patch);
  }

  function complete(values: readonly Value[], from: RowOrigin, patch: Patch): Outcome | Fault {
    const { standing, row, order, waiting } = purchases.standingFor(values);
    if (!standing) return inner.put(row, from, null);
    const ageThen = ageOf(standing.origin.run);
    const sameRun = standing.origin.run === run;
    // The same files again: what of them does not stand has lost to what does.
    if (!sameRun && ageThen.fingerprint !== null && ageThen.fingerprint === age.fingerprint)
      return 'unchanged';
    const before = openExtra(standing.values[extra] ?? null).told;
    const now = openExtra(row[extra] ?? null).told;
    // An attempt before the last one is no part of what the payment came to.
    if (now.attempt !== null && before.attempt !== null && now.attempt < before.attempt)
      return 'unchanged';
    const older = !sameRun && isOlder(age, ageThen);
    const late = latenessOf({ table, patch, before, now, older });
    const told = combine({ columns, standing: standing.values, incoming: row, patch, late });
    // However late it is told, the order id takes the place of the token.
    const named = order === null ? told : told.with(columns.indexOf('external_id'), order);
    const combined = waiting
      ? named.map((value, place) => value ?? waiting.values[place] ?? null)
      : named;
    const differs = columns.filter((_, place) => combined[place] !== standing.values[place]);
    if (differs.length === 0) return 'unchanged';
    if (differs.every((column) => column === 'extra') && sameExtra(standing.values, combined)) {
      plain.remember(standing, combined);
      return 'unchanged';
    }
    // The row stays as new as the newest drop that told of it: one in between takes nothing back.
    const undated = age.asOf === null && ageThen.asOf !== null;
    inner.stand(standing, combined, late('extra') || older || undated ? standing.origin : from);
    return 'updated';
  }

  /** Only what has to be remembered beside the row is another. */
  function sameExtra(before: readonly Value[], now: readonly Value[]): boolean {
    const [was, is] = [before[extra] ?? null, now[extra] ?? null].map((each) =>
      closedExtra(openExtra(each).others, nothingTold),
    );
    return was === is;
  }

  function noRecharge(order: string): Fault {
    return {
      code: 'NO_RECHARGE',
      column: 'recharge_id',
      sentence: `No recharge in this copy has the order ${order}; import the recharges first, then this file again.`,
    };
  }

  return { put, table };
}

/** The row that another one completes. */
interface Met {
  readonly standing: Stored | null;
  /** The other one, under the key of that row where it knows no better. */
  readonly row: readonly Value[];
  /** The order id by which a purchase is known from now on, where it stood under its token. */
  readonly order: Value;
  /** What stood under the token until now, beside the row under the order id: the same purchase. */
  readonly waiting: Stored | null;
}

/** Where a purchase stands already, under its order id or under its token. */
function createPurchases({ db, table, plain }: PatchWriterContext) {
  const { columns } = plain;
  if (table !== 'store_records')
    return {
      standingFor: (values: readonly Value[]): Met => ({
        standing: plain.find(values),
        row: values,
        order: null,
        waiting: null,
      }),
    };
  const [provider, external, token] = ['provider', 'external_id', 'purchase_token'].map((name) =>
    columns.indexOf(name),
  ) as [number, number, number];
  const byToken = db
    .prepare(
      `select external_id from main.store_records where +provider = ? and purchase_token = ?
       order by external_id = purchase_token, external_id limit 1`,
    )
    .pluck();
  /** The row under the token of a purchase that has one under its order id, too. */
  function waitingFor(own: Stored | null, values: readonly Value[]): Stored | null {
    const purchase = values[token] ?? null;
    if (!own || purchase === null || values[external] === purchase) return null;
    return plain.find(values.with(external, purchase));
  }

  return {
    standingFor(values: readonly Value[]): Met {
      const own = plain.find(values);
      const purchase = values[token] ?? null;
      if (own || purchase === null)
        return { standing: own, row: values, order: null, waiting: waitingFor(own, values) };
      const other = byToken.get(values[provider], purchase);
      if (typeof other !== 'string')
        return { standing: null, row: values, order: null, waiting: null };
      const standing = plain.find(values.with(external, other));
      // A row that knows only the token is about the purchase that has an order id by now.
      const row = values[external] === purchase ? values.with(external, other) : values;
      const order = other === purchase ? (values[external] ?? null) : null;
      return { standing, row, order, waiting: null };
    },
  };
}

/** Finds recharges by what stands in the linked tables when the import is in. */
export function createLinks(db: Db) {
  const prepare = () =>
    [
      'select recharge_id from after_recharges where external_id = ? limit 1',
      'select recharge_id from after_recharges where payment_id = ? limit 1',
      'select recharge_id from after_store_records where external_id = ? and recharge_id is not null limit 1',
      `select coalesce(s.recharge_id, r.recharge_id) from after_store_records s
       left join after_recharges r on r.external_id = s.external_id
       where s.purchase_token = ? and coalesce(s.recharge_id, r.recharge_id) is not null limit 1`,
      'select recharge_id from after_payments where payment_id = ? and recharge_id is not null limit 1',
    ].map((sql) => db.prepare(sql).pluck());
  let statements: ReturnType<typeof prepare> | null = null;
  return {
    /** The recharge behind an order id, a purchase token or a payment; null where none is known. */
    rechargeOf(order: string): string | null {
      statements ??= prepare();
      for (const statement of statements) {
        const found = statement.get(order);
        if (typeof found === 'string') return found;
      }
      return null;
    },
  };
}

export type Links = ReturnType<typeof createLinks>;
