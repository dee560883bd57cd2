import type { Mapping } from '../../../contract/mapping.ts';
import { noAccounts, type SourceAccounts } from '../../../contract/source-accounts.ts';
import type { CopyAge, ImportResult, Shown } from '../../../contract/records.ts';
import type { Db, Workspace } from '../storage/storage.ts';
import { createBooks } from './books.ts';
import { createCoverage } from './coverage.ts';
import { assertMapping } from './import/adapters/mapped.ts';
import { type ImportOptions, importDrop } from './import/import.ts';
import { forgetPlan } from './import/kept-plan.ts';
import { accountPage } from './pages/account.ts';
import { createBalances } from './pages/balance.ts';
import { createBelongings } from './pages/belongings.ts';
import { createGifts } from './pages/gifts.ts';
import { erasePerson } from './erase.ts';
import { historyOrigins } from './pages/history.ts';
import { rechargePage } from './pages/recharge.ts';
import { type FurtherShown, show } from './pages/show.ts';
import { createTickets } from './pages/tickets.ts';
import { createRejects } from './rejects.ts';
import { createRowReader } from './rows.ts';
import { createSearch, type FurtherHits } from './search/search.ts';
import type { TableName } from './tables.ts';
import { createUploads } from './uploads.ts';

export { writeDemoDrop } from './demo/demo.ts';
export { contentOf } from './drops/content.ts';
export { createDrops, notWaiting } from './drops/drops.ts';
export { findDrop } from './drops/find.ts';
export { dropsMigrations } from './drops/schema.ts';
export { type Coming, watchForDrops, type Watching } from './drops/settling.ts';
export { holdsCardNumber, redactText } from './import/redact.ts';
export { inOrder as inLedgerOrder } from './pages/ledger-order.ts';
export { otherKind } from './pages/other-kind.ts';
export type { FurtherShown } from './pages/show.ts';
export { createRowReader, type RowReader } from './rows.ts';
export { createReveal } from './reveal.ts';
export { createLists } from './lists/lists.ts';
export { listsMigrations } from './lists/schema.ts';
export { createMappings, mappableTables, mappingsMigrations } from './mappings.ts';
export { accountsMigrations, createSourceAccounts } from './source-accounts.ts';
export { recordsMigrations } from './schema.ts';
export type { FurtherHits } from './search/search.ts';
export { type Row, type TableName, tableOf } from './tables.ts';

export interface RecordsDeps {
  readonly workspace: Workspace;
  /** Mappings by which files of other programs are read without being asked for. */
  readonly savedMappings?: () => readonly Mapping[];
  /** What an owner said of our accounts at stores and processors. */
  readonly accounts?: () => SourceAccounts;
  /** Search hits of records that later areas keep: adjustments and cases. */
  readonly furtherHits?: FurtherHits;
  /** One such record. */
  readonly furtherShown?: FurtherShown;
}

type DropToImport = Omit<ImportOptions, 'layout' | 'guides'> & {
  /** By which one file at least must be read. */
  readonly mapping?: Mapping | null;
};

/**
 * The copies of the records: what is in them, how old they are, and how they come in. All reads
 * are synchronous over one connection; an import runs in a worker of its own beside them.
 */
export function createRecords(deps: RecordsDeps) {
  const { records: db, layout } = deps.workspace;
  const rows = createRowReader(db);
  const books = createBooks(db);
  const coverage = createCoverage(db, books);
  const balances = createBalances(db);
  const uploads = createUploads(layout.staging);
  const pages = {
    rows,
    books,
    coverage,
    balances,
    belongings: createBelongings(db, rows),
    gifts: createGifts(db),
    history: historyOrigins(db),
  };
  const further = deps.furtherShown ?? (() => null);
  return {
    rows,
    search: createSearch({ db, rows, furtherHits: deps.furtherHits ?? (() => []) }),
    show: (input: Parameters<typeof show>[2]): Shown => show(pages, further, input),
    recharge: ({ id }: { id: string }) => rechargePage(pages, id),
    account: ({ id }: { id: string }) => accountPage(pages, id),
    /** The coins of an account by the ledger of the copy. */
    computedBalance: balances.computed,
    tickets: createTickets(db, rows),
    coverage: coverage.all,
    runs: coverage.runs,
    rejects: createRejects(layout.rejects, books),
    copyAge: (): CopyAge => coverage.age(),
    /** When a run began, in UTC ms; null for one that the copy does not know. */
    runBegan: (run: string): number | null =>
      books.runs().find((one) => one.run === run)?.startedAt ?? null,
    /** How many imports the copy has had. */
    imports: (): number => books.runs().length,
    /** Does the copy speak for this moment (UTC ms)? Asked of the orders where no table is named. */
    covers: (timeMs: number, table: TableName = 'recharges'): boolean =>
      coverage.covers(timeMs, table),
    uploadBegin: uploads.begin,
    uploadPiece: uploads.piece,
    /** Takes out of the copy what names the person behind an account. */
    erasePerson(account: string) {
      // A plan holds rows as they were before.
      forgetPlan(layout);
      return erasePerson(db, account, layout.attachments);
    },
    /** A file that was sent up, for areas that take files of their own. */
    uploaded: uploads.file,
    /** As `importDrop` of the import; `drop` may also be `upload:<id>`. */
    async importDrop(options: DropToImport): Promise<ImportResult> {
      const { mapping = null, ...rest } = options;
      if (mapping) assertMapping(mapping);
      const guides = {
        named: mapping,
        saved: deps.savedMappings?.() ?? [],
        accounts: deps.accounts?.() ?? noAccounts,
      };
      return importDrop({ ...rest, ...uploads.resolve(rest.drop), guides, layout });
    },
  };
}

/**
 * The copy as one connection of a worker reads it: rows, age and reach as they were at the call.
 * The connection should hold a read transaction, so that the rows do not move on either.
 */
export function readCopy(db: Db) {
  const runs = createBooks(db).runs();
  const coverage = createCoverage(db, { runs: () => runs });
  const age = coverage.age();
  return {
    rows: createRowReader(db),
    copy: (): CopyAge => age,
    covers: coverage.covers,
    imports: (): number => runs.length,
  };
}
