import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { importEvent, importProgress, tableCounts } from './records.ts';
import { id, time } from './values.ts';

/** Where the desk looks for drops by itself. Off while `folder` is null. */
export const watchSetting = z.object({
  folder: z.string().nullable(),
  /** Drops are imported without being asked about, as long as who allowed it is an owner. */
  automatic: z.boolean(),
  by: z.string().nullable(),
  at: time.nullable(),
});
export type WatchSetting = z.infer<typeof watchSetting>;

/**
 * What became of a drop of the watched folder: `planning` while it is looked at; `waiting` for a
 * yes or no; `importing` after a yes; `imported`; `left` after a no; `refused` where it cannot be
 * taken; `changed` where its files were written to after the plan, which makes another drop of it.
 */
export const watchedStates = [
  'planning',
  'waiting',
  'importing',
  'imported',
  'left',
  'refused',
  'changed',
] as const;

export const watchedDrop = z.object({
  id,
  /** Its name in the folder, without card numbers. */
  name: z.string(),
  state: z.enum(watchedStates),
  seen_at: time,
  /** What the plan said; null where there is none. */
  tables: z.record(z.string(), tableCounts).nullable(),
  warnings: z.array(z.string()),
  /** The name by which `records.rejects` gives the rows that its plan or its run rejected. */
  reject_list: z.string().nullable(),
  /** How far it is, while it is planned or imported. */
  progress: importProgress.nullable(),
  /** Why it was refused. */
  reason: z.string().nullable(),
  run: z.string().nullable(),
  decided_by: z.string().nullable(),
});
export type WatchedDrop = z.infer<typeof watchedDrop>;

export const watchedFolder = z.object({
  setting: watchSetting,
  /** Why the folder cannot be watched now. */
  trouble: z.string().nullable(),
  /** What came into it or changed and has not come to rest, or waits to be looked at. */
  settling: z.array(z.object({ name: z.string(), since: time })),
  /** Newest first. */
  drops: z.array(watchedDrop),
});
export type WatchedFolder = z.infer<typeof watchedFolder>;

export const drops = {
  /** The folder in which drops are waited for, and what came into it. */
  list: call.output(watchedFolder),
  /**
   * Watches another folder, or with null none. Refuses BAD_INPUT for one that is not there, or
   * that holds or lies in the workspace.
   */
  watch: call
    .input(z.object({ folder: z.string().min(1).nullable(), automatic: z.boolean() }))
    .output(watchedFolder),
  /**
   * Yes: imports a waiting drop as it was planned. Refuses NOT_FOUND where it is not waiting,
   * STALE_EVIDENCE where its files are not those of the plan any more.
   */
  take: call.input(z.object({ id })).output(eventIterator(importEvent)),
  /**
   * No: leaves a drop for good. One that is planned or imported at this moment is stopped first,
   * and the old copy stays. Refuses NOT_FOUND where it does not wait any more.
   */
  leave: call.input(z.object({ id })).output(watchedFolder),
};
