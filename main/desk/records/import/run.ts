import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ImportProgress, ImportResult } from '../../../../contract/records.ts';
import type { Db, Layout } from '../../storage/storage.ts';
import { keepAttachments } from './attachments.ts';
import { createBooks } from './books.ts';
import type { CheckedDrop } from './check-drop.ts';
import { createDropReader, type DropReader } from './drop-reader.ts';
import { type JudgeConfirmations, readConfirmations } from './confirmations.ts';
import { refuseDrop } from './drop.ts';
import { sweepLeftovers } from './leftovers.ts';
import { type PassContext, readRows } from './pass.ts';
import { createProgress, type Progress } from './progress.ts';
import { redactText } from './redact.ts';
import { type Mappings, noMappings } from './recognise.ts';
import { createRejectList, type RejectList } from './rejects.ts';
import { zoneNamed } from './times.ts';
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
  readonly mappings?: Mappings | undefined;
  readonly by: string;
}

export interface RunHooks {
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly isCancelled?: (() => boolean) | undefined;
  /** Asked where the drop holds confirmations; without it they refuse the run. */
  readonly judgeConfirmations?: JudgeConfirmations | undefined;
  /** UTC ms; the wall clock unless a test says otherwise. */
  readonly clock?: (() => number) | undefined;
  /** Who reads the files; in this very process unless said otherwise. */
  readonly startReader?: StartReader | undefined;
}

export interface ReaderNeeds {
  readonly drop: string;
  /** A folder of its own for what must lie unpacked; it is taken away when the run ends. */
  readonly scratch: string;
  readonly zone: string | undefined;
  readonly mappings: Mappings;
  readonly progress: Progress;
  readonly assertWanted: () => void;
}

export type StartReader = (needs: ReaderNeeds) => DropReader;

/** The run was called off; the copy is the old one. */
export class Cancelled extends Error {
  constructor() {
    super('The import was cancelled; the old copy stays.');
    this.name = 'Cancelled';
  }
}

const readHere: StartReader = ({ drop, zone, ...needs }) =>
  createDropReader(drop, { ...needs, zone: zoneNamed(zone), warnings: createWarnings() });

/**
 * Plans or does one import over its own connection: checks the drop, then takes every row inside
 * one transaction, which a plan rolls back at its end. Refuses DROP_REFUSED by name where the drop
 * or a file of it cannot be taken, BAD_INPUT for an unknown zone. Whatever is thrown, and whenever
 * the process dies, the copy is the old one.
 */
export async function runImport(
  db: Db,
  request: RunRequest,
  hooks: RunHooks = {},
): Promise<ImportResult> {
  zoneNamed(request.zone);
  const clock = hooks.clock ?? Date.now;
  const name = nameOf(request.commit, new Date(clock()));
  const rejects = createRejectList(request.layout.rejects, name);
  const progress = createProgress(hooks.onProgress ?? (() => {}));
  const assertWanted = () => {
    if (hooks.isCancelled?.()) throw new Cancelled();
  };
  const scratch = path.join(request.layout.staging, `read-${randomBytes(8).toString('hex')}`);
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const { drop, zone, mappings = noMappings } = request;
  const needs = { drop, zone, mappings, scratch, progress, assertWanted };
  const reader = (hooks.startReader ?? readHere)(needs);
  let result: Omit<ImportResult, 'seconds'>;
  try {
    const checked = await reader.check();
    judgeConfirmations(checked, hooks);
    const context = { reader, progress, assertWanted };
    result = await insideTransaction(db, { request, name, rejects, context, checked, clock });
  } catch (error) {
    // A reader that was killed has its own words for that.
    assertWanted();
    throw error;
  } finally {
    reader.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  // Readers hold the old pages only as long as they read; whatever cannot be folded in now is later.
  if (request.commit) db.pragma('wal_checkpoint(TRUNCATE)');
  return { ...result, seconds: progress.seconds() };
}

/** Confirmations count only where somebody who knows what was sent believes them, all of them. */
function judgeConfirmations({ drop }: CheckedDrop, { judgeConfirmations: judge }: RunHooks): void {
  if (drop.confirmations.length === 0) return;
  const files = readConfirmations(drop.confirmations);
  if (judge) return judge(files);
  throw refuseDrop(
    'The drop holds confirmations, and nobody is here to judge their signature.',
    'Import it into a workspace, or take them out.',
  );
}

/** A run whose drop was found in order, as it goes into its transaction. */
interface ReadyRun {
  readonly request: RunRequest;
  readonly name: string;
  readonly rejects: RejectList;
  readonly context: PassContext;
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

/** The name of a run, or of a plan: its files in the workspace are called so. */
function nameOf(commit: boolean, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${commit ? 'run' : 'plan'}-${stamp}-${randomBytes(3).toString('hex')}`;
}
