import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseFilter, CaseView, CopiedRecord } from '../../../contract/cases.ts';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import type { ListDescription } from '../../../contract/record-lists.ts';
import type { LinkGraph, LinkKind } from '../../../contract/sellers.ts';
import { isInt64Text } from '../../../contract/values.ts';
import type {
  CopyAge,
  Fields,
  RecordKind,
  SearchResult,
  Shown,
} from '../../../contract/records.ts';
import type { Collection } from '../../../contract/sellers.ts';
import type { Audit, Caller, SigningKey } from '../audit/audit.ts';
import type { Db, Layout } from '../storage/storage.ts';
import type { Elsewhere } from '../adjustments/adjustments.ts';
import { createAttachments } from './attachments.ts';
import { createExports } from './bundle/export.ts';
import { createIdentity } from './bundle/identity.ts';
import { createImports } from './bundle/import.ts';
import type { BundleDone, BundleTask } from './bundle/task.ts';
import { createDesks } from './desks.ts';
import { createErasure } from './erase.ts';
import { createFound } from './found.ts';
import { createLinks } from './links.ts';
import { createOfRecord } from './of-record.ts';
import { createOfSeller } from './of-seller.ts';
import { createSteps } from './steps.ts';
import { createStore } from './store.ts';
import { createTickets, type TicketDeps } from './tickets/tickets.ts';
import { createTimeline } from './timeline.ts';
import { createWork } from './work.ts';

export { inWorker } from './bundle/in-worker.ts';
export { casesMigrations } from './schema.ts';

export interface CaseDeps {
  readonly desk: Db;
  readonly layout: Layout;
  readonly audit: Audit;
  /** Signs what is put into cases, and bundles. */
  readonly key: SigningKey;
  /** UTC ms. */
  readonly clock: () => number;
  /** A fresh id: the prefix, an underscore and twenty hex digits. */
  readonly newId: (prefix: 'cs' | 'ce' | 'bd' | 'ta') => string;
  /** Sixteen random bytes in hex. */
  readonly newSalt: () => string;
  /** A record of any kind as it stands now. Refuses NOT_FOUND. */
  readonly show: (input: { kind: RecordKind; id: string }) => Shown;
  readonly copyAge: () => CopyAge;
  /** The verdict of one recharge as of now; null where the copy has no such recharge. */
  readonly verdictOf: (recharge: string) => Verdict | null;
  readonly replyIn: TicketDeps['replyIn'];
  readonly search: (input: { text: string; kind?: RecordKind; limit: number }) => SearchResult;
  readonly diagnose: (input: { recharge?: string; account?: string }) => Verdict[];
  readonly tickets: (input: {
    status: 'open' | 'waiting' | 'closed' | 'any';
    limit: number;
    before?: { at: string; id: string };
  }) => {
    total: number;
    tickets: Fields[];
  };
  /** The list of tickets, as the lists of the copy answer for it. */
  readonly list: TicketDeps['list'];
  readonly facets: TicketDeps['facets'];
  readonly lists: (caller: Caller) => readonly Pick<ListDescription, 'list' | 'key'>[];
  /** What is linked with a node, and the chain of links between two. */
  readonly around: (input: {
    kind: LinkKind;
    id: string;
    hops: number;
    most: number;
  }) => Promise<LinkGraph>;
  readonly path: (input: {
    from: { kind: LinkKind; id: string };
    to: { kind: LinkKind; id: string };
  }) => Promise<LinkGraph>;
  /** Adjustments of a case, or for one of these recharges, with their state. */
  readonly adjustmentsAbout: (
    caseId: string,
    recharges: readonly string[],
  ) => readonly { readonly id: string; readonly state: string }[];
  /** Does long work on a bundle, off this thread. */
  readonly bundleTask: (task: BundleTask) => Promise<BundleDone>;
  /** Takes out of the copy what names the person behind an account. */
  readonly erasePerson: (account: string) => { rows: number; values: string[] };
  /** Tickets of an account, by id. */
  readonly ticketsOf: (account: string) => string[];
  /** Tickets that name a recharge, by id, the oldest first. */
  readonly ticketsAbout: (recharge: string) => string[];
  /** All that hangs on a seller. Refuses NOT_FOUND. */
  readonly collectSeller: (caller: Caller, seller: string) => Promise<Collection>;
  /** A file that was sent up, by its upload and name. Refuses NOT_FOUND. */
  readonly uploaded: (upload: string, name?: string) => { readonly path: string; discard(): void };
}

/** Cases: what people gather, decide and hand on. */
export function createCases(deps: CaseDeps) {
  const store = createStore(deps.desk, deps.audit);
  const attachments = createAttachments(path.join(deps.layout.attachments, 'cases'));
  const work = createWork(deps, store, attachments);
  const links = createLinks(deps, work);
  const found = createFound(store, work);
  const timeline = createTimeline(deps, store, work);
  const steps = createSteps(deps, work);
  const tickets = createTickets({ ...deps, newActId: () => deps.newId('ta') });
  const erasure = createErasure(deps, store, work, attachments, tickets.eraseWords);
  const identity = createIdentity(deps.layout.folder);
  const exports = createExports(deps, store, work, links, attachments);
  const imports = createImports(deps, store, work, attachments, identity.identity);
  return {
    erase: erasure.erase,
    retain: erasure.retain,
    /** Takes out anew what an import brought back of people who were erased. */
    eraseAgain: erasure.again,
    create: work.create,
    add: work.add,
    set: work.set,
    close: work.close,
    reopen: work.reopen,
    absorb: work.absorb,
    release: work.release,
    list: (filter: CaseFilter) => store.list(filter),
    show: ({ id }: { id: string }): CaseView => work.view(id),
    link: links.link,
    ofSeller: createOfSeller(deps, work, links),
    ofRecord: createOfRecord(deps, work, links),
    /** The record of a link as it was then. Refuses NOT_FOUND where it is no link, or erased. */
    copied({ entry }: { entry: string }): CopiedRecord {
      const content = store.entry(entry)?.content;
      if (content?.kind === 'link') return content.copied;
      throw refuse('NOT_FOUND', `There is no linked record ${entry}.`, 'Open the case anew.');
    },
    /** Attaches a file that was sent up, and forgets the upload. */
    async attach(
      caller: Caller,
      input: { case: string; upload: string; name: string },
    ): Promise<CaseView> {
      const file = deps.uploaded(input.upload, input.name);
      try {
        return await work.attach(caller, { ...input, bytes: await readFile(file.path) });
      } finally {
        file.discard();
      }
    },
    attachment({ entry, from }: { entry: string; from: number }) {
      const content = store.entry(entry)?.content;
      const piece = content?.kind === 'attachment' ? attachments.piece(content.sha256, from) : null;
      if (piece) return piece;
      throw refuse(
        'NOT_FOUND',
        `The file of ${entry} is not here.`,
        'It may have stayed at the desk it came from.',
      );
    },
    timeline,
    step: steps.step,
    replay: steps.replay,
    bundles: {
      ...createDesks(deps, store),
      recipient: async () => ({ recipient: await identity.recipient(), key_id: deps.key.id }),
      ...exports,
      ...imports,
    },
    tickets,
    /** What other desks gave for these orders or payments, by the bundles that came: for the guard against giving twice. */
    decidedElsewhere: (subject: {
      readonly recharges: readonly string[];
      readonly externals: readonly string[];
    }): Elsewhere[] =>
      store.given(subject).flatMap(({ adjustment_id, desk, case_id, coins }) =>
        isInt64Text(coins)
          ? [
              {
                id: adjustment_id,
                where: `Case ${case_id}, as desk ${desk} sent it,`,
                coins: BigInt(coins),
              },
            ]
          : [],
      ),
    hits: found.hits,
    shown: found.shown,
  };
}
