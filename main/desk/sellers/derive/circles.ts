import { createHash } from 'node:crypto';
import type { RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { AccountFacts, FactReader } from '../rings/facts.ts';
import { foreignDevices, groupMatter } from '../rings/matter.ts';
import { contactOwners, createBeside, incomeReader, mostBeside, mostCustomers } from './beside.ts';
import type { Directory } from './directory.ts';
import { ringOf } from './ring-detail.ts';
import { createKeeper } from './ring-store.ts';

/** The buyers of a seller go by its name, so that they keep theirs. */
function circleName(seller: string): string {
  return `buyers_${createHash('sha256').update(seller).digest('hex').slice(0, 10)}`;
}

/**
 * The people around sellers that are suggested for review, with the part that each played, whether
 * or not a second kind of link makes them a ring: most who bought from a scam share nothing else.
 * Replaces what was stored for the sellers named. No score follows from it.
 */
export function refreshCircles(given: {
  readonly derived: Db;
  readonly rows: RowReader;
  readonly directory: Directory;
  /** Sellers looked at again, and which of them are suggested. */
  readonly scored: ReadonlyMap<string, boolean>;
  readonly read: FactReader;
}): void {
  const { derived, rows, directory, scored, read } = given;
  const drop = ['rings', 'members', 'ring_sellers'].map((table) =>
    derived.prepare(`delete from ${table} where ring = ?`),
  );
  const around = derived
    .prepare(
      `select account from uses where kind = 'seller' and node = @seller
       union select account from mentions where seller = @seller and account is not null
       order by 1 limit ${mostCustomers}`,
    )
    .pluck();
  const owning = derived.prepare('select account from uses where kind = ? and node = ?').pluck();
  const usersOf = (kind: string, node: string) => owning.all(kind, node) as string[];
  const named = derived
    .prepare(
      `select 1 where exists (select 1 from uses where account = @account and kind = 'seller')
         or exists (select 1 from mentions where account = @account)`,
    )
    .pluck();
  const keep = createKeeper(derived);
  const beside = createBeside(derived);
  const owners = contactOwners(directory);
  const known = {
    incomeOf: incomeReader(derived),
    contactOwner: owners.of,
    isTrusted: directory.isTrusted,
  };
  for (const [seller, suggested] of scored) {
    const ring = circleName(seller);
    for (const statement of drop) statement.run(ring);
    if (!suggested) continue;
    const core = new Set(around.all({ seller }) as string[]);
    for (const [kind, node] of owners.nodes)
      if (owners.of(kind, node) === seller)
        for (const account of usersOf(kind, node)) core.add(account);
    if (core.size === 0) continue;
    for (const account of servedBeside([...core].map(read), usersOf)) core.add(account);
    const matter = groupMatter([...core].sort().map(read), known);
    const own = { ...matter, sellers: onlyOf(matter.sellers, seller) };
    // Somebody with a seller of their own is told of among its buyers, not here as a bystander.
    const others = beside(own, directory).filter((account) => named.get({ account }) === undefined);
    keep(
      ringOf(
        {
          ring,
          kind: 'buyers',
          sellers: [seller],
          reasons: [`They came from ${seller}, wrote of it, or are its contact.`],
        },
        own,
        others.map(read),
        rows,
      ),
      core,
    );
  }
}

/** Users of the devices that somebody else recharged these accounts from; not those of a public place. */
function servedBeside(
  core: readonly AccountFacts[],
  usersOf: (kind: string, node: string) => readonly string[],
): Set<string> {
  const found = new Set<string>();
  for (const device of new Set(core.flatMap((one) => [...foreignDevices(one)]))) {
    const users = usersOf('device', device);
    if (users.length <= mostBeside) for (const account of users) found.add(account);
  }
  return found;
}

function onlyOf<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const value = map.get(key);
  return value === undefined ? new Map() : new Map([[key, value]]);
}
