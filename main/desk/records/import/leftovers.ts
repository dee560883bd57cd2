import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from '../../storage/storage.ts';

/** A plan's reject list is kept this long. */
const planDays = 1;

const runName = /^run-\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/**
 * Takes away what imports that were killed left beside the database: reject lists and attachments
 * of runs that never came to be, and the reject lists of old plans.
 */
export function sweepLeftovers(layout: Layout, runs: ReadonlySet<string>, now: number): void {
  for (const name of entries(layout.rejects)) {
    const file = path.join(layout.rejects, name);
    const base = name.replace(/\.(?:csv(?:\.part)?|heads\.json)$/, '');
    const orphan = runName.test(base) && (name.endsWith('.part') || !runs.has(base));
    const old = base.startsWith('plan-') && now - changedAt(file) > planDays * 86_400_000;
    if (orphan || old) rmSync(file, { force: true });
  }
  for (const name of entries(layout.attachments))
    if (runName.test(name) && !runs.has(name))
      rmSync(path.join(layout.attachments, name), { recursive: true, force: true });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
