import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ImportProgress, ImportResult } from '../../../../contract/records.ts';
import { type Db, flushFile, type Layout } from '../../storage/storage.ts';
import { applyAll } from './apply.ts';
import { keepAttachments } from './attachments.ts';
import { keepBooks, newestNumbers, runNames } from './books.ts';
import { type JudgeConfirmations, readConfirmations } from './confirmations.ts';
import { refuseDrop } from './drop.ts';
import { createDropReader, type DropReader } from './drop-reader.ts';
import { askedText, type KeptPlan, lookOf } from './kept-plan.ts';
import { sweepLeftovers } from './leftovers.ts';
import { workOut } from './plan.ts';
import { committing, createProgress, planning, type Progress } from './progress.ts';
import { type Guides, noGuides } from './recognise.ts';
import { redactText } from './redact.ts';
import { headsFileOf } from './rejects.ts';
import { zoneNamed } from './times.ts';
import { createWarnings } from './warnings.ts';

/** One import, as the worker is asked for it. */
export interface RunRequest {
  readonly layout: Layout;
  readonly drop: string;
  /** What the runs show as its name; else the name of the folder. */
  readonly dropName?: string | undefined;
  /** False: a plan, which works everything out and leaves the copy as it is. */
  readonly commit: boolean;
  readonly zone?: string | undefined;
  readonly guides?: Guides | undefined;
  readonly by: string;
  /** A plan made for just this: a commit does what it worked out, unless the copy has moved on. */
  readonly kept?: KeptPlan | null | undefined;
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
  readonly guides: Guides;
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

/** A run and, where it was a plan, what it left to be committed; its folder is the caller's to take away. */
export interface Ran {
  readonly result: ImportResult;
  readonly plan: KeptPlan | null;
}

/** As `planOrImport`; of a plan nothing is kept. */
export async function runImport(
  db: Db,
  request: RunRequest,
  hooks: RunHooks = {},
): Promise<ImportResult> {
  const { result, plan } = await planOrImport(db, request, hooks);
  if (plan) rmSync(plan.folder, { recursive: true, force: true });
  return result;
}

/**
 * Plans an import, or plans and does it: checks the drop, works out beside the copy what becomes of
 * every row, and brings that into the copy in one transaction. `db` is a connection of the
 * caller's to the copy. Refuses DROP_REFUSED by name where the drop or a file of it cannot be
 * taken, BAD_INPUT for an unknown zone. Whatever is thrown, and whenever the process dies, the
 * copy is the old one or the new one.
 */
export async function planOrImport(
  db: Db,
  request: RunRequest,
  hooks: RunHooks = {},
): Promise<Ran> {
  zoneNamed(request.zone);
  const clock = hooks.clock ?? Date.now;
  const assertWanted = () => {
    if (hooks.isCancelled?.()) throw new Cancelled();
  };
  const { kept = null, commit } = request;
  const redone = kept !== null && newestNumbers(db, 'main').run !== kept.workedOut.copyRun;
  const phases = [...(kept && !redone ? [] : planning), ...(commit ? committing : [])];
  const progress = createProgress(hooks.onProgress ?? (() => {}), phases);
  const running = { db, request, hooks, progress, assertWanted, startedAt: clock(), clock };
  const plan = kept && !redone ? kept : await planned(running);
  try {
    if (plan === kept) judge(plan, hooks);
    const result = commit ? committed(running, plan) : planResult(running, plan);
    if (redone) result.warnings.push(wasRedone);
    return { result, plan: commit ? null : plan };
  } catch (error) {
    rmSync(plan.folder, { recursive: true, force: true });
    throw error;
  } finally {
    if (commit) rmSync(plan.folder, { recursive: true, force: true });
  }
}

const wasRedone =
  'The copy had moved on since the plan was made; it was made again, and these are its counts.';

interface Running {
  readonly db: Db;
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly progress: Progress;
  readonly assertWanted: () => void;
  /** UTC ms. */
  readonly startedAt: number;
  readonly clock: () => number;
}

/** Reads the drop and works everything out, in a folder of its own that is gone if anything is thrown. */
async function planned(running: Running): Promise<KeptPlan> {
  const { request, hooks, progress, assertWanted, startedAt } = running;
  const { layout, drop, zone, guides = noGuides } = request;
  const folder = path.join(layout.staging, `plan-${randomBytes(8).toString('hex')}`);
  const scratch = path.join(folder, 'read');
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const look = lookOf(drop);
  const needs = { drop, zone, guides, scratch, progress, assertWanted };
  const reader = (hooks.startReader ?? readHere)(needs);
  try {
    const checked = await reader.check();
    const { attachments, confirmations: answers, files } = checked.drop;
    const confirmations = answers.length > 0 ? readConfirmations(answers) : [];
    judge({ confirmations }, hooks);
    const context = { reader, progress, assertWanted, startedAt };
    const workedOut = await workOut({ copy: layout.records, folder }, checked, context);
    reader.close();
    // Of what was unpacked only the attachments are still needed.
    for (const file of files)
      if (file.path.startsWith(scratch + path.sep)) rmSync(file.path, { force: true });
    const asked = askedText(request);
    return { folder, asked, look: look ?? '', workedOut, attachments, confirmations };
  } catch (error) {
    reader.close();
    rmSync(folder, { recursive: true, force: true });
    // A reader that was killed has its own words for that.
    assertWanted();
    throw error;
  }
}

/** Confirmations count only where somebody who knows what was sent believes them, all of them. */
function judge(
  { confirmations }: Pick<KeptPlan, 'confirmations'>,
  { judgeConfirmations }: RunHooks,
): void {
  if (confirmations.length === 0) return;
  if (judgeConfirmations) return judgeConfirmations(confirmations);
  throw refuseDrop(
    'The drop holds confirmations, and nobody is here to judge their signature.',
    'Import it into a workspace, or take them out.',
  );
}

/** What a plan says; its reject list lies among those of the runs. */
function planResult({ request, progress, startedAt }: Running, plan: KeptPlan): ImportResult {
  const name = nameOf('plan', startedAt);
  const listed = listedAs(name, listRejects(request.layout, plan, name));
  return { ...resultOf(plan), run: null, ...listed, seconds: progress.seconds() };
}

function resultOf({ workedOut: { result } }: KeptPlan): typeof result {
  return { ...result, warnings: [...result.warnings] };
}

/** A drop whose files all wait for a mapping can be planned, so that one is made; there is nothing to import. */
function assertMapped({ workedOut: { books, result }, confirmations }: KeptPlan): void {
  const [first] = result.unmapped;
  if (!first || books.files.length > 0 || confirmations.length > 0) return;
  throw refuseDrop(
    `No file of the drop is a table that the desk knows: ${first.file} has columns of its own.`,
    'Say what they mean under Import in the window, or name a mapping with --mapping.',
  );
}

/** Does what a plan worked out, in one transaction. */
function committed(running: Running, plan: KeptPlan): ImportResult {
  const { db, request, progress, assertWanted, startedAt, clock } = running;
  const { layout } = request;
  const { workedOut } = plan;
  assertMapped(plan);
  const run = nameOf('run', startedAt);
  const step = () => {
    progress.step();
    assertWanted();
  };
  const attachments = path.join(layout.attachments, run);
  const rejects = path.join(layout.rejects, `${run}.csv`);
  db.prepare('attach ? as staged').run(workedOut.file);
  try {
    db.exec('begin immediate');
    if (newestNumbers(db, 'main').run !== workedOut.copyRun)
      throw new Error('the copy moved on while its import was done');
    sweepLeftovers(layout, runNames(db), startedAt);
    const { tables, books } = workedOut;
    applyAll(db, { tables, run: books.number, progress, step });
    listRejects(layout, plan, run);
    keepAttachments(plan.attachments, attachments);
    const dropName = redactText(request.dropName ?? path.basename(path.resolve(request.drop)));
    const done = { run, dropName, by: request.by, startedAt, finishedAt: clock() };
    keepBooks(db, workedOut.books, done);
    assertWanted();
    progress.enter('committing', []);
    db.exec('commit');
  } catch (error) {
    if (db.inTransaction) db.exec('rollback');
    rmSync(attachments, { recursive: true, force: true });
    for (const each of [rejects, headsFileOf(rejects)]) rmSync(each, { force: true });
    throw error;
  } finally {
    db.exec('detach staged');
  }
  // Readers hold the old pages only as long as they read; whatever cannot be folded in now is later.
  db.pragma('wal_checkpoint(TRUNCATE)');
  const listed = listedAs(run, workedOut.rejects === null ? null : rejects);
  return { ...resultOf(plan), run, ...listed, seconds: progress.seconds() };
}

function listedAs(name: string, file: string | null) {
  return { rejects_file: file, reject_list: file === null ? null : name };
}

/** Puts the reject list of a plan in its place under a name, safe on disk; null where there is none. */
function listRejects(layout: Layout, { workedOut }: KeptPlan, name: string): string | null {
  if (workedOut.rejects === null) return null;
  const file = path.join(layout.rejects, `${name}.csv`);
  copyFileSync(headsFileOf(workedOut.rejects), headsFileOf(file));
  copyFileSync(workedOut.rejects, file);
  flushFile(file);
  return file;
}

/** The name of a run, or of a plan: its files in the workspace are called so. */
function nameOf(kind: 'run' | 'plan', now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${kind}-${stamp}-${randomBytes(3).toString('hex')}`;
}
