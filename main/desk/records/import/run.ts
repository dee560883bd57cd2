import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { refuse } from '../../../../contract/errors.ts';
import type { ImportProgress, ImportResult } from '../../../../contract/records.ts';
import type { Db, Layout } from '../../storage/storage.ts';
import { openDrop } from './archive/archive.ts';
import { keepAttachments } from './attachments.ts';
import { createBooks } from './books.ts';
import { type CheckedDrop, checkDrop } from './check-drop.ts';
import { sweepLeftovers } from './leftovers.ts';
import { readRows } from './pass.ts';
import { createProgress } from './progress.ts';
import type { ReadingContext } from './reading.ts';
import { redactText } from './redact.ts';
import { createRejectList, type RejectList } from './rejects.ts';
import { type Zone, zoneOf } from './times.ts';
import { createWarnings } from './warnings.ts';

/** One import, as the worker is asked for it. */
export interface RunRequest {
  readonly layout: Layout;
  readonly drop: string;
  /** What the runs show as its name; else the name of the folder. */
  readonly dropName?: string | undefined;
  /** False: a plan, which is the very same run, taken back at its end. */
  readonly commit: boolean;
  readonly zone?: string | undefined;
  readonly by: string;
}

export interface RunHooks {
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly isCancelled?: (() => boolean) | undefined;
  /** UTC ms; the wall clock unless a test says otherwise. */
  readonly clock?: (() => number) | undefined;
}

/** The run was called off; the copy is the old one. */
export class Cancelled extends Error {
  constructor() {
    super('The import was cancelled; the old copy stays.');
    this.name = 'Cancelled';
  }
}

/**
 * Plans or does one import over its own connection: checks the drop, then reads every row inside
 * one transaction, which a plan rolls back at its end. Refuses DROP_REFUSED by name where the drop
 * or a file of it cannot be taken, BAD_INPUT for an unknown zone. Whatever is thrown, and whenever
 * the process dies, the copy is the old one.
 */
export async function runImport(
  db: Db,
  request: RunRequest,
  hooks: RunHooks = {},
): Promise<ImportResult> {
  const context = contextOf(request, hooks);
  const clock = hooks.clock ?? Date.now;
  const name = nameOf(request.commit, new Date(clock()));
  const rejects = createRejectList(request.layout.rejects, name);
  const opened = await openDrop(request.drop, request.layout.staging, context.assertWanted);
  let result: Omit<ImportResult, 'seconds'>;
  try {
    const checked = await checkDrop(opened, context);
    result = await insideTransaction(db, { request, name, rejects, context, checked, clock });
  } finally {
    opened.discard();
  }
  // Readers hold the old pages only as long as they read; whatever cannot be folded in now is later.
  if (request.commit) db.pragma('wal_checkpoint(TRUNCATE)');
  return { ...result, seconds: context.progress.seconds() };
}

function contextOf(request: RunRequest, hooks: RunHooks): ReadingContext {
  return {
    zone: zoneNamed(request.zone),
    scratch: request.layout.staging,
    warnings: createWarnings(),
    progress: createProgress(hooks.onProgress ?? (() => {})),
    assertWanted() {
      if (hooks.isCancelled?.()) throw new Cancelled();
    },
  };
}

/** A run whose drop was found in order, as it goes into its transaction. */
interface ReadyRun {
  readonly request: RunRequest;
  readonly name: string;
  readonly rejects: RejectList;
  readonly context: ReadingContext;
  readonly checked: CheckedDrop;
  readonly clock: () => number;
}

async function insideTransaction(
  db: Db,
  { request, name, rejects, context, checked, clock }: ReadyRun,
): Promise<Omit<ImportResult, 'seconds'>> {
  const { layout, commit } = request;
  const kept: { discard(): void }[] = [rejects];
  db.exec('begin immediate');
  try {
    const books = createBooks(db);
    sweepLeftovers(layout, books.runNames(), clock());
    const begin = {
      run: name,
      dropName: redactText(request.dropName ?? path.basename(path.resolve(request.drop))),
      by: request.by,
    };
    const result = await readRows({ db, books, checked, rejects, context, begin, clock });
    const file = rejects.finish();
    if (commit)
      kept.push(keepAttachments(checked.drop.attachments, path.join(layout.attachments, name)));
    context.assertWanted();
    context.progress.enter('committing', 0);
    db.exec(commit ? 'commit' : 'rollback');
    return { ...result, run: commit ? name : null, rejects_file: file };
  } catch (error) {
    if (db.inTransaction) db.exec('rollback');
    for (const thing of kept) thing.discard();
    throw error;
  }
}

function zoneNamed(name: string | undefined): Zone | null {
  if (name === undefined) return null;
  const zone = zoneOf(name);
  if (zone) return zone;
  throw refuse(
    'BAD_INPUT',
    `There is no time zone called ${redactText(name.slice(0, 60))}.`,
    'Name one as in Europe/Berlin, Asia/Kolkata or UTC.',
  );
}

/** The name of a run, or of a plan: its files in the workspace are called so. */
function nameOf(commit: boolean, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${commit ? 'run' : 'plan'}-${stamp}-${randomBytes(3).toString('hex')}`;
}
