import type { Db } from '../../storage/storage.ts';
import { leastWeight, weightOf } from '../links/weights.ts';
import { contactsIn } from '../names/contact.ts';
import { type GroupMatter, isSink } from '../rings/matter.ts';
import type { Directory } from './directory.ts';

/** Coins that a receiver was given by everybody. */
export function incomeReader(derived: Db): (receiver: string) => bigint {
  const sum = derived
    .prepare(`select coalesce(sum(coins), 0) from uses where kind = 'receiver' and node = ?`)
    .pluck();
  const known = new Map<string, bigint>();
  return (receiver) => {
    const coins = known.get(receiver) ?? (sum.get(receiver) as bigint);
    known.set(receiver, coins);
    return coins;
  };
}

/** Phones and mailboxes that sellers give as their contact, and whose each is. */
export function contactOwners(directory: Directory) {
  const owners = new Map<string, string>();
  const nodes: (readonly [kind: 'phone' | 'email', node: string])[] = [];
  for (const row of directory.rows)
    for (const contact of contactsIn(`${row.contact ?? ''} ${row.notes ?? ''}`)) {
      const name = contact.replace(/^mail:/, 'email:');
      if (owners.has(name)) continue;
      owners.set(name, row.seller_id);
      const [kind = '', node = ''] = name.split(/:(.*)/s);
      if ((kind === 'phone' || kind === 'email') && !directory.isTrusted(row.seller_id))
        nodes.push([kind, node]);
    }
  return {
    nodes,
    of: (kind: 'phone' | 'email', node: string): string | null =>
      owners.get(`${kind}:${node}`) ?? null,
  };
}

/** People beside a group that are told of, by one shared thing. */
export const mostBeside = 40;
/** Customers of one seller that are told of. */
export const mostCustomers = 5000;

/** Accounts beside a group: by its instruments, sellers, devices, addresses, gifts and contacts. */
export function createBeside(derived: Db) {
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
      add(users.all('seller', seller), mostCustomers);
      add(mentions.all(seller), mostCustomers);
    }
    for (const kind of ['device', 'ip'] as const)
      for (const [node, members] of matter.shared.get(kind) ?? []) {
        const all = users.all(kind, node);
        const near = kind === 'device' || weightOf(kind, all.length) >= leastWeight;
        if (near && members.length >= 2) add(all, mostBeside);
      }
    for (const [receiver, givers] of receivers)
      if (givers >= 2 && !inside.has(receiver)) found.add(receiver);
    // Whoever else gives to the group's sink: most do not know what it is.
    for (const sink of matter.sinks)
      if (isSink(sink)) add(users.all('receiver', sink.receiver), mostBeside);
    for (const [seller] of matter.sellers)
      for (const contact of contactsIn(directory.row(seller)?.contact ?? '')) {
        const [kind = '', node = ''] = contact.replace(/^mail:/, 'email:').split(/:(.*)/s);
        if (kind === 'phone' || kind === 'email') add(users.all(kind, node), mostBeside);
      }
    return [...found].sort();
  };
}
