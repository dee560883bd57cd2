import { z } from 'zod';
import { call } from './call.ts';
import { id, time } from './values.ts';

export const roles = ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Shortest and longest password, in characters. */
export const passwordLength = { least: 15, most: 256 } as const;

export const userName = z
  .string()
  .regex(
    /^[a-z][a-z0-9._-]{0,39}$/,
    'a user name of small letters, digits, dot, dash or underscore',
  );

export const session = z.object({
  /** 256 random bits; resumes this sign-in on another connection until it ends. */
  token: z.string(),
  user: z.string(),
  role,
});
export type SessionOnWire = z.infer<typeof session>;

export const member = z.object({
  user: z.string(),
  role,
  enabled: z.boolean(),
  /** Too many wrong passwords: nobody gets in under this name for a while. */
  locked_out: z.boolean(),
  own_accounts: z.array(z.string()),
  created_at: time,
  /** A role that one owner asked for and another has yet to agree to. */
  asked_role: z.object({ role, by: z.string(), at: time }).nullable(),
});
export type Member = z.infer<typeof member>;

export const staff = {
  signIn: call
    .input(z.object({ user: z.string().max(100), password: z.string().max(1000) }))
    .output(session),
  /** Takes a sign-in up on another connection; one that is locked stays so until `unlock`. */
  resume: call
    .input(z.object({ token: z.string().max(200) }))
    .output(session.extend({ locked: z.boolean() })),
  signOut: call.output(z.object({})),
  me: call.output(session.omit({ token: true })),
  /** Says that somebody is at the keys. Reading alone does not, for pages refresh by themselves. */
  present: call.output(z.object({})),
  lock: call.output(z.object({})),
  /** The password once more: opens a locked sign-in, and counts as fresh for what asks for that. */
  unlock: call.input(z.object({ password: z.string().max(1000) })).output(session),
  /** Other sign-ins of this person end. */
  changePassword: call
    .input(z.object({ password: z.string().max(1000), new_password: z.string().max(1000) }))
    .output(z.object({})),
  /**
   * A generated password for somebody who lost theirs, told once. It counts as having let them
   * in: for a day they do not decide for the owner who did it.
   */
  resetPassword: call
    .input(z.object({ user: userName }))
    .output(z.object({ user: z.string(), password: z.string() })),
  /** Lets a name that is locked out try again. */
  release: call.input(z.object({ user: userName })).output(member),
  /** Sets a new password for an owner who lost it; the code is used up and a new one returned. */
  recover: call
    .input(
      z.object({
        user: userName,
        recovery_code: z.string().max(200),
        password: z.string().max(1000),
      }),
    )
    .output(z.object({ recovery_code: z.string() })),
  list: call.output(z.array(member)),
  add: call
    .input(
      z.object({
        user: userName,
        role,
        password: z.string().max(1000).optional(),
        /** Coin accounts of this person; an empty list says there is none. */
        own_accounts: z.array(id),
      }),
    )
    .output(
      z.object({
        user: z.string(),
        role,
        password: z.string().optional(),
        own_accounts: z.array(z.string()),
      }),
    ),
  /**
   * Where another owner is enabled the change waits until that one asks for the same; before
   * that it stands at once and is audited as single-handed.
   */
  setRole: call
    .input(z.object({ user: userName, role }))
    .output(member.extend({ waits_for: z.string().nullable() })),
  /** Ends a wish for a role that waits: another owner declines it, or who asked takes it back. */
  declineRole: call
    .input(z.object({ user: userName, role, note: z.string().trim().min(1).max(4000) }))
    .output(member),
  disable: call.input(z.object({ user: userName })).output(member),
};
