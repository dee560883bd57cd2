import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { time } from './values.ts';

export const auditRow = z.object({
  seq: z.number(),
  at: time,
  actor: z.string(),
  role: z.string(),
  door: z.string(),
  command: z.string(),
  object: z.string(),
  outcome: z.string(),
  /** One sentence that says what was done. */
  sentence: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

/** How a key came to sign for a desk: with it, in the place of one that signed it, or of one that was lost. */
export const keyCame = z.enum(['first', 'replaced', 'lost']);

/** Which rows of a chain a key answers for. */
export const keyTime = z.object({
  key_id: z.string(),
  came: keyCame,
  /** The first row of its time; 1 for the first key. */
  from: z.number(),
  /** The last one; null for the key that signs now. */
  to: z.number().nullable(),
  /** The newest row that it signed; null where it signed none. */
  signed_to: z.number().nullable(),
});
export type KeyTime = z.infer<typeof keyTime>;

export const auditVerdict = z.object({
  verdict: z.enum(['anchored', 'unanchored', 'broken', 'contradicts_anchor']),
  rows: z.number(),
  anchored_to: z.number().nullable(),
  broken_at: z.number().nullable(),
  key_protected: z.boolean(),
  /** Which key signed what, the first one first. */
  keys: z.array(keyTime),
  /** What the verdict means, never a bare OK. */
  sentence: z.string(),
});
export type AuditVerdict = z.infer<typeof auditVerdict>;

/** A signed checkpoint to keep outside the file: it proves the rows up to `seq` later. */
export const anchor = z.object({
  format: z.literal('recharge-desk-anchor/1'),
  install: z.string().max(100),
  seq: z.number().int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: time.refine((text) => !Number.isNaN(Date.parse(text)), 'a time'),
  key_id: z.string().max(100),
  public_key: z.base64().max(200),
  signature: z.base64().max(200),
  /** Eighty bits of it, to paste elsewhere. */
  code: z.string().max(40),
});
export type Anchor = z.infer<typeof anchor>;

/**
 * One key in the place of another, at a row of the audit. `replaced`: both keys signed it. `lost`: the
 * new one alone, naming the newest row that the old one had signed. docs/audit-format.md has the bytes.
 */
export const succession = z.object({
  format: z.literal('recharge-desk-succession/1'),
  install: z.string().max(100),
  how: z.enum(['replaced', 'lost']),
  old_public_key: z.base64().max(200),
  new_public_key: z.base64().max(200),
  /** The row of the act, and its hash. */
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: time.refine((text) => !Number.isNaN(Date.parse(text)), 'a time'),
  /** The newest row that the old key had signed before; null where it signed none. */
  last: z
    .object({ seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) })
    .nullable(),
  by_old: z.base64().max(200).nullable(),
  by_new: z.base64().max(200),
});
export type Succession = z.infer<typeof succession>;

export const explanation = z.object({
  items: z.array(
    z.object({
      object: z.string(),
      sentence: z.string(),
      links: z.array(z.object({ object: z.string(), text: z.string() })),
    }),
  ),
  total: z.number(),
});
export type Explanation = z.infer<typeof explanation>;

/** Eighty bits of an anchor, as people paste them. */
export const anchorCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{5}(-[0-9a-f]{5}){3}$/, 'a code as in 1a2b3-c4d5e-6f7a8-b9c0d');

/** The signing key and what guards it. */
export const keyState = z.object({
  key_id: z.string(),
  /** It lies under a passphrase: `key_protected` of every verdict. */
  protected: z.boolean(),
  /** It can sign now: it has no passphrase, or somebody gave it since the desk was started. */
  open: z.boolean(),
  /** Rows at the end of the audit that wait for a signature. */
  unsigned: z.number(),
  /** The keyring of this computer, where the desk runs in a window that has one. */
  keyring: z.object({ name: z.string(), holds: z.boolean() }).nullable(),
  /** The keys of this desk, the first one first; more than one once it was replaced. */
  keys: z.array(
    z.object({
      key_id: z.string(),
      came: keyCame,
      /** When it came; null for the first. */
      since: time.nullable(),
    }),
  ),
  /** An owner says that its passphrase is lost; it is replaced once another owner says so, too. */
  lost: z.object({ asked_by: z.string(), asked_at: time }).nullable(),
});
export type KeyState = z.infer<typeof keyState>;

const passphrase = z.string().min(1).max(1000);

const verifyInput = z.object({ anchor: anchor.optional(), code: anchorCode.optional() });

export const audit = {
  list: call
    .input(
      z.object({
        before: z.number().int().optional(),
        object: z.string().max(300).optional(),
        actor: z.string().max(100).optional(),
        command: z.string().max(100).optional(),
        /** `done`, or the code of a refusal. */
        outcome: z.string().max(40).optional(),
        from: time.optional(),
        to: time.optional(),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(auditRow) })),
  /** Recomputes the chain; with an anchor held outside it also says how far that proves it. */
  verify: call.input(verifyInput.optional()).output(auditVerdict),
  /** The same, telling how far it is. */
  verifying: call
    .input(verifyInput.optional())
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), rows: z.number(), of: z.number() }),
          z.object({ kind: z.literal('done'), result: auditVerdict }),
        ]),
      ),
    ),
  /** The chain as lines of JSON, some hundred a piece, for another verifier; ends with an anchor. */
  export: call.output(eventIterator(z.object({ lines: z.array(z.string()) }))),
  anchor: call.output(anchor),
  keyState: call.output(keyState),
  /** Opens the key until the desk ends, and signs what waited. */
  unlockKey: call.input(z.object({ passphrase })).output(keyState),
  /**
   * Seals the key under a passphrase, or another one where it has one. Left out, one is generated and
   * told this once.
   */
  protectKey: call
    .input(z.object({ passphrase: passphrase.optional(), old_passphrase: passphrase.optional() }))
    .output(keyState.extend({ passphrase: z.string().optional() })),
  /** Takes the passphrase off. */
  releaseKey: call.input(z.object({ passphrase })).output(keyState),
  /**
   * Puts a new key in the place of this one, which signs it. Left out, the passphrase is generated and
   * told this once where the old one had one; else the new one has none either.
   */
  replaceKey: call
    .input(z.object({ passphrase: passphrase.optional(), old_passphrase: passphrase.optional() }))
    .output(keyState.extend({ passphrase: z.string().optional() })),
  /**
   * The same where nobody can open the old one any more. The second of two owners does it, and gives
   * the passphrase of the new one; an anchor or code that is held outside is held against the chain first.
   */
  replaceLostKey: call
    .input(
      z.object({
        passphrase: passphrase.optional(),
        anchor: anchor.optional(),
        code: anchorCode.optional(),
      }),
    )
    .output(
      keyState.extend({ passphrase: z.string().optional(), waits_for: z.string().nullable() }),
    ),
  /** Ends the wish to replace a lost key: another owner declines it, or who asked takes it back. */
  declineLostKey: call.output(keyState),
  /** Whether the keyring of this computer opens the key when the desk starts. */
  keepKey: call.input(z.object({ keep: z.boolean() })).output(keyState),
  /**
   * Who moved coins by hand, why, who approved and what they saw: one sentence an adjustment, of
   * `adjustment/ID` or of every one of `account/ID`, newest first.
   */
  explain: call.input(z.object({ object: z.string().max(300) })).output(explanation),
};
