import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Anchor,
  anchor as anchorSchema,
  type Succession,
  succession as successionSchema,
} from '../../../contract/audit.ts';
import { keyId } from './key.ts';
import { successionIsSigned } from './succession.ts';

/** A line that ends what the lines before it say: an older file was put in place on purpose. */
interface Restored {
  readonly format: 'recharge-desk-restored/1';
  readonly install: string;
  readonly at: string;
}

type Line = Anchor | Succession | Restored;

/** What the file says of one install. */
interface Kept {
  readonly anchors: Map<bigint, Anchor>;
  /** The rows at which it says the key was replaced. */
  readonly replaced: Set<number>;
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
 * The anchors of one install in the second file, which only grows, and what says which key followed
 * which. `keys` are those of the desk by its own file; one that followed them, by its own word and
 * theirs, is believed as well, so that a file from before a change of the key is seen to be older.
 * What cannot be read there is passed over: it is a witness, and a witness that is gone proves nothing
 * either way.
 */
export function createKeptAnchors(file: string, install: string, keys: () => readonly string[]) {
  let told = 0;
  let newest = [...read(file, install, keys()).anchors.keys()].at(-1) ?? -1n;
  return {
    /** By row number, oldest first. Signatures are not checked yet: a reader does where it matters. */
    all: (): ReadonlyMap<bigint, Anchor> => read(file, install, keys()).anchors,
    /** Adds an anchor that is newer than the newest. False where the file could not be written. */
    keep(anchor: Anchor): boolean {
      if (BigInt(anchor.seq) <= newest) return true;
      if (!append(file, anchor)) return false;
      newest = BigInt(anchor.seq);
      return true;
    },
    /** Adds what the file does not yet say of keys that followed each other. */
    succeed(all: readonly Succession[]): void {
      if (all.length === told) return;
      const { replaced } = read(file, install, keys());
      if (all.every((one) => replaced.has(one.seq) || append(file, one))) told = all.length;
    },
    /** From here on older lines say nothing: a backup was restored. */
    restored(at: string): void {
      append(file, { format: 'recharge-desk-restored/1', install, at });
      newest = -1n;
      told = 0;
    },
  };
}

/** The newest row of an install that the file speaks of; 0 where it does not. */
export function keptSince(file: string, install: string): number {
  return Number([...read(file, install, null).anchors.keys()].at(-1) ?? 0n);
}

function append(file: string, line: Line): boolean {
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    return true;
  } catch {
    return false;
  }
}

function read(file: string, install: string, keys: readonly string[] | null): Kept {
  const found: Kept = { anchors: new Map(), replaced: new Set() };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return found;
  }
  let believed = new Set(keys);
  for (const line of text.split('\n')) {
    const said = parse(line);
    if (said === null || said.install !== install) continue;
    if (said.format === 'recharge-desk-restored/1') {
      found.anchors.clear();
      found.replaced.clear();
      believed = new Set(keys);
    } else if (said.format === 'recharge-desk-succession/1') {
      found.replaced.add(said.seq);
      // A key that was lost named none after it: the desk's own file alone can.
      if (said.how === 'replaced' && believed.has(idOf(said.old_public_key)))
        if (successionIsSigned(said)) believed.add(idOf(said.new_public_key));
    } else if (keys === null || believed.has(said.key_id))
      found.anchors.set(BigInt(said.seq), said);
  }
  return found;
}

function parse(line: string): Line | null {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('format' in said)) return null;
    if (said.format === 'recharge-desk-restored/1' && 'install' in said)
      return { format: 'recharge-desk-restored/1', install: String(said.install), at: '' };
    if (said.format === 'recharge-desk-succession/1')
      return successionSchema.safeParse(said).data ?? null;
    return anchorSchema.safeParse(said).data ?? null;
  } catch {
    return null;
  }
}

function idOf(publicKey: string): string {
  return keyId(Buffer.from(publicKey, 'base64'));
}
