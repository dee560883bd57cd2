import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Anchor, anchor as anchorSchema } from '../../../contract/audit.ts';

/** A line that ends what the lines before it say: an older file was put in place on purpose. */
interface Restored {
  readonly format: 'recharge-desk-restored/1';
  readonly install: string;
  readonly at: string;
}

/**
 * Where anchors are kept outside the workspace: a file beside its folder, or the one that
 * RECHARGE_DESK_ANCHORS names, which may lie on another disk.
 */
export function keptAnchorsFile(folder: string): string {
  return (
    process.env.RECHARGE_DESK_ANCHORS ??
    path.join(path.dirname(path.resolve(folder)), `${path.basename(path.resolve(folder))}.anchors`)
  );
}

/**
 * The anchors of one install in the second file, which only grows. What cannot be read there is
 * passed over: it is a witness, and a witness that is gone proves nothing either way.
 */
export function createKeptAnchors(file: string, install: string, keyId: string) {
  let newest = [...read(file, install, keyId).keys()].at(-1) ?? -1n;
  return {
    /** By row number, oldest first. Signatures are not checked yet: a reader does where it matters. */
    all: (): ReadonlyMap<bigint, Anchor> => read(file, install, keyId),
    /** Adds an anchor that is newer than the newest. False where the file could not be written. */
    keep(anchor: Anchor): boolean {
      if (BigInt(anchor.seq) <= newest) return true;
      if (!append(file, anchor)) return false;
      newest = BigInt(anchor.seq);
      return true;
    },
    /** From here on older lines say nothing: a backup was restored. */
    restored(at: string): void {
      append(file, { format: 'recharge-desk-restored/1', install, at });
      newest = -1n;
    },
  };
}

/** The newest row of an install that the file speaks of; 0 where it does not. */
export function keptSince(file: string, install: string): number {
  return Number([...read(file, install, null).keys()].at(-1) ?? 0n);
}

function append(file: string, line: Anchor | Restored): boolean {
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    return true;
  } catch {
    return false;
  }
}

function read(file: string, install: string, keyId: string | null): ReadonlyMap<bigint, Anchor> {
  const found = new Map<bigint, Anchor>();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return found;
  }
  for (const line of text.split('\n')) {
    const said = parse(line);
    if (said === null || said.install !== install) continue;
    if (said.format === 'recharge-desk-restored/1') found.clear();
    else if (keyId === null || said.key_id === keyId) found.set(BigInt(said.seq), said);
  }
  return found;
}

function parse(line: string): Anchor | Restored | null {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('format' in said)) return null;
    if (said.format === 'recharge-desk-restored/1' && 'install' in said)
      return { format: 'recharge-desk-restored/1', install: String(said.install), at: '' };
    const anchor = anchorSchema.safeParse(said);
    return anchor.success ? anchor.data : null;
  } catch {
    return null;
  }
}
