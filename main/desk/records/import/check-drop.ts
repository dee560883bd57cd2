import { createHash } from 'node:crypto';
import path from 'node:path';
import type { OpenedDrop } from './archive/archive.ts';
import { assertTables, byImportOrder, type Drop, type DropFile, lookOver, workOf } from './drop.ts';
import { assertHash, type Manifest, readManifest } from './manifest.ts';
import type { ReadingContext } from './reading.ts';
import { recogniseAll } from './recognise.ts';
import { accountsText } from './adapters/adapter.ts';
import { hashFile } from './source.ts';

/** A drop that was looked over and whose bytes are those that its manifest names. */
export interface CheckedDrop {
  readonly drop: Drop;
  readonly manifest: Manifest | null;
  /** The same for the very same files. */
  readonly fingerprint: string;
}

/** Looks a folder over and hashes every file. Refuses what is not as its manifest says. */
export async function checkDrop(
  { folder, shown, ignored }: Omit<OpenedDrop, 'discard'>,
  context: ReadingContext,
): Promise<CheckedDrop> {
  const found = lookOver(folder);
  const { files, unknown, unmapped } = await recogniseAll(found.strangers, context.guides);
  const drop: Drop = {
    ...found,
    files: [...found.files, ...files].sort(byImportOrder),
    ignored: [...found.ignored, ...unknown, ...ignored],
    unmapped,
  };
  assertTables(drop, shown);
  const manifest = readManifest(drop);
  const { progress, assertWanted } = context;
  const all = createHash('sha256');
  progress.enter('checking', onceEach(drop.files).map(workOf));
  for (const file of onceEach(drop.files)) {
    progress.open(file.shown);
    const hash = await hashFile(file, (bytes) => {
      progress.read(bytes);
      assertWanted();
    });
    assertHash(manifest, file.name, hash);
    all.update(`${file.name}\0${hash}\n`);
    // Read by other rules the very same file may say something else.
    if (file.foreign && !file.foreign.mapping) all.update(accountsText(file.foreign.accounts));
  }
  // The manifest may name attachments and other files, too; these count for no row.
  for (const { name } of manifest?.files ?? []) {
    if (drop.files.some((file) => file.name === name)) continue;
    const hash = await hashFile({ name, path: path.join(drop.folder, name) }, assertWanted);
    assertHash(manifest, name, hash);
  }
  return { drop, manifest, fingerprint: all.digest('hex') };
}

/** A file that fills several tables stands there several times. */
function onceEach(files: readonly DropFile[]): DropFile[] {
  return [...new Map(files.map((file) => [file.name, file])).values()];
}
