import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from '../../storage/storage.ts';
import type { ConfirmationFile } from './confirmations.ts';
import { type DropAttachment, stampOf } from './drop.ts';
import type { WorkedOut } from './plan.ts';
import { type Guides, noGuides } from './recognise.ts';

/** A plan that may still be committed: what it was asked, and what it worked out. */
export interface KeptPlan {
  /** Its own folder under `staging`. */
  readonly folder: string;
  readonly asked: string;
  /** How the files of the drop looked when they were read. */
  readonly look: string;
  readonly workedOut: WorkedOut;
  readonly attachments: readonly DropAttachment[];
  readonly confirmations: readonly ConfirmationFile[];
}

export interface Asked {
  readonly drop: string;
  readonly zone?: string | undefined;
  readonly guides?: Guides | undefined;
}

/** What a plan was asked, as text: two that are equal come to the same. */
export function askedText({ drop, zone, guides = noGuides }: Asked): string {
  return JSON.stringify([path.resolve(drop), zone ?? null, guides]);
}

/**
 * How the files of a drop look: names, sizes, times. It differs as soon as somebody writes to one.
 * Null where there is nothing to look at; then the run itself says why.
 */
export function lookOf(drop: string): string | null {
  try {
    const stats = statSync(drop);
    if (!stats.isDirectory()) return stampOf(stats);
    return readdirSync(drop, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => `${name}\0${stampOf(lstatSync(path.join(drop, name)))}`)
      .join('\n');
  } catch {
    return null;
  }
}

/** The newest plan of each workspace, by its records file. */
const kept = new Map<string, { plan: KeptPlan; timer: NodeJS.Timeout }>();

/** A plan that nobody has committed for so long is forgotten. */
const keptMs = 3_600_000;

/** Keeps a plan until it is committed, another one takes its place, or an hour has gone. */
export function keepPlan(layout: Layout, plan: KeptPlan): void {
  forgetPlan(layout);
  const timer = setTimeout(() => forgetPlan(layout), keptMs);
  timer.unref();
  kept.set(layout.records, { plan, timer });
}

/** The plan that was made for just this, of files that look as they did then; else null. */
export function keptPlanFor(layout: Layout, asked: Asked): KeptPlan | null {
  const plan = kept.get(layout.records)?.plan;
  if (!plan || plan.asked !== askedText(asked)) return null;
  return plan.look === lookOf(asked.drop) ? plan : null;
}

/** Takes the plan of a workspace and all that it left away. */
export function forgetPlan(layout: Layout): void {
  const known = kept.get(layout.records);
  if (!known) return;
  clearTimeout(known.timer);
  kept.delete(layout.records);
  rmSync(known.plan.folder, { recursive: true, force: true });
}
