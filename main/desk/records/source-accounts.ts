import {
  type KeptAccounts,
  noAccounts,
  sourceAccounts,
  type SourceAccounts,
} from '../../../contract/source-accounts.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db, Migration } from '../storage/storage.ts';

/** What people said of our accounts elsewhere: decisions, so beside the others. */
export const accountsMigrations: readonly Migration[] = [
  {
    area: 'source accounts',
    number: 1,
    name: 'accounts at stores and processors, every version of what was said of them',
    up: `
      create table source_accounts (
        version INTEGER PRIMARY KEY,
        body TEXT NOT NULL, -- JSON, as in contract/source-accounts.ts
        set_by TEXT NOT NULL,
        set_at INTEGER NOT NULL
      ) strict;
      create trigger source_accounts_stay before update on source_accounts
        begin select raise(abort, 'what was said never changes; a new version takes its place'); end;
      create trigger source_accounts_are_kept before delete on source_accounts
        begin select raise(abort, 'what was said is never deleted'); end;
    `,
  },
];

interface Stored {
  readonly body: string;
  readonly set_by: string;
  readonly set_at: bigint;
}

/** What an owner said of our accounts at stores and processors; every change a version. */
export function createSourceAccounts(desk: Db, audit: Audit, clock: () => number) {
  const newest = desk.prepare<[], Stored>(
    'select body, set_by, set_at from source_accounts order by version desc limit 1',
  );
  const insert = desk.prepare(
    'insert into source_accounts (body, set_by, set_at) values (?, ?, ?)',
  );

  function kept(): KeptAccounts {
    const stored = newest.get();
    if (!stored) return { accounts: noAccounts, by: null, at: null };
    return {
      accounts: sourceAccounts.parse(JSON.parse(stored.body)),
      by: stored.set_by,
      at: wireTime(Number(stored.set_at)),
    };
  }

  return {
    kept,
    /** Keeps a new version: it counts for what is imported from now on. */
    set(caller: Caller, said: SourceAccounts): KeptAccounts {
      const accounts = {
        apple_bundles: once(said.apple_bundles),
        adyen_manual: once(said.adyen_manual),
      };
      return desk
        .transaction(() => {
          insert.run(JSON.stringify(accounts), caller.user, clock());
          audit.append(caller, {
            command: 'records.setSourceAccounts',
            object: 'copy',
            outcome: 'done',
            sentence: sentenceOf(caller.user, accounts),
          });
          return kept();
        })
        .immediate();
    },
  };
}

function once(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function sentenceOf(user: string, { apple_bundles, adyen_manual }: SourceAccounts): string {
  const listed = (names: readonly string[], none: string) =>
    names.length === 0 ? none : names.join(', ');
  return `${user} set our apps at Apple to ${listed(apple_bundles, 'any')}, and the accounts at Adyen that we capture to ${listed(adyen_manual, 'none')}.`;
}
