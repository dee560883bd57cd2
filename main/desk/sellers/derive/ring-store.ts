import type { RingDetail } from '../../../../contract/seller-rings.ts';
import type { RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import { clustersOf, type Links } from '../links/clusters.ts';
import type { FactReader } from '../rings/facts.ts';
import { ringReasons } from '../rings/judge.ts';
import { type GroupMatter, groupMatter } from '../rings/matter.ts';
import { contactOwners, createBeside, incomeReader } from './beside.ts';
import type { Directory } from './directory.ts';
import { ringNameOf, ringOf, withMembers } from './ring-detail.ts';
import { linksOf } from './ring-links.ts';

interface RingInput {
  readonly derived: Db;
  readonly rows: RowReader;
  readonly directory: Directory;
  readonly whole: boolean;
  /** Is a seller suspect by its offers, name and complaints alone? */
  readonly isSuspect: (seller: string) => boolean;
  readonly read: FactReader;
}

/** Groups larger than this are a place, not a ring. */
const largest = 5000;

/**
 * Works out the rings around the accounts in scope (or all) and stores them in place of the old
 * ones there. Gives the sellers whose rings changed.
 */
export function refreshRings({
  derived,
  rows,
  directory,
  whole,
  isSuspect,
  read,
}: RingInput): ReadonlySet<string> {
  const changed = new Set<string>();
  const links = linksOf(derived, whole);
  const owners = contactOwners(directory);
  noteContacts(derived, owners.nodes);
  const suspects = new Set(suspectsOf(derived));
  const { clusters, old } = whole
    ? { clusters: clustersOf(suspects, links), old: allRings(derived) }
    : clustersOfScope(derived, links);
  const ringSellers = derived.prepare('select seller from ring_sellers where ring = ?').pluck();
  const drop = ['rings', 'members', 'ring_sellers'].map((table) =>
    derived.prepare(`delete from ${table} where ring = ?`),
  );
  for (const ring of old) {
    for (const seller of ringSellers.all(ring) as string[]) changed.add(seller);
    for (const statement of drop) statement.run(ring);
  }
  const keep = createKeeper(derived);
  const beside = createBeside(derived);
  const known = {
    incomeOf: incomeReader(derived),
    contactOwner: owners.of,
    isTrusted: directory.isTrusted,
  };
  for (const cluster of clusters) {
    // Without something that speaks against one of them, no group can be called a ring.
    if (cluster.length > largest || !cluster.some((account) => suspects.has(account))) continue;
    const matter = groupMatter(cluster.map(read), known);
    const reasons = ringReasons(matter, isSuspect);
    if (!reasons) continue;
    const others = beside(matter, directory).map(read);
    if (cluster.length + others.length < 3) continue;
    const detail = ringOf(
      {
        ring: ringNameOf(matter.members),
        kind: 'ring',
        reasons: reasons.map((one) => one.text),
        sellers: sellersOf(matter),
      },
      matter,
      others,
      rows,
    );
    keep(detail, new Set(cluster));
    for (const seller of detail.sellers) changed.add(seller);
  }
  return changed;
}

/**
 * Accounts that a ring must contain: with a dispute, an untrusted seller, a seller named, a
 * seller's own phone or mailbox, or refunds again and again.
 */
const suspectSql = `select account from harm where what = 'disputed'
  union select account from uses where kind = 'seller'
  union select account from mentions where account is not null
  union select account from uses where (kind, node) in (select kind, node from temp.contact_nodes)
  union select account from harm where what = 'refunded' group by account having count(distinct recharge) > 1`;

/** Phones and mailboxes of sellers, for the SQL here to look at. */
function noteContacts(derived: Db, nodes: Iterable<readonly [kind: string, node: string]>): void {
  derived.exec(
    `drop table if exists temp.contact_nodes;
     create temp table contact_nodes (kind TEXT, node TEXT, primary key (kind, node)) without rowid`,
  );
  const insert = derived.prepare('insert or ignore into temp.contact_nodes values (?, ?)');
  for (const [kind, node] of nodes) insert.run(kind, node);
}

function suspectsOf(derived: Db): string[] {
  return derived.prepare(`${suspectSql} order by account`).pluck().all() as string[];
}

/**
 * The groups that may change with the scope, and the rings that they take the place of: rings that
 * one of the scope was in, that share a thing with one of them (whose weight changed), whose seller
 * they name, or that somebody gave to; and on from there, until no group reaches into a ring that stays.
 */
function clustersOfScope(
  derived: Db,
  links: Links,
): { clusters: readonly string[][]; old: ReadonlySet<string> } {
  const seeds = new Set(
    derived.prepare('select account from temp.scope').pluck().all() as string[],
  );
  const old = new Set(touchedRings(derived));
  const members = derived.prepare('select account from members where ring = ?').pluck();
  const inRings = derived
    .prepare(`select ring from members where account = ? and ring like 'ring%'`)
    .pluck();
  const add = (ring: string) => {
    old.add(ring);
    for (const account of members.all(ring) as string[]) seeds.add(account);
  };
  // The people around one seller are told of anew with it; they lead nowhere else.
  for (const ring of old) if (ring.startsWith('ring')) add(ring);
  for (;;) {
    const clusters = clustersOf([...seeds].sort(), links);
    const reached = new Set(
      clusters.flatMap((cluster) => cluster.flatMap((account) => inRings.all(account) as string[])),
    );
    const fresh = [...reached].filter((ring) => !old.has(ring));
    if (fresh.length === 0) return { clusters, old };
    for (const ring of fresh) add(ring);
  }
}

function touchedRings(derived: Db): string[] {
  return derived
    .prepare(
      `with things as materialized (
         select distinct kind, node from uses
         where account in (select account from temp.scope) and kind <> 'receiver')
       select ring from members where account in (select account from temp.scope)
       union select m.ring from members m join uses u on u.account = m.account
         where (u.kind, u.node) in (select kind, node from things)
       -- Whoever gives to somebody of a ring is told of beside it.
       union select ring from members where account in (
         select node from uses where kind = 'receiver' and account in (select account from temp.scope))
       union select ring from ring_sellers where seller in (
         select node from things where kind = 'seller'
         union select seller from mentions where account in (select account from temp.scope))
       order by 1`,
    )
    .pluck()
    .all() as string[];
}

function allRings(derived: Db): string[] {
  return derived.prepare('select ring from rings order by ring').pluck().all() as string[];
}

/**
 * Stores a ring with its members and sellers. Who is told of in several places plays the part of
 * the first by rank: in a ring itself, beside one, around a seller, and only then as a bystander.
 */
export function createKeeper(derived: Db) {
  const ring = derived.prepare('insert or replace into rings values (?, ?)');
  const member = derived.prepare('insert or replace into members values (?, ?, ?, ?)');
  const seller = derived.prepare('insert or ignore into ring_sellers values (?, ?)');
  return (detail: RingDetail, core: ReadonlySet<string>) => {
    ring.run(detail.ring, JSON.stringify(detail));
    for (const { account_id, role } of detail.members) {
      const part = role !== 'bystander';
      const rank =
        detail.kind === 'ring' ? (core.has(account_id) ? 0 : part ? 1 : 3) : part ? 2 : 4;
      member.run(account_id, detail.ring, role, rank);
    }
    for (const one of detail.sellers) seller.run(one, detail.ring);
  };
}

/** Rings, then the people around single sellers; everybody in one place. */
export function readRings(derived: Db): RingDetail[] {
  const all = derived.prepare('select detail from rings order by ring desc').pluck().all();
  const place = new Map<string, string>();
  const members = derived.prepare(
    'select account, ring from members order by rank desc, ring desc',
  );
  for (const { account, ring } of members.iterate() as Iterable<{ account: string; ring: string }>)
    place.set(account, ring);
  return (all as string[])
    .map((text) => JSON.parse(text) as RingDetail)
    .map((one) =>
      withMembers(
        one,
        one.members.filter((member) => place.get(member.account_id) === one.ring),
      ),
    )
    .filter((one) => one.members.length > 0);
}

/** Untrusted sellers that members bought through, wrote of, or are the contact of. */
function sellersOf(matter: GroupMatter): string[] {
  return [...new Set([...matter.sellers.keys(), ...matter.contacts.values()])].sort();
}
