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
  readonly lockedUntil: number | null;
}

interface Stored {
  user: string;
  role: Role;
  password: string;
  enabled: bigint;
  created_at: bigint;
  failures: bigint;
  locked_until: bigint | null;
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
  const failures = desk.prepare('update staff set failures = ?, locked_until = ? where user = ?');
  const password = desk.prepare(
    'update staff set password = ?, failures = 0, locked_until = null where user = ?',
  );
  const count = desk.prepare('select count(*) from staff').pluck();

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
    setFailures: (user: string, count: number, lockedUntil: number | null) =>
      failures.run(count, lockedUntil, user),
    setPassword: (user: string, phc: string) => password.run(phc, user),
    toMember(person: Person): Member {
      return {
        user: person.user,
        role: person.role,
        enabled: person.enabled,
        own_accounts: accounts.all(person.user) as string[],
        created_at: wireTime(person.createdAt),
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
    lockedUntil: row.locked_until === null ? null : Number(row.locked_until),
  };
}
