import { refuse } from '../../../contract/errors.ts';
import type { Member, Role } from '../../../contract/staff.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import type { People, Person } from './people.ts';

/** For so long somebody who was let in or promoted does not decide for whoever did it. */
export const graceMs = 24 * 60 * 60_000;

interface Deps {
  readonly desk: Db;
  readonly people: People;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly member: (user: string) => Person;
  readonly toMember: (person: Person) => Member;
}

/** Roles change by two owners: one asks, another asks for the same. */
export function createRoles({ desk, people, audit, clock, member, toMember }: Deps) {
  const sponsors = (user: string) => people.sponsorsOf(user, clock() - graceMs);

  /** Two names that one person may hold: one let the other in lately, or a third let both in. */
  const maybeOnePerson = (one: string, other: string): boolean => {
    const behind = (user: string) => new Set([user, ...sponsors(user)]);
    return !behind(one).isDisjointFrom(behind(other));
  };

  /** Owners who could agree to what `asker` wants for `user`. */
  const others = (asker: string, user: string): string[] =>
    people
      .all()
      .filter((one) => one.enabled && one.role === 'owner')
      .map((one) => one.user)
      .filter((name) => name !== asker && name !== user);

  const say = (caller: Caller, person: Person, role: Role, outcome: string, rest: string) =>
    audit.append(caller, {
      command: 'staff.setRole',
      object: `staff/${person.user}`,
      outcome: 'done',
      sentence: `${caller.user} ${outcome} ${person.user} ${role}, who was ${person.role}${rest}.`,
    });

  /** Puts the change in force: the person's next call has the new role. */
  const stand = (person: Person, role: Role, by: readonly string[]) => {
    for (const one of by) people.setRole(person.user, role, clock(), one);
  };

  const decide = (caller: Caller, person: Person, role: Role): string | null => {
    const now = clock();
    const asked = people.askedRole(person.user);
    const same = asked?.role === role;
    if (asked && same && asked.by !== caller.user) {
      if (maybeOnePerson(asked.by, caller.user))
        throw refuse(
          'NEEDS_OTHER_PERSON',
          `${caller.user} and ${asked.by} were let in or promoted by the same person less than 24 hours ago.`,
          'Ask another owner, or come back tomorrow.',
        );
      people.closeRole(asked.number, now, caller.user);
      stand(person, role, [asked.by, caller.user]);
      say(caller, person, role, `agreed with ${asked.by} and made`, '');
      return null;
    }
    if (asked && same) return 'another owner';
    // Asking for something else gives the earlier wish up.
    if (asked) people.closeRole(asked.number, now, null);
    const alone = others(caller.user, person.user).length === 0;
    if (role === person.role) return null;
    people.askRole({ user: person.user, role, by: caller.user, at: now, stands: alone });
    if (alone) stand(person, role, [caller.user]);
    say(
      caller,
      person,
      role,
      alone ? 'made' : 'asked to make',
      alone ? ', single-handed, no other owner being enabled' : '',
    );
    return alone ? null : 'another owner';
  };

  return {
    maybeOnePerson,
    sponsors,

    /**
     * Asks for a role, or agrees to the one that another owner asked for. Refuses
     * NEEDS_OTHER_PERSON for one's own role, and where both askers may be one person.
     */
    setRole(
      caller: Caller,
      input: { user: string; role: Role },
    ): Member & { waits_for: string | null } {
      return desk
        .transaction(() => {
          const person = member(input.user);
          if (person.user === caller.user)
            throw refuse(
              'NEEDS_OTHER_PERSON',
              'Nobody changes their own role.',
              'Ask another owner to do it.',
            );
          const waitsFor = decide(caller, person, input.role);
          return { ...toMember(member(input.user)), waits_for: waitsFor };
        })
        .immediate();
    },

    /**
     * Ends a wish for a role, with a reason that is kept: another owner declines it, or who asked
     * takes it back. Refuses NOT_FOUND where that role is not asked for, NEEDS_OTHER_PERSON for
     * one's own role.
     */
    declineRole(caller: Caller, input: { user: string; role: Role; note: string }): Member {
      return desk
        .transaction(() => {
          const person = member(input.user);
          if (person.user === caller.user)
            throw refuse(
              'NEEDS_OTHER_PERSON',
              'Nobody decides on their own role.',
              'Ask another owner to do it.',
            );
          const asked = people.askedRole(person.user);
          if (asked?.role !== input.role)
            throw refuse(
              'NOT_FOUND',
              `Nobody waits for ${person.user} to become ${input.role}.`,
              'Look at the list of staff for what is asked for.',
            );
          people.declineRole(asked.number, clock(), caller.user, input.note);
          audit.append(caller, {
            command: 'staff.declineRole',
            object: `staff/${person.user}`,
            outcome: 'done',
            sentence:
              asked.by === caller.user
                ? `${caller.user} took back the wish to make ${person.user} ${asked.role}.`
                : `${caller.user} declined to make ${person.user} ${asked.role}, which ${asked.by} asked for.`,
            details: { note: input.note },
          });
          return toMember(member(input.user));
        })
        .immediate();
    },
  };
}
