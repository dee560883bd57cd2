import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { importProgress } from './records.ts';
import { auditVerdict } from './audit.ts';
import { role, userName } from './staff.ts';
import { time } from './values.ts';

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

const passphrase = z.string().min(1).max(1000);

/** A backup that was written, or one that was put back: of when it is and what its chain proves. */
export const backupVerdict = auditVerdict.extend({ as_of: time });
export type BackupVerdict = z.infer<typeof backupVerdict>;

/** Rows that this backup lacks of what was here, or of what an anchor beside the workspace says. */
export const restored = backupVerdict.extend({ missing: z.number() });
export type Restored = z.infer<typeof restored>;

export const workspace = {
  /**
   * Writes everything that cannot be imported again into a new sealed file on this machine. Refuses
   * BAD_INPUT for a passphrase that would not do as a password.
   */
  backup: call
    .input(
      z.object({
        path: z.string().min(1).max(4000),
        recipient: z.string().max(4000).optional(),
        passphrase: passphrase.optional(),
      }),
    )
    .output(backupVerdict),
  /**
   * Takes a backup in the place of what is here; the desk then starts anew, and what was here is
   * kept in the workspace. Where there is an owner already only an owner may.
   */
  restore: call
    .input(
      z.object({
        path: z.string().min(1).max(4000),
        identity: z.string().max(100_000).optional(),
        passphrase: passphrase.optional(),
      }),
    )
    .output(restored),
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
