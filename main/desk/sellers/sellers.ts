import type { Filter } from '../../../contract/record-lists.ts';
import type { SellerLine, SellerPage } from '../../../contract/sellers.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Standing } from '../adjustments/adjustments.ts';
import type { Audit, Caller, SigningKey } from '../audit/audit.ts';
import type { RowReader } from '../records/records.ts';
import type { Db, Layout } from '../storage/storage.ts';
import { type Directory, readDirectory } from './derive/directory.ts';
import { createRefresher } from './derive/refresher.ts';
import { priceListOf, type StoredLine } from './derive/matters.ts';
import { createFlags } from './flags/flags.ts';
import { createGraph, type Place } from './graph/graph.ts';
import { collectionOf } from './pages/collect.ts';
import { createPages } from './pages/page.ts';
import { allRates, lackingRates, type RatesAsked } from './price/all-rates.ts';
import { createTypedRates } from './price/typed-rates.ts';
import { narrowed } from './queue/narrow.ts';
import { createQueue, type NextAsked } from './queue/queue.ts';
import { createWatch } from './watch/watch.ts';

export { sellersMigrations } from './schema.ts';

export interface SellersDeps {
  readonly layout: Layout;
  readonly desk: Db;
  /** The desk's reading connection to the copy. */
  readonly records: Db;
  readonly rows: RowReader;
  /** How many imports the copy has had. */
  readonly imports: () => number;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly key: SigningKey;
  readonly standing: Standing;
  /** How many adjustments the desk decided for an account. */
  readonly adjustmentsOf: (account: string) => number;
}

/**
 * Scam sellers: found by price and links, flagged by people. Links and scores are worked out off
 * this thread into a store that can be thrown away; what people decide is in desk.db.
 */
export function createSellers(deps: SellersDeps) {
  const { clock, rows } = deps;
  const rates = createTypedRates(deps);
  const refresher = createRefresher({
    layout: deps.layout,
    records: deps.records,
    typedRates: rates.current,
  });
  const { derived } = refresher;
  const directory = createDirectory(deps);
  const pages = createPages({
    derived,
    rows,
    directory,
    typedRates: rates.list,
    adjustmentsOf: deps.adjustmentsOf,
  });
  const keyOf = (text: string): string | null => directory().keyOf(text);
  const flags = createFlags({
    ...deps,
    lineOf: pages.lineOf,
    keyOf,
    blast: pages.blast,
    involved: (accounts, seller) => involvedIn(derived(), accounts, seller),
  });
  const graph = createGraph(derived);
  const watch = createWatch({ ...deps, directory, derived });

  const flagged = (line: StoredLine): SellerLine => {
    const flag = flags.stateOf(line.seller_id);
    return {
      ...line,
      flag,
      watched: watch.isSellerWatched(line.seller_id),
      status: flag === 'confirmed' ? 'flagged' : line.status,
    };
  };
  const lines = (): SellerLine[] => pages.lines().map(flagged);
  const queue = createQueue({
    ...deps,
    candidates: () => lines().filter((line) => line.suggested),
  });

  /** The line of a seller by any name it has. Refuses NOT_FOUND. */
  const lineOf = (id: string): SellerLine => {
    const line = pages.lineOf(id) ?? pages.lineOf(keyOf(id) ?? '');
    if (!line)
      throw refuse(
        'NOT_FOUND',
        `No record in this copy names a seller ${id}.`,
        'Check the name, or import a newer copy first.',
      );
    return flagged(line);
  };
  const ringOfLine = (line: SellerLine) => (line.ring === null ? null : pages.ring(line.ring));

  return {
    refresh: refresher.watch,
    /** Starts working out links and scores where they are old; nothing waits for it. */
    refreshSoon(): void {
      refresher.ensure().catch((error: unknown) => console.error(error));
    },

    async list(filter: Filter = []): Promise<SellerLine[]> {
      await refresher.ensure();
      flags.expire();
      return narrowed(lines(), filter, clock());
    },

    async show(caller: Caller, id: string): Promise<SellerPage> {
      await refresher.ensure();
      const line = lineOf(id);
      const seller = line.seller_id;
      return {
        ...line,
        ...pages.parts(seller),
        flags: flags.ofSeller(caller, seller),
        people: pages.peopleOf(seller),
        blast: pages.blast(seller),
        queue: queue.of(seller, line),
      };
    },

    async rings() {
      await refresher.ensure();
      return pages.rings();
    },
    async ring(id: string) {
      await refresher.ensure();
      return pages.ring(id);
    },

    async around(input: Place & { hops: number; most: number }) {
      await refresher.ensure();
      return graph.around(placed(input), input.hops, input.most);
    },
    async path(input: { from: Place; to: Place }) {
      await refresher.ensure();
      return graph.path(placed(input.from), placed(input.to));
    },

    async blast(id: string) {
      await refresher.ensure();
      return pages.blast(lineOf(id).seller_id);
    },
    async flag(caller: Caller, input: { id: string; reason: string; days: number }) {
      await refresher.ensure();
      return flags.propose(caller, input);
    },
    async confirm(caller: Caller, input: { id: string; reason: string }) {
      await refresher.ensure();
      return flags.confirm(caller, input);
    },
    /** Flags as decisions of the outbox: the port that the adjustments declare. */
    decisions: flags.decisions,
    reject: flags.reject,
    withdraw: flags.withdraw,
    appeal: flags.appeal,
    flags: flags.list,

    /** Has the desk flagged this seller, by whatever name a record gives it? */
    isFlagged(name: string): boolean {
      const confirmed = flags.confirmed();
      return confirmed.size > 0 && confirmed.has(keyOf(name) ?? '');
    },

    /** Flags, proposed or standing, against the sellers that a recharge, account or ticket has to do with. */
    touching(input: {
      recharge?: string | undefined;
      account?: string | undefined;
      ticket?: string | undefined;
    }) {
      flags.expire();
      return [...sellersNear(deps, derived(), directory(), input)].flatMap((seller) => {
        const flag = flags.living(seller);
        if (!flag) return [];
        const since =
          flags.events(flag.flag).findLast((one) => one.act === flag.state)?.at ?? flag.created_at;
        return [
          {
            seller_id: seller,
            state: flag.state,
            reason: flag.reason,
            since: wireTime(Number(since)),
          },
        ];
      });
    },

    async next(caller: Caller, input: NextAsked) {
      await refresher.ensure();
      return queue.next(caller, input);
    },
    release: queue.release,
    snooze: (caller: Caller, input: { id: string; until: string; reason: string }) =>
      queue.snooze(caller, { ...input, id: lineOf(input.id).seller_id }),
    setAside: (caller: Caller, input: { id: string; reason: string }) =>
      queue.setAside(caller, { ...input, id: lineOf(input.id).seller_id }),
    undo: queue.undo,
    async statistics() {
      await refresher.ensure();
      flags.expire();
      return queue.statistics();
    },
    watch,

    rates: (of: RatesAsked = {}) => allRates(rows, rates.history(), of),
    lackingRates: () => lackingRates(rows, priceListOf(rows, rates.list())),
    setRate: rates.set,
    withdrawRate: rates.withdraw,

    /** The whole history behind a seller, for a case. Refuses NOT_FOUND. */
    async collect(caller: Caller, id: string) {
      await refresher.ensure();
      const line = lineOf(id);
      return collectionOf({
        seller: line.seller_id,
        now: clock(),
        derived: derived(),
        rows,
        directory: directory(),
        line,
        ring: ringOfLine(line),
        flags: flags.ofSeller(caller, line.seller_id),
      });
    },
    close: refresher.close,
  };

  /** A seller or domain in the graph goes by the name its links have. */
  function placed(place: Place): Place {
    return place.kind === 'seller' ? { ...place, id: keyOf(place.id) ?? place.id } : place;
  }
}

/** The sellers table, read again when an import was added. */
function createDirectory({ rows, imports }: SellersDeps): () => Directory {
  let known: { readonly imports: number; readonly directory: Directory } | null = null;
  return () => {
    const now = imports();
    if (known?.imports !== now) known = { imports: now, directory: readDirectory(rows) };
    return known.directory;
  };
}

function involvedIn(derived: Db, accounts: readonly string[], seller: string): boolean {
  const found = derived
    .prepare(
      `select 1 from uses where account = @account and kind = 'seller' and node = @seller
       union all select 1 from members join ring_sellers using (ring)
         where account = @account and seller = @seller`,
    )
    .pluck();
  return accounts.some((account) => found.get({ account, seller }) !== undefined);
}

/** Sellers that a record names: read from the copy, so that it holds before links are worked out. */
function sellersNear(
  { rows }: SellersDeps,
  derived: Db,
  directory: Directory,
  input: {
    recharge?: string | undefined;
    account?: string | undefined;
    ticket?: string | undefined;
  },
): Set<string> {
  const found = new Set<string>();
  const add = (name: string | null) => {
    const key = directory.keyOf(name);
    if (key !== null) found.add(key);
  };
  if (input.recharge !== undefined) {
    const row = rows.get('recharges', 'where recharge_id = ?', input.recharge);
    add(row?.seller_domain ?? null);
    for (const ticket of rows.all('tickets', 'where recharge_id = ?', input.recharge))
      for (const seller of mentioned(derived, 'ticket', ticket.ticket_id)) found.add(seller);
  }
  if (input.account !== undefined) {
    for (const row of rows.all(
      'recharges',
      'where account_id = ? and seller_domain is not null',
      input.account,
    ))
      add(row.seller_domain);
    for (const seller of mentioned(derived, 'account', input.account)) found.add(seller);
  }
  if (input.ticket !== undefined) {
    const ticket = rows.get('tickets', 'where ticket_id = ?', input.ticket);
    for (const seller of mentioned(derived, 'ticket', input.ticket)) found.add(seller);
    const recharge =
      ticket?.recharge_id && rows.get('recharges', 'where recharge_id = ?', ticket.recharge_id);
    if (recharge) add(recharge.seller_domain);
  }
  return found;
}

function mentioned(derived: Db, column: 'ticket' | 'account', id: string): string[] {
  return derived
    .prepare(`select distinct seller from mentions where ${column} = ?`)
    .pluck()
    .all(id) as string[];
}
