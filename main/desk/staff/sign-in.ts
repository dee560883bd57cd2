import { refuse } from '../../../contract/errors.ts';
import type { SessionOnWire } from '../../../contract/staff.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
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
  readonly clock: () => number;
}

/**
 * Signs a person in. Unknown names take as long as wrong passwords, and get the same answer.
 * Refuses SIGNED_OUT for a wrong name or password, LOCKED after ten failures in a row. Either
 * way the audit has a row.
 */
export function createSignIn({ desk, people, sessions, audit, clock }: Deps) {
  const decoy = hashPassword('no one has this password');

  /** The refusal of a locked name, with its row. */
  const locked = (caller: Caller, user: string) => {
    desk
      .transaction(() =>
        audit.append(caller, {
          command: 'staff.signIn',
          object: `staff/${user}`,
          outcome: 'LOCKED',
          sentence: `Sign-in of ${user} was refused: the name is locked.`,
        }),
      )
      .immediate();
    return refuse(
      'LOCKED',
      'This name is locked after ten wrong passwords.',
      'Wait 30 minutes, or use the recovery code of an owner.',
    );
  };

  const wrong = (caller: Caller, person: Person | null, user: string) =>
    desk.transaction(() => {
      if (person) {
        const failures = person.failures + 1;
        people.setFailures(
          person.user,
          failures,
          failures % failuresToLock === 0 ? clock() + lockMs : null,
        );
      }
      audit.append(caller, {
        command: 'staff.signIn',
        object: person ? `staff/${person.user}` : 'staff/unknown',
        outcome: 'SIGNED_OUT',
        sentence: person
          ? `Sign-in of ${person.user} failed.`
          : 'Sign-in failed: there is no such user.',
        details: person ? {} : { user },
      });
    });

  return async function signIn(
    caller: Caller,
    input: { user: string; password: string },
  ): Promise<SessionOnWire> {
    const asked = people.get(input.user);
    if (asked?.lockedUntil && asked.lockedUntil > clock()) throw locked(caller, asked.user);
    const right = await verifyPassword(asked?.password ?? (await decoy), input.password);
    // Read again: the check above took a while, and another attempt may have locked the door.
    const person = people.get(input.user);
    if (person?.lockedUntil && person.lockedUntil > clock()) throw locked(caller, person.user);
    if (!person?.enabled || !right) {
      wrong(caller, person, input.user).immediate();
      throw refuse(
        'SIGNED_OUT',
        'The user name or the password is wrong.',
        'Try again; after ten wrong passwords the name is locked for 30 minutes.',
      );
    }
    return desk
      .transaction(() => {
        if (person.failures > 0) people.setFailures(person.user, 0, null);
        const { token, session } = sessions.begin(person.user);
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
  };
}
