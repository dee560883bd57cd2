import path from 'node:path';
import { z } from 'zod';
import { anchor as anchorSchema, type AuditVerdict } from '../../contract/audit.ts';
import { refuse } from '../../contract/errors.ts';
import { version } from '../../contract/version.ts';
import { wireTime } from '../../contract/values.ts';
import type { BackupVerdict, Restored } from '../../contract/workspace.ts';
import {
  type Caller,
  createAudit,
  keptAnchorsFile,
  keptSince,
  openSigningKey,
} from './audit/audit.ts';
import type { Areas } from './desk.ts';
import { checkPassphrase } from './staff/staff.ts';
import {
  type Migration,
  migrate,
  identitiesIn,
  noteOnce,
  type OpenWith,
  openBackup,
  openFile,
  type SealFor,
  scheduleRestore,
  writeBackup,
} from './storage/storage.ts';

const manifestSchema = z.object({
  format: z.literal('recharge-desk-backup/1'),
  as_of: z.string(),
  version: z.string(),
  install: z.string(),
  anchor: anchorSchema.nullable(),
});

interface Keys {
  readonly path: string;
  readonly passphrase?: string | undefined;
}

export type RestoreInput = Keys & { readonly identity?: string | undefined };

/** One way to seal or open, and only one. Refuses BAD_INPUT otherwise. */
function chosen<K extends string>(
  name: K,
  other: string | undefined,
  passphrase: string | undefined,
): Record<K, string> | { passphrase: string } {
  if ((other === undefined) === (passphrase === undefined))
    throw refuse(
      'BAD_INPUT',
      `Give a passphrase or ${name === 'recipient' ? 'a recipient' : 'an identity'}, one of them.`,
      'In a terminal: --passphrase-file F, or --to RECIPIENT for a backup and --identity-file F to restore.',
    );
  if (passphrase !== undefined) return { passphrase };
  return { [name]: other ?? '' } as Record<K, string>;
}

/** Refuses BAD_INPUT for a path that says nothing by itself: the desk stands in no folder. */
function wholePath(file: string): string {
  if (path.isAbsolute(file)) return file;
  throw refuse('BAD_INPUT', `${file} is no whole path.`, 'Name the file from the root on.');
}

/**
 * Writes a backup while the desk is in use. Its row and a signature of the chain up to it go into
 * the backup itself. Refuses BAD_INPUT, also for a passphrase that is short or guessed first (a file
 * that leaves the machine is guessed at without end; what opens one is never measured), and DISK.
 */
export async function makeBackup(
  areas: Areas,
  caller: Caller,
  input: Keys & { recipient?: string | undefined },
): Promise<BackupVerdict> {
  const { audit, guarding, workspace, clock } = areas;
  const chose = chosen('recipient', input.recipient, input.passphrase);
  if ('passphrase' in chose)
    checkPassphrase(chose.passphrase, 'seal it to a recipient, in a terminal --to RECIPIENT');
  const sealFor: SealFor =
    'recipient' in chose ? { recipients: [chose.recipient] } : { passphrase: chose.passphrase };
  const file = wholePath(input.path);
  const asOf = wireTime(clock());
  const manifest = () => ({
    format: 'recharge-desk-backup/1',
    ...{ as_of: asOf, version, install: audit.install },
    anchor: audit.appendSigned(caller, {
      command: 'workspace.backup',
      object: 'workspace',
      outcome: 'done',
      sentence: `${caller.user} made a backup.`,
      details: { file },
    }),
  });
  await writeBackup(workspace.desk, workspace.layout, {
    ...{ file, sealFor, manifest },
    still: guarding.still,
  });
  return { ...(await audit.verify()), as_of: asOf };
}

/**
 * Opens a backup, verifies it, and has it take the place of what is here at the next start, which
 * follows at once. Refuses BUNDLE_REFUSED for what is no backup or does not hold, NEWER_FILE for one
 * of a newer program, FORBIDDEN for anybody but an owner where there is one.
 */
export async function restoreBackup(
  areas: Areas,
  caller: Caller,
  input: RestoreInput,
  migrations: readonly Migration[],
): Promise<Restored> {
  const { staff, workspace, audit } = areas;
  if (staff.begun() && caller.role !== 'owner')
    throw refuse(
      caller.role === 'nobody' ? 'SIGNED_OUT' : 'FORBIDDEN',
      'This workspace has an owner, and only an owner puts a backup in its place.',
      'Sign in as an owner, or name another folder with --workspace.',
    );
  const chose = chosen('identity', input.identity, input.passphrase);
  const keys: OpenWith =
    'identity' in chose
      ? { identities: identitiesIn(chose.identity), passphrase: null }
      : { identities: [], passphrase: chose.passphrase };
  const opened = await openBackup(workspace.layout, wholePath(input.path), keys);
  const manifest = manifestOf(opened.manifest);
  const { verdict, install } = await verifyCopy(opened.folder, manifest, migrations);
  const present = audit.install === install ? (await audit.verify()).rows : 0;
  const told = keptSince(keptAnchorsFile(workspace.layout.folder), install);
  const missing = Math.max(0, Math.max(present, told) - verdict.rows);
  if (staff.begun())
    audit.appendSigned(caller, {
      command: 'workspace.restore',
      object: 'workspace',
      outcome: 'begun',
      sentence: `${caller.user} put a backup of ${manifest.as_of} in the place of this workspace.`,
    });
  scheduleRestore(workspace.layout, opened.folder);
  return {
    ...verdict,
    ...(missing > 0 ? { verdict: 'contradicts_anchor' as const } : {}),
    sentence:
      missing > 0
        ? `This is an older file: it ends at row ${verdict.rows}, and at least ${missing} rows came after it. ` +
          'What was here is kept in the folder before-restore-… of the workspace.'
        : verdict.sentence,
    as_of: manifest.as_of,
    missing,
  };
}

function manifestOf(text: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw refuse(
      'BUNDLE_REFUSED',
      'This backup was not taken. Its manifest cannot be read.',
      'Name the file that `backup` wrote.',
    );
  }
}

/** What the chain of an opened backup proves, under its own key and by its own anchor. */
async function verifyCopy(
  folder: string,
  manifest: z.infer<typeof manifestSchema>,
  migrations: readonly Migration[],
): Promise<{ verdict: AuditVerdict; install: string }> {
  const file = path.join(folder, 'desk.db');
  const copy = openFile(file, 'final', 'write');
  try {
    migrate(copy, 'desk.db of the backup', migrations);
    const audit = createAudit({
      desk: copy,
      clock: () => Date.now(),
      monotonic: () => process.hrtime.bigint(),
      key: openSigningKey(folder),
    });
    const held = await audit.verify(manifest.anchor ? { anchor: manifest.anchor } : {});
    if (held.verdict === 'broken' || held.verdict === 'contradicts_anchor')
      throw refuse(
        'BUNDLE_REFUSED',
        `This backup was not taken. ${held.sentence}`,
        'Take another backup.',
      );
    return { verdict: await audit.verify(), install: audit.install };
  } finally {
    copy.pragma('wal_checkpoint(truncate)');
    copy.close();
  }
}

/** After the start that put a backup in place: the row of it, and the anchors count anew. */
export function noteRestored({ audit, workspace }: Areas): void {
  noteOnce(workspace.layout.folder, (manifest) => {
    audit.restored();
    audit.appendSigned(
      { user: '', role: 'desk', door: 'terminal', session: '' },
      {
        command: 'workspace.restore',
        object: 'workspace',
        outcome: 'done',
        sentence: `The desk was started from a backup of ${manifestOf(manifest).as_of}.`,
      },
    );
  });
}
