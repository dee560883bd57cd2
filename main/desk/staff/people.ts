import type { Member, Role } from '../../../contract/staff.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';

/** A person as desk.db keeps them. */
export interface Person {
  readonly user: string;
  readonly role: Role;
  readonly password: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly failures: number;
  /** When a lock-out began, in milliseconds of the machine's running time; null where none did. */
  readonly lockedFrom: number | null;
}

/** A role that one owner asked for and another has yet to agree to. */
export interface AskedRole {
  readonly number: bigint;
  readonly role: Role;
  readonly by: string;
  /** UTC ms. */
  readonly at: number;
}

interface Stored {
  user: string;
  role: Role;
  password: string;
  enabled: bigint;
  created_at: bigint;
  failures: bigint;
  locked_from_ms: bigint | null;
}

/** The rows of staff, read and written; rules stand in staff.ts. */
export function createPeople(desk: Db) {
  const one = desk.prepare('select * from staff where user = ?');
  const all = desk.prepare('select * from staff order by user');
  const accounts = desk
    .prepare('select account_id from staff_accounts where user = ? order by account_id')
    .pluck();
  const insert = desk.prepare(
    'insert into staff (user, role, password, enabled, created_at) values (?, ?, ?, 1, ?)',
  );
  const grant = desk.prepare('insert into grants (user, by, at) values (?, ?, ?)');
  const grantors = desk
    .prepare("select distinct by from grants where user = ? and at > ? and by <> ''")
    .pluck();
  const insertAccount = desk.prepare(
    'insert into staff_accounts (user, account_id) values (?, ?) on conflict do nothing',
  );
  const setRole = desk.prepare('update staff set role = ? where user = ?');
  const disable = desk.prepare('update staff set enabled = 0 where user = ?');
  const failures = desk.prepare('update staff set failures = ?, locked_from_ms = ? where user = ?');
  const password = desk.prepare(
    'update staff set password = ?, failures = 0, locked_from_ms = null where user = ?',
  );
  const count = desk.prepare('select count(*) from staff').pluck();
  const asked = desk.prepare(
    `select number, role, asked_by, asked_at from role_changes
     where user = ? and decided_at is null order by number desc limit 1`,
  );
  const askRole = desk.prepare(
    'insert into role_changes (user, role, asked_by, asked_at, decided_at) values (?, ?, ?, ?, ?)',
  );
  const closeRole = desk.prepare(
    'update role_changes set decided_at = ?, agreed_by = ? where number = ?',
  );
  const declineRole = desk.prepare(
    'update role_changes set decided_at = ?, declined_by = ?, declined_note = ? where number = ?',
  );

  return {
    get(user: string): Person | null {
      const row = one.get(user) as Stored | undefined;
      return row ? toPerson(row) : null;
    },
    all: (): Person[] => (all.all() as Stored[]).map(toPerson),
    accountsOf: (user: string): string[] => accounts.all(user) as string[],
    count: (): number => Number(count.get()),
    add(person: {
      user: string;
      role: Role;
      password: string;
      at: number;
      by: string;
      accounts: readonly string[];
    }) {
      insert.run(person.user, person.role, person.password, person.at);
      grant.run(person.user, person.by, person.at);
      for (const account of person.accounts) insertAccount.run(person.user, account);
    },
    setRole(user: string, role: Role, at: number, by: string) {
      setRole.run(role, user);
      grant.run(user, by, at);
    },
    /** Somebody who gave another a password could be them for a while, as whoever let them in. */
    rememberGrant: (user: string, by: string, at: number) => grant.run(user, by, at),
    /** The role that waits for another owner; null where none does. */
    askedRole(user: string): AskedRole | null {
      const row = asked.get(user) as
        | { number: bigint; role: Role; asked_by: string; asked_at: bigint }
        | undefined;
      return row
        ? { number: row.number, role: row.role, by: row.asked_by, at: Number(row.asked_at) }
        : null;
    },
    askRole: (change: { user: string; role: Role; by: string; at: number; stands: boolean }) =>
      askRole.run(change.user, change.role, change.by, change.at, change.stands ? change.at : null),
    /** Closes a waiting change: agreed to by another owner, or given up for another one. */
    closeRole: (number: bigint, at: number, agreedBy: string | null) =>
      closeRole.run(at, agreedBy, number),
    /** Closes a waiting change: declined, or taken back by who asked. */
    declineRole: (number: bigint, at: number, by: string, note: string) =>
      declineRole.run(at, by, note, number),
    /**
     * Who enabled a person or gave them a role since then, and who did so to those in turn: for
     * a while they may all be one and the same person.
     */
    sponsorsOf(user: string, since: number): ReadonlySet<string> {
      const sponsors = new Set<string>();
      const open = [user];
      for (let one = open.pop(); one !== undefined; one = open.pop())
        for (const by of grantors.all(one, since) as string[])
          if (!sponsors.has(by)) {
            sponsors.add(by);
            open.push(by);
          }
      return sponsors;
    },
    disable: (user: string) => disable.run(user),
    setFailures: (user: string, count: number, lockedFrom: number | null) =>
      failures.run(count, lockedFrom === null ? null : BigInt(Math.floor(lockedFrom)), user),
    setPassword: (user: string, phc: string) => password.run(phc, user),
    toMember(person: Person, lockedOut: boolean): Member {
      const waiting = this.askedRole(person.user);
      return {
        user: person.user,
        role: person.role,
        enabled: person.enabled,
        locked_out: lockedOut,
        own_accounts: accounts.all(person.user) as string[],
        created_at: wireTime(person.createdAt),
        asked_role: waiting && { role: waiting.role, by: waiting.by, at: wireTime(waiting.at) },
      };
    },
  };
}

export type People = ReturnType<typeof createPeople>;

function toPerson(row: Stored): Person {
  return {
    user: row.user,
    role: row.role,
    password: row.password,
    enabled: row.enabled === 1n,
    createdAt: Number(row.created_at),
    failures: Number(row.failures),
    lockedFrom: row.locked_from_ms === null ? null : Number(row.locked_from_ms),
  };
}
