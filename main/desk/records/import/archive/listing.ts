import { isLitter, refuseDrop } from '../drop.ts';

/** One entry as an archive lists it, before anything of it is unpacked. */
export interface ArchiveEntry {
  /** As it stands in the archive. */
  readonly name: string;
  /** `other` is a link, a device, a pipe: whatever is neither a file nor a folder. */
  readonly kind: 'file' | 'folder' | 'other';
  /** What it claims to unpack to. */
  readonly bytes: number;
}

/** What of an archive is unpacked, and where to. */
export interface Listing {
  /** By place in the archive: the path of the file in the drop, with `/`. */
  readonly files: ReadonlyMap<number, string>;
  /** Folders of it that no drop has, by name. */
  readonly ignored: readonly string[];
}

export const mostEntries = 10_000;

/** An archive that unpacks to more than this many times its size, and to over 1 GiB, is a bomb. */
const bombRatio = 200;
const bombBytes = 2 ** 30;

/**
 * Judges what an archive lists. Refuses DROP_REFUSED by name, before anything is unpacked: names
 * that leave the folder, are absolute or differ on another system, links of any kind, the same name
 * twice, too many entries, and a bomb. `size` is that of the archive, in bytes.
 */
export function judgeListing(
  archive: string,
  size: number,
  entries: readonly ArchiveEntry[],
): Listing {
  assertCount(archive, entries.length);
  assertNoBomb(
    archive,
    size,
    entries.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const paths = entries.map(({ name }) => pathOf(archive, name));
  assertPlain(archive, entries);
  assertDistinct(archive, entries, paths);
  return placed(entries, paths);
}

/** Refuses more entries than an archive may have; also asked while it is listed. */
export function assertCount(archive: string, entries: number): void {
  if (entries > mostEntries)
    throw refuseDrop(
      `${archive} has more than ${mostEntries} entries; a drop needs a few dozen.`,
      'Check where it comes from. Attachments may be sent in a second drop.',
    );
}

/** Refuses what unpacks to more than an archive may; also asked while it is unpacked. */
export function assertNoBomb(archive: string, size: number, unpacked: number): void {
  if (unpacked > bombBytes && unpacked > size * bombRatio)
    throw refuseDrop(
      `${archive} unpacks to more than ${bombRatio} times its size and more than 1 GiB.`,
      'Check where it comes from; if it is right, unpack it yourself and import the folder.',
    );
}

/** The parts of a name. Whatever could mean another place on some system is refused. */
function pathOf(archive: string, name: string): readonly string[] {
  const parts = name.replace(/\/+$/, '').split('/');
  if (parts[0] === '.') parts.shift();
  const leaves = parts.some((part) => part === '..' || part === '.' || part === '');
  if (name === './' || name === '.') return [];
  if (leaves || name.startsWith('/') || /[\\\p{Cc}]|^[a-z]:/iu.test(name) || !name.isWellFormed())
    throw refuseDrop(
      `${archive} cannot be taken: its entry “${name}” would leave the folder of the drop.`,
      'Pack the files themselves, with plain names, and import again.',
    );
  return parts;
}

function assertPlain(archive: string, entries: readonly ArchiveEntry[]): void {
  const odd = entries.find(({ kind }) => kind === 'other');
  if (odd)
    throw refuseDrop(
      `${archive} cannot be taken: its entry “${odd.name}” is a link or no plain file.`,
      'Pack the file itself in place of the link and import again.',
    );
}

/** Names are the same where a file system that folds case or accents would take them so. */
function assertDistinct(
  archive: string,
  entries: readonly ArchiveEntry[],
  paths: readonly (readonly string[])[],
): void {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const [index, parts] of paths.entries()) {
    const folded = parts.map((part) => part.normalize('NFC').toLowerCase());
    const whole = folded.join('/');
    const isFile = entries[index]?.kind === 'file';
    for (let depth = 1; depth < folded.length + (isFile ? 0 : 1); depth++)
      folders.add(folded.slice(0, depth).join('/'));
    if (!isFile) continue;
    if (files.has(whole)) throw twice(archive, parts.join('/'));
    files.add(whole);
  }
  for (const file of files) if (folders.has(file)) throw twice(archive, file);
}

function twice(archive: string, name: string): Error {
  return refuseDrop(
    `${archive} cannot be taken: the name “${name}” stands in it twice.`,
    'Pack every file once and import again.',
  );
}

/** A drop lies at the top of an archive or in its one root folder. */
function placed(entries: readonly ArchiveEntry[], paths: readonly (readonly string[])[]): Listing {
  const files = new Map<number, string>();
  const ignored = new Set<string>();
  const isFile = (index: number) => entries[index]?.kind === 'file';
  const root = rootOf(paths.filter((parts, index) => isFile(index) && !isLeftOut(parts)));
  for (const [index, parts] of paths.entries()) {
    if (isLeftOut(parts)) continue;
    const [first, second, ...deeper] = root !== null && parts[0] === root ? parts.slice(1) : parts;
    if (first === undefined) continue;
    const attached = first === 'attachments';
    if (second === undefined && isFile(index)) files.set(index, first);
    else if (attached && second !== undefined && deeper.length === 0 && isFile(index))
      files.set(index, `${first}/${second}`);
    else if (!attached) ignored.add(`${first}/`);
    else if (second !== undefined) ignored.add(`attachments/${second}/`);
  }
  return { files, ignored: [...ignored] };
}

function rootOf(files: readonly (readonly string[])[]): string | null {
  const root = files[0]?.[0];
  if (root === undefined || root === 'attachments') return null;
  return files.every((parts) => parts.length > 1 && parts[0] === root) ? root : null;
}

function isLeftOut(parts: readonly string[]): boolean {
  return parts.length === 0 || parts.some(isLitter);
}
