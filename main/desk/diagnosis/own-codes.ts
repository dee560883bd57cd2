import { checkIds, type CodeRowWire } from '../../../contract/diagnosis.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import type { Cause, CodeRow } from './codes/code-table.ts';
import { allCodeTables } from './codes/lookup.ts';
import type { OwnCode } from './codes/own.ts';
import { toldToCustomers } from './texts/customer.ts';

interface Stored {
  readonly number: bigint;
  readonly provider: string;
  readonly scheme: string;
  readonly code: string;
  readonly cause: string | null;
  readonly says: string;
  readonly source: string;
  readonly by: string;
  readonly at: bigint;
}

export interface CodeInput {
  readonly provider: string;
  readonly scheme: string;
  readonly code: string;
  readonly cause: Cause | null;
  readonly agent_text: string;
  readonly source: string;
}

/** Whose codes a shipped table holds. */
const owners: Readonly<Record<string, readonly [provider: string, scheme: string]>> = {
  iso8583: ['network', ''],
  mastercardEurope: ['network', 'mastercard (Europe)'],
  gicc: ['network', 'gicc'],
  nexi: ['nexi', ''],
  stripe: ['stripe', ''],
  adyen: ['adyen', ''],
  skError: ['apple', 'SKErrorDomain'],
  storeKitNames: ['apple', 'StoreKitError'],
  urlError: ['apple', 'NSURLErrorDomain'],
  appStoreServer: ['apple', 'App Store Server'],
  playBilling: ['google', 'BillingResponseCode'],
  playSubCodes: ['google', 'sub-code'],
  platformCodes: ['platform', ''],
  clientCodes: ['app or browser', ''],
  cancelCodes: ['any', ''],
};

/** Code rows of this desk's owner in desk.db: versioned, never changed, standing over the shipped ones. */
export function createOwnCodes(deps: { desk: Db; audit: Audit; clock: () => number }) {
  const { desk, audit, clock } = deps;
  const all = desk.prepare('select * from own_codes order by number');
  const count = desk.prepare('select count(*) from own_codes').pluck();
  const insert = desk.prepare(
    'insert into own_codes (provider, scheme, code, cause, says, source, by, at) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const read = (): OwnCode[] =>
    (all.all() as Stored[]).map((row) => ({
      version: Number(row.number),
      provider: row.provider,
      scheme: row.scheme,
      code: row.code,
      cause: row.cause as Cause | null,
      says: row.says,
      source: row.source,
      by: row.by,
      at: Number(row.at),
    }));

  return {
    version: (): string => String(count.get()),
    all: read,

    /** Shipped rows and ours; one of ours stands before the shipped row it overrules. */
    list(): CodeRowWire[] {
      const ours = new Map<string, OwnCode>();
      for (const row of read()) ours.set(`${row.provider}|${row.scheme}|${row.code}`, row);
      const shipped = Object.entries(allCodeTables).flatMap(([table, rows]) =>
        [...rows].map(([code, row]) => shippedToWire(table, code, row)),
      );
      return [...[...ours.values()].filter((row) => row.cause !== null).map(toWire), ...shipped];
    },

    /** Adds a version. A null cause takes back what stood; gives null then. */
    set(caller: Caller, input: CodeInput): CodeRowWire | null {
      const provider = input.provider.toLowerCase();
      const scheme = input.scheme.toLowerCase();
      const code = input.code.toUpperCase();
      return desk
        .transaction(() => {
          insert.run(
            provider,
            scheme,
            code,
            input.cause,
            input.agent_text,
            input.source,
            caller.user,
            clock(),
          );
          audit.append(caller, {
            command: 'diagnosis.setCode',
            object: `code/${provider}/${code}`,
            outcome: 'done',
            sentence:
              input.cause === null
                ? `${caller.user} took back the row of code ${code} of ${provider}.`
                : `${caller.user} set code ${code} of ${provider} to ${input.cause}.`,
            details: { scheme, cause: input.cause, text: input.agent_text, source: input.source },
          });
          const row = read().at(-1);
          return row && row.cause !== null ? toWire(row) : null;
        })
        .immediate();
    },
  };
}

const checks: ReadonlySet<string> = new Set(checkIds);

/** What a customer hears where such a code is the cause. */
function customerTextOf(cause: Cause): string {
  // Nothing was refused, so there is nothing to tell.
  if (cause === 'approved') return '';
  return toldToCustomers(checks.has(cause) ? (cause as (typeof checkIds)[number]) : 'unknown');
}

function toWire(row: OwnCode): CodeRowWire {
  return {
    table: 'own',
    provider: row.provider,
    scheme: row.scheme,
    code: row.code,
    cause: row.cause ?? '',
    agent_text: row.says,
    customer_text: row.cause === null ? '' : customerTextOf(row.cause),
    source: row.source,
    date: wireTime(row.at).slice(0, 10),
    by: row.by,
    version: row.version,
  };
}

function shippedToWire(table: string, code: string, row: CodeRow): CodeRowWire {
  const [provider, scheme] = owners[table] ?? [table, ''];
  return {
    table,
    provider,
    scheme,
    code,
    cause: row.cause,
    agent_text: row.says,
    customer_text: customerTextOf(row.cause),
    source: row.source,
    date: row.date,
    by: null,
    version: null,
  };
}
