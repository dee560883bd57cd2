import { refuse } from '../../../contract/errors.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { checkPassword, generatePassword, hashPassword, verifyPassword } from './passwords.ts';
import type { People, Person } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { createSignIn } from './sign-in.ts';

interface Deps {
  readonly desk: Db;
  readonly people: People;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly check: ReturnType<typeof createSignIn>['check'];
  readonly member: (user: string) => Person;
}

/** New passwords: by the old one, by the recovery code of an owner, by another owner. */
export function createSecrets(deps: Deps) {
  const { desk, people, sessions, audit, clock, check, member } = deps;
  const recovery = desk.prepare('select code from recovery where user = ?').pluck();
  const keepRecovery = desk.prepare(
    'insert into recovery (user, code) values (?, ?) on conflict (user) do update set code = excluded.code',
  );
  const forgetShown = desk.prepare('delete from demo_sign_ins where user = ?');

  /** Keeps the hash; a demo no longer shows a password that does not hold. */
  const set = (user: string, phc: string) => {
    people.setPassword(user, phc);
    forgetShown.run(user);
  };

  return {
    /** Keeps the recovery code of an owner as its hash. Runs in the caller's transaction. */
    keepRecovery: (user: string, phc: string) => keepRecovery.run(user, phc),

    /** Refuses PASSWORD_NEEDED for a wrong old password, BAD_INPUT for a new one that is too weak. */
    async changePassword(
      caller: Caller,
      token: string,
      input: { password: string; new_password: string },
    ): Promise<void> {
      const { user } = caller;
      await check(
        caller,
        { user, password: input.password },
        {
          command: 'staff.changePassword',
          what: `A change of the password of ${user}`,
          code: 'PASSWORD_NEEDED',
        },
      );
      checkPassword(input.new_password, user);
      const phc = await hashPassword(input.new_password);
      desk
        .transaction(() => {
          set(user, phc);
          audit.append(caller, {
            command: 'staff.changePassword',
            object: `staff/${user}`,
            outcome: 'done',
            sentence: `${user} changed the password.`,
          });
        })
        .immediate();
      sessions.prove(token);
      sessions.endAllOf(user, token);
    },

    /** A generated password, told once; the person's sign-ins end. Refuses one's own. */
    async resetPassword(
      caller: Caller,
      input: { user: string },
    ): Promise<{ user: string; password: string }> {
      const password = generatePassword();
      const phc = await hashPassword(password);
      desk
        .transaction(() => {
          const person = member(input.user);
          if (person.user === caller.user)
            throw refuse(
              'NEEDS_OTHER_PERSON',
              'Nobody resets their own password.',
              'Change it with the old one, or use the recovery code.',
            );
          set(person.user, phc);
          people.rememberGrant(person.user, caller.user, clock());
          audit.append(caller, {
            command: 'staff.resetPassword',
            object: `staff/${person.user}`,
            outcome: 'done',
            sentence: `${caller.user} gave ${person.user} a new password.`,
          });
        })
        .immediate();
      sessions.endAllOf(input.user);
      return { user: input.user, password };
    },

    /** Gives a lost owner a new password and a new code. Refuses SIGNED_OUT for a wrong code. */
    async recover(
      caller: Caller,
      input: { user: string; recovery_code: string; password: string },
    ): Promise<{ recovery_code: string }> {
      checkPassword(input.password, input.user);
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
            set(input.user, phc);
            keepRecovery.run(input.user, code);
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
  };
}
