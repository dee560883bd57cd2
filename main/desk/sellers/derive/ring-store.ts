import { createHash } from 'node:crypto';
import type { Evidence } from '../../../../contract/diagnosis.ts';
import {
  type RingDetail,
  type RingMember,
  type RingRole,
  ringRoles,
} from '../../../../contract/sellers.ts';
import { wireTime } from '../../../../contract/values.ts';
import { cite } from '../../diagnosis/diagnosis.ts';
import type { RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import { clustersOf, type Links, type Use } from '../links/clusters.ts';
import { leastWeight, weightOf } from '../links/weights.ts';
import { contactsIn } from '../names/contact.ts';
import { type AccountFacts, createFactReader } from '../rings/facts.ts';
import { ringReasons } from '../rings/judge.ts';
import { type GroupMatter, groupMatter } from '../rings/matter.ts';
import { type Cite, rolesOf } from '../rings/roles.ts';
import type { Directory } from './directory.ts';

interface RingInput {
  readonly derived: Db;
  readonly rows: RowReader;
  readonly directory: Directory;
  readonly whole: boolean;
  /** Is a seller suspect by its offers, name and complaints alone? */
  readonly isSuspect: (seller: string) => boolean;
}

/** Groups larger than this are a place, not a ring. */
const largest = 5000;
/** People beside a ring that are told of, by one shared thing. */
const mostBeside = 40;

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
}: RingInput): ReadonlySet<string> {
  const changed = new Set<string>();
  const links = linksOf(derived, whole);
  const seeds = whole ? seedsOfAll(derived) : seedsOfScope(derived);
  const ringSellers = derived.prepare('select seller from ring_sellers where ring = ?').pluck();
  const drop = ['rings', 'members', 'ring_sellers'].map((table) =>
    derived.prepare(`delete from ${table} where ring = ?`),
  );
  for (const ring of whole ? allRings(derived) : ringsOf(derived, seeds)) {
    for (const seller of ringSellers.all(ring) as string[]) changed.add(seller);
    for (const statement of drop) statement.run(ring);
  }
  const keep = createKeeper(derived);
  const read = createFactReader(rows, derived);
  const beside = createBeside(derived);
  const known = {
    incomeOf: incomeReader(derived),
    contactOwner: contactOwners(directory),
    isTrusted: directory.isTrusted,
  };
  const suspect = suspicion(derived);
  const found: { core: ReadonlySet<string>; detail: RingDetail }[] = [];
  for (const cluster of clustersOf(seeds, links)) {
    // Without a dispute or an untrusted seller near it, no group can be called a ring.
    if (cluster.length > largest || !cluster.some(suspect)) continue;
    const matter = groupMatter(cluster.map(read), known);
    const reasons = ringReasons(matter, isSuspect);
    if (!reasons) continue;
    const others = beside(matter, directory).map(read);
    if (cluster.length + others.length < 3) continue;
    const detail = ringOf(
      matter,
      others,
      reasons.map((one) => one.text),
      rows,
    );
    found.push({ core: new Set(cluster), detail });
  }
  const elsewhere = derived.prepare('select ring from members where account = ?').pluck();
  for (const detail of eachOnce(found, (account) => elsewhere.get(account) !== undefined)) {
    keep(detail);
    for (const seller of detail.sellers) changed.add(seller);
  }
  return changed;
}

/**
 * Everybody plays one part in one ring: who belongs to one is no bystander of another, and who
 * stands beside several is told of in the first where they are more than that.
 */
function eachOnce(
  found: readonly { core: ReadonlySet<string>; detail: RingDetail }[],
  isElsewhere: (account: string) => boolean,
): RingDetail[] {
  const rank = (core: ReadonlySet<string>, member: RingMember): number =>
    core.has(member.account_id) ? 0 : member.role === 'bystander' ? 2 : 1;
  const best = new Map<string, { rank: number; ring: string }>();
  for (const { core, detail } of found)
    for (const member of detail.members) {
      const mine = { rank: rank(core, member), ring: detail.ring };
      const known = best.get(member.account_id);
      if (!known || mine.rank < known.rank || (mine.rank === known.rank && mine.ring < known.ring))
        best.set(member.account_id, mine);
    }
  return found.map(({ core, detail }) =>
    withMembers(
      detail,
      detail.members.filter(
        (member) =>
          best.get(member.account_id)?.ring === detail.ring &&
          (core.has(member.account_id) || !isElsewhere(member.account_id)),
      ),
    ),
  );
}

function withMembers(detail: RingDetail, members: RingMember[]): RingDetail {
  const roles = Object.fromEntries(
    ringRoles.map((role) => [
      role,
      members.filter((one) => one.role === role).map((one) => one.account_id),
    ]),
  ) as Record<RingRole, string[]>;
  return { ...detail, roles, members };
}

/** Degrees of the things that the scope uses, in one go; others are looked up as they come. */
function degreesOfScope(derived: Db): Map<string, number> {
  const rows = derived
    .prepare(
      `select kind || ' ' || node as thing, count(*) as degree from uses
       where (kind, node) in (select distinct kind, node from uses where account in (select account from temp.scope))
       group by kind, node`,
    )
    .safeIntegers(false)
    .all() as { thing: string; degree: number }[];
  return new Map(rows.map((row) => [row.thing, row.degree]));
}

function linksOf(derived: Db, whole: boolean): Links {
  const uses = derived.prepare('select * from uses where account = ?').safeIntegers(false);
  const users = derived
    .prepare('select * from uses where kind = ? and node = ?')
    .safeIntegers(false);
  const degree = derived
    .prepare('select count(*) from uses where kind = ? and node = ?')
    .pluck()
    .safeIntegers(false);
  const degrees = whole ? new Map<string, number>() : degreesOfScope(derived);
  const lists = new Map<string, readonly Use[]>();
  return {
    usesOf: (account) => uses.all(account) as Use[],
    usersOf(kind, node) {
      const name = `${kind} ${node}`;
      let list = lists.get(name);
      if (!list) {
        list = users.all(kind, node) as Use[];
        lists.set(name, list);
      }
      return list;
    },
    degreeOf(kind, node) {
      const name = `${kind} ${node}`;
      let count = degrees.get(name);
      if (count === undefined) {
        count = degree.get(kind, node) as number;
        degrees.set(name, count);
      }
      return count;
    },
  };
}

/** Accounts that a ring must contain: with a dispute, an untrusted seller, or a seller named. */
const suspectSql = `select account from harm where what = 'disputed'
  union select account from uses where kind = 'seller'
  union select account from mentions where account is not null`;

function seedsOfAll(derived: Db): string[] {
  return derived.prepare(`${suspectSql} order by account`).pluck().all() as string[];
}

/**
 * Those of the scope, and the members of every ring that may change with them: rings that one of
 * them was in, that share a thing with one of them (whose weight changed), or whose seller they name.
 */
function seedsOfScope(derived: Db): string[] {
  return derived
    .prepare(
      `with things as materialized (
         select distinct kind, node from uses
         where account in (select account from temp.scope) and kind <> 'receiver'),
       touched as (
         select ring from members where account in (select account from temp.scope)
         union select m.ring from members m join uses u on u.account = m.account
           where (u.kind, u.node) in (select kind, node from things)
         union select ring from ring_sellers where seller in (
           select node from things where kind = 'seller'
           union select seller from mentions where account in (select account from temp.scope)))
       select account from temp.scope
       union select account from members where ring in (select ring from touched)
       order by account`,
    )
    .pluck()
    .all() as string[];
}

function suspicion(derived: Db): (account: string) => boolean {
  const found = derived
    .prepare(
      `select 1 where exists (select 1 from harm where account = @account and what = 'disputed')
         or exists (select 1 from uses where account = @account and kind = 'seller')
         or exists (select 1 from mentions where account = @account)`,
    )
    .pluck();
  return (account) => found.get({ account }) !== undefined;
}

function allRings(derived: Db): string[] {
  return derived.prepare('select ring from rings order by ring').pluck().all() as string[];
}

function ringsOf(derived: Db, accounts: readonly string[]): Set<string> {
  const ring = derived.prepare('select ring from members where account = ?').pluck();
  const found = new Set<string>();
  for (const account of accounts) {
    const one = ring.get(account);
    if (typeof one === 'string') found.add(one);
  }
  return found;
}

function incomeReader(derived: Db): (receiver: string) => bigint {
  const sum = derived
    .prepare(`select coalesce(sum(coins), 0) from uses where kind = 'receiver' and node = ?`)
    .pluck();
  return (receiver) => sum.get(receiver) as bigint;
}

/** Phones and mailboxes that sellers give as their contact. */
function contactOwners(directory: Directory) {
  const owners = new Map<string, string>();
  for (const row of directory.rows)
    for (const contact of contactsIn(`${row.contact ?? ''} ${row.notes ?? ''}`)) {
      const name = contact.replace(/^mail:/, 'email:');
      if (!owners.has(name)) owners.set(name, row.seller_id);
    }
  return (kind: 'phone' | 'email', node: string): string | null =>
    owners.get(`${kind}:${node}`) ?? null;
}

/** Accounts beside a group: by its instruments, sellers, devices, addresses, gifts and contacts. */
function createBeside(derived: Db) {
  const users = derived.prepare('select account from uses where kind = ? and node = ?').pluck();
  const mentions = derived
    .prepare('select distinct account from mentions where seller = ? and account is not null')
    .pluck();
  return (matter: GroupMatter, directory: Directory): string[] => {
    const inside = new Set(matter.members.map((member) => member.id));
    const found = new Set<string>();
    const add = (accounts: unknown[], most: number) => {
      if (accounts.length > most + inside.size) return;
      for (const account of accounts as string[]) if (!inside.has(account)) found.add(account);
    };
    const instruments = new Set<string>();
    const receivers = new Map<string, number>();
    for (const member of matter.members)
      for (const { kind, node } of member.uses) {
        if (kind === 'instrument') instruments.add(node);
        if (kind === 'receiver') receivers.set(node, (receivers.get(node) ?? 0) + 1);
      }
    for (const node of instruments) add(users.all('instrument', node), mostBeside);
    for (const [seller] of matter.sellers) {
      add(users.all('seller', seller), largest);
      add(mentions.all(seller), largest);
    }
    for (const kind of ['device', 'ip'] as const)
      for (const [node, members] of matter.shared.get(kind) ?? []) {
        const all = users.all(kind, node);
        const near = kind === 'device' || weightOf(kind, all.length) >= leastWeight;
        if (near && members.length >= 2) add(all, mostBeside);
      }
    for (const [receiver, givers] of receivers)
      if (givers >= 2 && !inside.has(receiver)) found.add(receiver);
    for (const [seller] of matter.sellers)
      for (const contact of contactsIn(directory.row(seller)?.contact ?? '')) {
        const [kind = '', node = ''] = contact.replace(/^mail:/, 'email:').split(/:(.*)/s);
        if (kind === 'phone' || kind === 'email') add(users.all(kind, node), mostBeside);
      }
    return [...found].sort();
  };
}

function ringOf(
  matter: GroupMatter,
  others: readonly AccountFacts[],
  reasons: readonly string[],
  rows: RowReader,
): RingDetail {
  const members: RingMember[] = rolesOf(matter, others).map((found) => ({
    account_id: found.account,
    role: found.role,
    reason: found.reason,
    evidence: found.cites.flatMap((one) => evidenceAt(rows, one)),
  }));
  const recharges = matter.members.flatMap((member) => member.recharges);
  const times = recharges.map((one) => one.created_at).sort((a, b) => a - b);
  const sellers = [...matter.sellers]
    .filter(([, accounts]) => accounts.length > 0)
    .map(([seller]) => seller);
  for (const seller of matter.contacts.values())
    if (!sellers.includes(seller)) sellers.push(seller);
  const bare: Omit<RingDetail, 'roles' | 'members'> = {
    ring: nameOf(matter.members),
    sellers: sellers.sort(),
    links: [...matter.shared]
      .map(([kind, nodes]) => ({ kind, nodes: nodes.size }))
      .filter((one) => one.nodes > 0)
      .sort((a, b) => b.nodes - a.nodes || (a.kind < b.kind ? -1 : 1)),
    reasons: [...reasons],
    coins: recharges
      .reduce((sum, one) => sum + (one.coins ?? 0n) + (one.bonus_coins ?? 0n), 0n)
      .toString(),
    disputed: matter.members.reduce(
      (sum, member) =>
        sum +
        new Set(member.harm.filter((one) => one.what === 'disputed').map((one) => one.recharge))
          .size,
      0,
    ),
    from: wireTime(times[0] ?? null),
    to: wireTime(times.at(-1) ?? null),
  };
  return withMembers({ ...bare, roles: noRoles, members }, members);
}

const noRoles: Record<RingRole, string[]> = {
  seller: [],
  mule: [],
  victim: [],
  card_holder: [],
  bystander: [],
};

/** A ring is called after its oldest member, so that it keeps its name when others join. */
function nameOf(members: readonly AccountFacts[]): string {
  const oldest = members.toSorted(
    (a, b) =>
      (a.recharges[0]?.created_at ?? Number.MAX_SAFE_INTEGER) -
        (b.recharges[0]?.created_at ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? -1 : 1),
  )[0];
  return `ring_${createHash('sha256')
    .update(oldest?.id ?? '')
    .digest('hex')
    .slice(0, 10)}`;
}

function evidenceAt(rows: RowReader, one: Cite): Evidence[] {
  const found = (evidence: Evidence | null) => (evidence ? [evidence] : []);
  switch (one.table) {
    case 'accounts': {
      const row = rows.get('accounts', 'where account_id = ?', one.key);
      return found(row && cite('accounts', row, one.field));
    }
    case 'recharges': {
      const row = rows.get('recharges', 'where recharge_id = ?', one.key);
      return found(row && cite('recharges', row, one.field));
    }
    case 'sessions': {
      const row = rows.get('sessions', 'where session_id = ?', one.key);
      return found(row && cite('sessions', row, one.field));
    }
    case 'tickets': {
      const row = rows.get('tickets', 'where ticket_id = ?', one.key);
      return found(row && cite('tickets', row, one.field));
    }
    case 'devices': {
      const row = rows.get('devices', 'where device_id = ?', one.key);
      return found(row && cite('devices', row, one.field));
    }
  }
}

function createKeeper(derived: Db) {
  const ring = derived.prepare('insert or replace into rings values (?, ?)');
  const member = derived.prepare('insert or ignore into members values (?, ?, ?)');
  const seller = derived.prepare('insert or ignore into ring_sellers values (?, ?)');
  return (detail: RingDetail) => {
    ring.run(detail.ring, JSON.stringify(detail));
    for (const one of detail.members) member.run(one.account_id, detail.ring, one.role);
    for (const one of detail.sellers) seller.run(one, detail.ring);
  };
}
