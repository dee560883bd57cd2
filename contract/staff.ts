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
  own_accounts: z.array(z.string()),
  created_at: time,
});
export type Member = z.infer<typeof member>;

export const staff = {
  signIn: call
    .input(z.object({ user: z.string().max(100), password: z.string().max(1000) }))
    .output(session),
  resume: call.input(z.object({ token: z.string().max(200) })).output(session),
  signOut: call.output(z.object({})),
  me: call.output(session.omit({ token: true })),
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
  setRole: call.input(z.object({ user: userName, role })).output(member),
  disable: call.input(z.object({ user: userName })).output(member),
};
