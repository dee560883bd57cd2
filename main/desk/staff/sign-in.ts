import { refuse } from '../../../contract/errors.ts';
import type { SessionOnWire } from '../../../contract/staff.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts';
import type { People, Person } from './people.ts';
import type { Sessions } from './sessions.ts';

/** Failures in a row that lock a person out, and for how long (facts: security, PCI DSS 8.3.4). */
export const failuresToLock = 10;
export const lockMs = 30 * 60_000;

interface Deps {
  readonly desk: Db;
  readonly people: People;
  readonly sessions: Sessions;
  readonly audit: Audit;
  /** Milliseconds since this machine started; no clock that can be set shortens a lock-out. */
  readonly monotonicMs: () => number;
}

/** What a password is asked for, as the audit names and says it. */
interface Purpose {
  readonly command: 'staff.signIn' | 'staff.unlock' | 'staff.changePassword';
  /** Such as `Sign-in of ana`. */
  readonly what: string;
  /** How a wrong password is refused: whoever is signed in stays so. */
  readonly code: 'SIGNED_OUT' | 'PASSWORD_NEEDED';
}

/**
 * Is a name locked out now? Counted on the clock of the machine's running time: after a restart
 * of the machine only the time since then is known to have passed.
 */
export function isLockedOut({ lockedFrom }: Person, monotonicMs: number): boolean {
  if (lockedFrom === null) return false;
  const passed = monotonicMs >= lockedFrom ? monotonicMs - lockedFrom : monotonicMs;
  return passed < lockMs;
}

/**
 * Checks passwords and signs people in. Unknown names take as long as wrong passwords, and get
 * the same answer. Refuses SIGNED_OUT for a wrong name or password (PASSWORD_NEEDED where somebody
 * is signed in already), LOCKED after ten failures in a row. Either way the audit has a row.
 */
export function createSignIn({ desk, people, sessions, audit, monotonicMs }: Deps) {
  const decoy = hashPassword('no one has this password');

  /** The refusal of a locked name, with its row. */
  const lockedOut = (caller: Caller, user: string, { command, what }: Purpose) => {
    desk
      .transaction(() =>
        audit.append(caller, {
          command,
          object: `staff/${user}`,
          outcome: 'LOCKED',
          sentence: `${what} was refused: the name is locked.`,
        }),
      )
      .immediate();
    return refuse(
      'LOCKED',
      'This name is locked after ten wrong passwords.',
      'Wait 30 minutes, ask another owner to let it try again, or use the recovery code of an owner.',
    );
  };

  const wrong = (caller: Caller, person: Person | null, user: string, purpose: Purpose) =>
    desk.transaction(() => {
      if (person) {
        const failures = person.failures + 1;
        people.setFailures(
          person.user,
          failures,
          failures % failuresToLock === 0 ? monotonicMs() : null,
        );
      }
      audit.append(caller, {
        command: purpose.command,
        object: person ? `staff/${person.user}` : 'staff/unknown',
        outcome: purpose.code,
        sentence: person ? `${purpose.what} failed.` : 'Sign-in failed: there is no such user.',
        details: person ? {} : { user },
      });
    });

  /** The person whose password this is. Refuses as above; a failure counts. */
  const check = async (
    caller: Caller,
    input: { user: string; password: string },
    purpose: Purpose,
  ): Promise<Person> => {
    const asked = people.get(input.user);
    if (asked && isLockedOut(asked, monotonicMs())) throw lockedOut(caller, asked.user, purpose);
    const right = await verifyPassword(asked?.password ?? (await decoy), input.password);
    // Read again: the check above took a while, and another attempt may have locked the door.
    const person = people.get(input.user);
    if (person && isLockedOut(person, monotonicMs())) throw lockedOut(caller, person.user, purpose);
    if (!person?.enabled || !right || person.password !== asked?.password) {
      wrong(caller, person, input.user, purpose).immediate();
      throw refuse(
        purpose.code,
        purpose.code === 'SIGNED_OUT'
          ? 'The user name or the password is wrong.'
          : 'The password is wrong.',
        'Try again; after ten wrong passwords the name is locked for 30 minutes.',
      );
    }
    return person;
  };

  return {
    check,

    async signIn(
      caller: Caller,
      input: { user: string; password: string },
    ): Promise<SessionOnWire> {
      const purpose: Purpose = {
        command: 'staff.signIn',
        what: `Sign-in of ${input.user}`,
        code: 'SIGNED_OUT',
      };
      const person = await check(caller, input, purpose);
      const renewed = isOutdated(person.password) ? await hashPassword(input.password) : null;
      return desk
        .transaction(() => {
          if (person.failures > 0) people.setFailures(person.user, 0, null);
          if (renewed !== null) people.setPassword(person.user, renewed);
          const { token, session } = sessions.begin(person.user, caller.door);
          audit.append(
            { ...caller, user: person.user, role: person.role, session: session.name },
            {
              command: 'staff.signIn',
              object: `staff/${person.user}`,
              outcome: 'done',
              sentence: `${person.user} signed in at the ${caller.door} door.`,
            },
          );
          return { token, user: person.user, role: person.role };
        })
        .immediate();
    },

    /**
     * The password of whoever is signed in, once more. Wrong ones count as at sign-in; the one
     * that locks the name ends the sign-in, too.
     */
    async unlock(caller: Caller, token: string, password: string): Promise<SessionOnWire> {
      const { user } = caller;
      try {
        const person = await check(
          caller,
          { user, password },
          { command: 'staff.unlock', what: `Unlocking by ${user}`, code: 'PASSWORD_NEEDED' },
        );
        return desk
          .transaction(() => {
            if (person.failures > 0) people.setFailures(user, 0, null);
            sessions.prove(token);
            audit.append(caller, {
              command: 'staff.unlock',
              object: `staff/${user}`,
              outcome: 'done',
              sentence: `${user} gave the password again.`,
            });
            return { token, user, role: person.role };
          })
          .immediate();
      } catch (error) {
        const person = people.get(user);
        if (!person || isLockedOut(person, monotonicMs())) sessions.endAllOf(user);
        throw error;
      }
    },
  };
}
