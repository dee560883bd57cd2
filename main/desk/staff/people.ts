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
  readonly grantedAt: number;
  readonly grantedBy: string;
  readonly failures: number;
  readonly lockedUntil: number | null;
}

interface Stored {
  user: string;
  role: Role;
  password: string;
  enabled: bigint;
  created_at: bigint;
  granted_at: bigint;
  granted_by: string;
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
    `insert into staff (user, role, password, enabled, created_at, granted_at, granted_by)
     values (?, ?, ?, 1, ?, ?, ?)`,
  );
  const insertAccount = desk.prepare(
    'insert into staff_accounts (user, account_id) values (?, ?) on conflict do nothing',
  );
  const setRole = desk.prepare(
    'update staff set role = ?, granted_at = ?, granted_by = ? where user = ?',
  );
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
      insert.run(person.user, person.role, person.password, person.at, person.at, person.by);
      for (const account of person.accounts) insertAccount.run(person.user, account);
    },
    setRole: (user: string, role: Role, at: number, by: string) => setRole.run(role, at, by, user),
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
    grantedAt: Number(row.granted_at),
    grantedBy: row.granted_by,
    failures: Number(row.failures),
    lockedUntil: row.locked_until === null ? null : Number(row.locked_until),
  };
}
