import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { importProgress } from './records.ts';
import { role, userName } from './staff.ts';

/** Somebody who can sign in to a demo workspace; shown on the sign-in page there and nowhere else. */
export const demoSignIn = z.object({ user: z.string(), role, password: z.string() });
export type DemoSignIn = z.infer<typeof demoSignIn>;

export const created = z.object({
  workspace: z.string(),
  owner: z.string(),
  password: z.string(),
  recovery_code: z.string(),
  staff: z.array(demoSignIn).optional(),
});
export type Created = z.infer<typeof created>;

export const workspace = {
  /** What a door may know before anybody signed in. `demo` is null in a real workspace. */
  status: call.output(
    z.object({
      version: z.string(),
      ready: z.boolean(),
      demo: z.object({ staff: z.array(demoSignIn) }).nullable(),
    }),
  ),
  /** Makes the first owner, once; with `demo` also staff and synthetic records. */
  create: call
    .input(
      z.object({
        owner: userName.default('owner'),
        password: z.string().max(1000).optional(),
        demo: z.boolean().default(false),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), progress: importProgress }),
          z.object({ kind: z.literal('done'), result: created }),
        ]),
      ),
    ),
};
