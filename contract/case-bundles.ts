import { z } from 'zod';
import { call } from './call.ts';
import { caseId, entryId, keyName, sha256 } from './case-entries.ts';
import { caseView } from './cases.ts';
import { id, time } from './values.ts';

/** The one version of the format that this program writes and reads. */
export const bundleFormat = 'recharge-desk-bundle/1';

/** How much leaves: all, all but what names people, or counts alone. */
export const bundleLevels = ['full', 'masked', 'statistics'] as const;
export const bundleLevel = z.enum(bundleLevels);
export type BundleLevel = z.infer<typeof bundleLevel>;

/** What a bundle may hold at most; more is refused before it is read. */
export const bundleLimits = {
  /** Files in the bundle. */
  files: 2_000,
  entries: 50_000,
  /** Bytes of all files, unpacked. */
  bytes: 400 * 1024 * 1024,
} as const;

export const bundleManifest = z.strictObject({
  format: z.literal(bundleFormat),
  bundle: z.string().regex(/^bd_[0-9a-f]{20}$/),
  case: caseId,
  level: bundleLevel,
  /** Counts up with every export of the case by that desk: an older one is seen as such. */
  sequence: z.number().int().min(1),
  created_at: time,
  created_by: z.string().max(100),
  install: z.string().regex(/^[0-9a-f]{32}$/),
  key_id: keyName,
  public_key: z.base64().max(200),
  entries: z.number().int().min(0).max(bundleLimits.entries),
  masked: z.number().int().min(0),
  /** How far the audit of the desk that made it had come. */
  audit: z.strictObject({ seq: z.number().int().min(0), hash: z.string().max(64) }),
  files: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(
            /^(?:index\.html|entries\.ndjson|statistics\.json|desks\.json|keys\.json|audit\.ndjson|anchor\.json|attachments\/[0-9a-f]{64})$/,
          ),
        bytes: z.number().int().min(0).max(bundleLimits.bytes),
        sha256,
      }),
    )
    .max(bundleLimits.files),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

/** What the desk says of a bundle before anything of it is shown. */
export const bundleVerdict = z.object({
  verdict: z.enum(['whole', 'refused']),
  /** `own`: this desk made it; `known`: it came from there before; `new`: never seen. */
  signer: z.enum(['own', 'known', 'new']),
  signer_key: z.string(),
  /** What people here call that desk; null where nobody gave it a name. */
  signer_name: z.string().nullable(),
  made_by: z.string(),
  made_at: time,
  age_seconds: z.number(),
  /** Imported here before, or older than what came from there since. */
  seen: z.enum(['no', 'same', 'older']),
  /** What the excerpt of the sender's audit proves under the sender's key. */
  audit: z.string(),
  sentence: z.string(),
  warnings: z.array(z.string()),
});
export type BundleVerdict = z.infer<typeof bundleVerdict>;

/** What joining a bundle did, or would do. */
export const joined = z.object({
  case: z.string(),
  new_case: z.boolean(),
  added: z.number(),
  known: z.number(),
  /** Further cases that it brings entries of: those that the case took up. */
  also: z.array(z.string()),
  attachments: z.number(),
  conflicts: z.array(z.string()),
});
export type Joined = z.infer<typeof joined>;

export const bundleVerified = z.object({
  verified: z.string(),
  manifest: bundleManifest,
  verdict: bundleVerdict,
  would: joined,
});
export type BundleVerified = z.infer<typeof bundleVerified>;

export const bundleImported = z.object({
  manifest: bundleManifest,
  verdict: bundleVerdict,
  joined,
});
export type BundleImported = z.infer<typeof bundleImported>;

/** A desk whose key was met: by its bundles, or by entries that came in those of others. */
export const knownDesk = z.object({
  key_id: keyName,
  /** What people here call it; null where nobody gave it a name. */
  name: z.string().nullable(),
  own: z.boolean(),
  /** Null where it sent no bundle itself. */
  install: z.string().nullable(),
  first_seen: time,
  /**
   * The key that signs for this desk since; null for one that still does. `signed`: the old key named it;
   * `accepted`: people here took it for that desk's.
   */
  followed_by: z
    .object({ key_id: keyName, how: z.enum(['signed', 'accepted']), at: time })
    .nullable(),
});
export type KnownDesk = z.infer<typeof knownDesk>;

const exportChoice = z.object({
  case: caseId,
  level: bundleLevel.default('full'),
  /** Only these entries and all that they depend on; without it the whole case. */
  items: z.array(entryId).max(10_000).optional(),
  /** Entries whose own words may leave a masked bundle as they are. */
  clear: z.array(entryId).max(1000).optional(),
});

/** One entry as it leaves: its words, and those that stay here. */
export const leaving = z.object({
  entry: z.string(),
  at: time,
  kind: z.string(),
  /** Pieces in their order; a masked one is shown struck through and stays here. */
  lines: z.array(
    z.object({ name: z.string(), value: z.string(), leaves: z.enum(['yes', 'masked', 'no']) }),
  ),
});
export type Leaving = z.infer<typeof leaving>;

export const bundlePreview = z.object({
  entries: z.number(),
  masked: z.number(),
  attachments: z.array(z.object({ name: z.string(), bytes: z.number(), leaves: z.boolean() })),
  leaving: z.array(leaving),
  /** More entries leave than are shown here. */
  cut: z.boolean(),
});
export type BundlePreview = z.infer<typeof bundlePreview>;

export const bundleMade = z.object({
  made: z.string(),
  file_name: z.string(),
  bytes: z.number(),
  sha256,
  manifest: bundleManifest,
});
export type BundleMade = z.infer<typeof bundleMade>;

/** A case to be printed, with what a recipient of that level may read. */
export const caseReport = z.object({
  view: caseView,
  statistics: z.object({
    entries: z.record(z.string(), z.number()),
    records: z.record(z.string(), z.number()),
    root_causes: z.record(z.string(), z.number()),
    coins_owed: z.string(),
    coins_given: z.string(),
  }),
  /** What happened a day, oldest first. */
  days: z.array(z.object({ day: z.string(), moments: z.number() })),
  made_at: time,
  made_by: z.string(),
  key_id: keyName,
});
export type CaseReport = z.infer<typeof caseReport>;

const unlocking = {
  /** A file sent up by `uploadPiece`. */
  upload: id,
  passphrase: z.string().min(1).max(1000).optional(),
  /** An age identity; without one and without a passphrase the desk's own is used. */
  identity: z.string().max(10_000).optional(),
};

export const bundles = {
  /** The case as a page to print. That it was taken out is written down. */
  report: call
    .input(z.object({ case: caseId, level: bundleLevel.default('masked') }))
    .output(caseReport),
  /** The age recipient of this desk, for others to seal bundles to. */
  recipient: call.output(z.object({ recipient: z.string(), key_id: z.string() })),
  /** The desks that were met, this one first. */
  desks: call.output(z.array(knownDesk)),
  /**
   * Gives a desk a name that is shown beside its key; null takes it away. A name is a note of people
   * here and proves nothing. Refuses NOT_FOUND, and BAD_INPUT for the name of another desk.
   */
  nameDesk: call
    .input(z.object({ key_id: keyName, name: z.string().trim().min(1).max(60).nullable() }))
    .output(z.array(knownDesk)),
  /**
   * Takes a key for the next one of a desk that was met: for one that lost its key, so that no signature
   * tells. Whoever does it compared both with that desk by another way. Refuses NOT_FOUND for a desk
   * that was not met, BAD_INPUT for a key that is known as another one's.
   */
  acceptKey: call
    .input(z.object({ key_id: keyName, new_key_id: keyName }))
    .output(z.array(knownDesk)),
  /** Exactly what would leave. */
  preview: call.input(exportChoice).output(bundlePreview),
  /** Makes the file; it is fetched by `piece` and gone once it was fetched whole. */
  make: call
    .input(
      exportChoice.extend({
        recipients: z.array(z.string().min(1).max(5000)).max(20).optional(),
        passphrase: z.string().min(1).max(1000).optional(),
      }),
    )
    .output(bundleMade),
  piece: call
    .input(z.object({ made: id, from: z.number().int().min(0) }))
    .output(z.object({ piece: z.string(), bytes: z.number() })),
  verify: call.input(z.object(unlocking)).output(bundleVerified),
  /** Verifies and joins; nothing is written where the verdict is not `whole`. */
  import: call.input(z.object(unlocking)).output(bundleImported),
};
