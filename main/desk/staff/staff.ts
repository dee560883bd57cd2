import { type RefusalCode, refuse } from '../../../contract/errors.ts';
import type { Member, Role } from '../../../contract/staff.ts';
import type { DemoSignIn } from '../../../contract/workspace.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { checkPassword, generatePassword, hashPassword, verifyPassword } from './passwords.ts';
import { createPeople } from './people.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

export { staffMigrations } from './schema.ts';

/** Who is behind a token right now. */
export interface SignedIn {
  readonly user: string;
  readonly role: Role;
  readonly session: string;
}

/** For so long somebody who was let in or promoted does not decide for whoever did it. */
const graceMs = 24 * 60 * 60_000;

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
  const { desk, audit, clock } = deps;
  const people = createPeople(desk);
  const sessions = createSessions(deps.monotonicMs);
  const signIn = createSignIn({ desk, people, sessions, audit, clock });
  const recovery = desk.prepare('select code from recovery where user = ?').pluck();
  const setRecovery = desk.prepare(
    'insert into recovery (user, code) values (?, ?) on conflict (user) do update set code = excluded.code',
  );
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

    /** The person behind a token; null where the sign-in ended or the person was disabled. */
    signedIn(token: string): SignedIn | null {
      const session = sessions.use(token);
      if (!session) return null;
      const person = people.get(session.user);
      if (!person?.enabled) return null;
      return { user: person.user, role: person.role, session: session.name };
    },

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
      if (input.password !== undefined) checkPassword(input.password);
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
          setRecovery.run(input.owner, code);
        })
        .immediate();
      return { password: signIns[0]?.password ?? '', recovery_code: recoveryCode, staff: signIns };
    },

    /** Gives a lost owner a new password and a new code. Refuses SIGNED_OUT for a wrong code. */
    async recover(
      caller: Caller,
      input: { user: string; recovery_code: string; password: string },
    ): Promise<{ recovery_code: string }> {
      checkPassword(input.password);
      const stored = recovery.get(input.user);
      const right = await verifyPassword(
        typeof stored === 'string' ? stored : await hashPassword(generatePassword()),
        input.recovery_code.trim(),
      );
      const renewed = generatePassword();
      const [phc, code] = await Promise.all([hashPassword(input.password), hashPassword(renewed)]);
      const done = desk
        .transaction(() => {
          // The code is good once: it must still be the one that was checked.
          const valid = right && typeof stored === 'string' && recovery.get(input.user) === stored;
          if (valid) {
            people.setPassword(input.user, phc);
            setRecovery.run(input.user, code);
          }
          audit.append(caller, {
            command: 'staff.recover',
            object: valid ? `staff/${input.user}` : 'staff/unknown',
            outcome: valid ? 'done' : 'SIGNED_OUT',
            sentence: valid
              ? `${input.user} set a new password with the recovery code.`
              : 'A recovery code was refused.',
          });
          return valid;
        })
        .immediate();
      if (!done)
        throw refuse(
          'SIGNED_OUT',
          'The user name or the recovery code is wrong.',
          'Check both; every code works once.',
        );
      sessions.endAllOf(input.user);
      return { recovery_code: renewed };
    },

    list: (): Member[] => people.all().map(people.toMember),

    /** Adds a person; a password nobody gave is generated and returned this once. */
    async add(caller: Caller, input: NewPerson) {
      if (input.password !== undefined) checkPassword(input.password);
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

    setRole(caller: Caller, input: { user: string; role: Role }): Member {
      return desk
        .transaction(() => {
          const person = member(input.user);
          if (person.user === caller.user)
            throw refuse(
              'NEEDS_OTHER_PERSON',
              'Nobody changes their own role.',
              'Ask another owner to do it.',
            );
          people.setRole(person.user, input.role, clock(), caller.user);
          audit.append(caller, {
            command: 'staff.setRole',
            object: `staff/${person.user}`,
            outcome: 'done',
            sentence: `${caller.user} made ${person.user} ${input.role}, who was ${person.role}.`,
          });
          return people.toMember(member(input.user));
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
          return people.toMember(member(input.user));
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
        sponsors: people.sponsorsOf(user, clock() - graceMs),
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
            sentence: `${command} was refused to ${caller.user} (${caller.role}).`,
          }),
        )
        .immediate();
    },
  };
}

export type Staff = ReturnType<typeof createStaff>;
