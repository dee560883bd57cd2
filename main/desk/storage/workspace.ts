import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';
import { putRestoredInPlace, restoreIsReady } from './backup.ts';
import { type Db, messageOf, openFile } from './database.ts';
import { type Migration, migrate } from './migrations.ts';

/** The files of a workspace. */
export interface Layout {
  readonly folder: string;
  readonly records: string;
  readonly desk: string;
  /** Links and scores worked out from the copy; can be thrown away at any time. */
  readonly derived: string;
  /** What sweeps found: follows from the other two, and may be lost. */
  readonly verdicts: string;
  readonly attachments: string;
  /** Uploads and other things on their way; emptied at every start. */
  readonly staging: string;
  readonly rejects: string;
}

export function layoutOf(folder: string): Layout {
  return {
    folder,
    records: path.join(folder, 'records.db'),
    desk: path.join(folder, 'desk.db'),
    derived: path.join(folder, 'sellers.db'),
    verdicts: path.join(folder, 'verdicts.db'),
    attachments: path.join(folder, 'attachments'),
    staging: path.join(folder, 'staging'),
    rejects: path.join(folder, 'rejects'),
  };
}

/** Refuses NOT_FOUND where no desk has been made: there is no desk.db. Changes nothing. */
export function requireWorkspace(folder: string): void {
  if (!existsSync(layoutOf(folder).desk) && !restoreIsReady(folder))
    throw refuse(
      'NOT_FOUND',
      `There is no workspace in ${folder}.`,
      'Make one with `recharge-desk init`, or name another folder with --workspace.',
    );
}

/** What a start that was cut off may have left before there was a desk.db. */
const lockFiles = /^desk\.(lock|sock)/;

/**
 * Makes the folder of a new workspace. Refuses BAD_INPUT where it holds something else: nothing
 * that is not ours is mixed with it or emptied later.
 */
function claimFolder(folder: string): void {
  if (existsSync(layoutOf(folder).desk)) return;
  makeFolders([folder]);
  const foreign = readdirSync(folder).filter((name) => !lockFiles.test(name));
  if (foreign.length > 0)
    throw refuse(
      'BAD_INPUT',
      `The folder ${folder} is not empty, and no workspace.`,
      'Name a new or empty folder with --workspace.',
    );
}

function makeFolders(folders: readonly string[]): void {
  for (const folder of folders)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw refuse(
        'DISK',
        `The folder ${folder} could not be written: ${messageOf(error)}.`,
        'Choose a folder you may write to with --workspace.',
      );
    }
}

/** The open files of one workspace. */
export interface Workspace {
  readonly layout: Layout;
  /** The only place of decisions: durable, never recreated silently. */
  readonly desk: Db;
  /** The copy of the records: read by the desk, written by the import worker alone. */
  readonly records: Db;
  close(): void;
}

/**
 * Opens a workspace folder, or with `create` makes one. Refuses NOT_FOUND where there is none,
 * DISK where the folder cannot be written, NEWER_FILE where a newer program wrote it.
 */
export function openWorkspace(
  folder: string,
  migrations: { readonly desk: readonly Migration[]; readonly records: readonly Migration[] },
  create: boolean,
): Workspace {
  const layout = layoutOf(folder);
  putRestoredInPlace(folder, Date.now());
  if (create) claimFolder(folder);
  else requireWorkspace(folder);
  const desk = openFile(layout.desk, 'final', 'write');
  try {
    migrate(desk, layout.desk, migrations.desk);
    makeFolders([layout.attachments, layout.staging, layout.rejects]);
    const records = openFile(layout.records, 'copy', 'write');
    try {
      migrate(records, layout.records, migrations.records);
    } catch (error) {
      records.close();
      throw error;
    }
    return {
      layout,
      desk,
      records,
      close() {
        records.close();
        desk.close();
      },
    };
  } catch (error) {
    desk.close();
    throw error;
  }
}
