import { type RefusalCode, refuse } from '../../../contract/errors.ts';
import type { Member, Role } from '../../../contract/staff.ts';
import type { DemoSignIn } from '../../../contract/workspace.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { checkPassword, generatePassword, hashPassword } from './passwords.ts';
import { createPeople, type Person } from './people.ts';
import { createRoles } from './roles.ts';
import { createSecrets } from './secrets.ts';
import { createSessions } from './sessions.ts';
import { createSignIn, isLockedOut } from './sign-in.ts';

export { maskedFields, maskFor } from './mask.ts';
export { checkPassphrase, generatePassword } from './passwords.ts';
export { staffMigrations } from './schema.ts';

/** Who is behind a token right now, and how their sign-in stands. */
export interface SignedIn {
  readonly user: string;
  readonly role: Role;
  readonly session: string;
  readonly locked: boolean;
  readonly fresh: boolean;
}

/** A person to be added; a password that is left out is generated. */
export interface NewPerson {
  readonly user: string;
  readonly role: Role;
  readonly password?: string | undefined;
  readonly own_accounts: readonly string[];
}

/**
 * The people of a workspace: sign-in, roles, sessions. Times are UTC ms; `monotonicMs` serves
 * what must not follow a changed clock.
 */
export function createStaff(deps: {
  desk: Db;
  audit: Audit;
  clock: () => number;
  monotonicMs: () => number;
}) {
  const { desk, audit, clock, monotonicMs } = deps;
  const people = createPeople(desk);
  const sessions = createSessions(monotonicMs);
  const { signIn, unlock, check } = createSignIn({ desk, people, sessions, audit, monotonicMs });
  const demoSignIns = desk.prepare(
    `select user, role, demo_sign_ins.password as password from demo_sign_ins
     join staff using (user) where enabled = 1 order by demo_sign_ins.position`,
  );
  const insertDemoSignIn = desk.prepare(
    'insert into demo_sign_ins (user, password, position) values (?, ?, (select count(*) from demo_sign_ins))',
  );

  const member = (user: string) => {
    const person = people.get(user);
    if (!person)
      throw refuse(
        'NOT_FOUND',
        `There is no user ${user}.`,
        'See the list of staff for the names.',
      );
    return person;
  };
  const toMember = (person: Person) => people.toMember(person, isLockedOut(person, monotonicMs()));
  const roles = createRoles({ desk, people, audit, clock, member, toMember });
  const secrets = createSecrets({ desk, people, sessions, audit, clock, check, member });

  /** Writes a person with their audit row, and for a demo the password that may be shown. */
  const write = (caller: Caller, person: NewPerson, phc: string, sentence: string) => {
    if (people.get(person.user))
      throw refuse(
        'BAD_INPUT',
        `There is a user ${person.user} already.`,
        'Choose another name, or change the role of that user.',
      );
    people.add({
      user: person.user,
      role: person.role,
      password: phc,
      at: clock(),
      by: caller.user,
      accounts: person.own_accounts,
    });
    audit.append(caller, {
      command: 'staff.add',
      object: `staff/${person.user}`,
      outcome: 'done',
      sentence,
    });
  };

  return {
    signIn,
    unlock,

    /** The person behind a token at its door; null where the sign-in ended or they were disabled. */
    signedIn(token: string, door: string): SignedIn | null {
      const session = sessions.look(token, door);
      if (!session) return null;
      const person = people.get(session.user);
      if (!person?.enabled) return null;
      const { name, locked, fresh } = session;
      return { user: person.user, role: person.role, session: name, locked, fresh };
    },

    /** Somebody is at the keys of this sign-in. */
    present: (token: string): void => sessions.touch(token),

    /** Locks a sign-in at once, as its person leaves the desk. */
    lock(caller: Caller, token: string): void {
      desk
        .transaction(() =>
          audit.append(caller, {
            command: 'staff.lock',
            object: `staff/${caller.user}`,
            outcome: 'done',
            sentence: `${caller.user} locked the sign-in.`,
          }),
        )
        .immediate();
      sessions.lock(token);
    },

    /** The door of a sign-in closed for good: a terminal's ends with its run. */
    leave: (token: string): void => sessions.end(token),

    signOut(caller: Caller, token: string): void {
      desk
        .transaction(() => {
          audit.append(caller, {
            command: 'staff.signOut',
            object: `staff/${caller.user}`,
            outcome: 'done',
            sentence: `${caller.user} signed out.`,
          });
        })
        .immediate();
      sessions.end(token);
    },

    /** True once the workspace has its first owner. */
    begun: (): boolean => people.count() > 0,

    /** True where somebody besides the first owner was ever enabled: from then on two people decide. */
    severalPeople: (): boolean => people.count() > 1,

    /**
     * Makes the first owner and their recovery code, once, and with `demo` the rest of a demo's
     * staff, all or nothing. Returns the secrets this once; only hashes are kept, save what a
     * demo shows on its sign-in page. Refuses FORBIDDEN where the workspace has people already.
     */
    async begin(
      caller: Caller,
      input: {
        owner: string;
        password?: string | undefined;
        demo: readonly { readonly user: string; readonly role: Role }[] | null;
      },
    ): Promise<{ password: string; recovery_code: string; staff: DemoSignIn[] }> {
      if (input.password !== undefined) checkPassword(input.password, input.owner);
      const signIns: DemoSignIn[] = [
        { user: input.owner, role: 'owner', password: input.password ?? generatePassword() },
        ...(input.demo ?? []).map((one) => ({ ...one, password: generatePassword() })),
      ];
      const recoveryCode = generatePassword();
      const [code, ...hashes] = await Promise.all(
        [recoveryCode, ...signIns.map((one) => one.password)].map(hashPassword),
      );
      desk
        .transaction(() => {
          if (people.count() > 0)
            throw refuse(
              'FORBIDDEN',
              'This workspace has an owner already.',
              'Sign in, or name another folder with --workspace.',
            );
          for (const [index, { user, role, password }] of signIns.entries()) {
            write(
              caller,
              { user, role, own_accounts: [] },
              hashes[index] ?? '',
              index === 0
                ? `${user} became the first owner of this workspace.`
                : `${user} came with the demo as ${role}.`,
            );
            if (input.demo) insertDemoSignIn.run(user, password);
          }
          secrets.keepRecovery(input.owner, code ?? '');
        })
        .immediate();
      return { password: signIns[0]?.password ?? '', recovery_code: recoveryCode, staff: signIns };
    },

    changePassword: secrets.changePassword,
    resetPassword: secrets.resetPassword,
    recover: secrets.recover,

    list: (): Member[] => people.all().map(toMember),

    /** Adds a person; a password nobody gave is generated and returned this once. */
    async add(caller: Caller, input: NewPerson) {
      if (input.password !== undefined) checkPassword(input.password, input.user);
      const password = input.password ?? generatePassword();
      const phc = await hashPassword(password);
      desk
        .transaction(() =>
          write(caller, input, phc, `${caller.user} added ${input.user} as ${input.role}.`),
        )
        .immediate();
      return {
        user: input.user,
        role: input.role,
        ...(input.password === undefined ? { password } : {}),
        own_accounts: people.accountsOf(input.user),
      };
    },

    setRole: roles.setRole,
    declineRole: roles.declineRole,
    maybeOnePerson: roles.maybeOnePerson,

    /** Lets a name that is locked out try again. */
    release(caller: Caller, input: { user: string }): Member {
      return desk
        .transaction(() => {
          const person = member(input.user);
          people.setFailures(person.user, 0, null);
          audit.append(caller, {
            command: 'staff.release',
            object: `staff/${person.user}`,
            outcome: 'done',
            sentence: `${caller.user} let ${person.user} try the password again.`,
          });
          return toMember(member(input.user));
        })
        .immediate();
    },

    /** Disables a person and ends their sign-ins at once. Nobody disables themselves. */
    disable(caller: Caller, input: { user: string }): Member {
      const disabled = desk
        .transaction(() => {
          const person = member(input.user);
          if (person.user === caller.user)
            throw refuse(
              'NEEDS_OTHER_PERSON',
              'Nobody disables themselves.',
              'Ask another owner to do it.',
            );
          people.disable(person.user);
          audit.append(caller, {
            command: 'staff.disable',
            object: `staff/${person.user}`,
            outcome: 'done',
            sentence: `${caller.user} disabled ${person.user}.`,
          });
          return toMember(member(input.user));
        })
        .immediate();
      sessions.endAllOf(input.user);
      return disabled;
    },

    /** What the approval rules need to know of a person; null where they are disabled or unknown. */
    standing(user: string): {
      role: Role;
      sponsors: ReadonlySet<string>;
      ownAccounts: string[];
    } | null {
      const person = people.get(user);
      if (!person?.enabled) return null;
      return {
        role: person.role,
        sponsors: roles.sponsors(user),
        ownAccounts: people.accountsOf(user),
      };
    },

    /** Who may sign in to a demo workspace; empty in a real one. */
    demoSignIns: (): DemoSignIn[] => demoSignIns.all() as DemoSignIn[],

    /** A row for a command that was refused before it began. */
    auditRefusal(caller: Caller, command: string, code: RefusalCode): void {
      desk
        .transaction(() =>
          audit.append(caller, {
            command,
            object: '',
            outcome: code,
            sentence: `${command} was refused to ${caller.user === '' ? 'nobody signed in' : `${caller.user} (${caller.role})`}.`,
          }),
        )
        .immediate();
    },
  };
}

export type Staff = ReturnType<typeof createStaff>;
