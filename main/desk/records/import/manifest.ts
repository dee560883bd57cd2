import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../storage/storage.ts';
import { type Drop, refuseDrop } from './drop.ts';
import { redactText } from './redact.ts';
import { parseTime } from './times.ts';

export const formatVersion = 'recharge-desk/1';

/** What a drop says of itself, checked for form. Times are UTC ms. */
export interface Manifest {
  readonly source: string | null;
  readonly asOf: number | null;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly name: string;
  readonly rows: number | null;
  /** Its size in bytes, where the manifest says one. */
  readonly bytes: number | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
}

const time = z.string().transform((text, context) => {
  const ms = parseTime(text, null);
  if (typeof ms === 'bigint' && !/^-?\d+$/.test(text)) return Number(ms);
  context.addIssue({ code: 'custom', message: 'is not a time of RFC 3339 with an offset' });
  return z.NEVER;
});

const shape = z.object({
  source: z.string().nullish(),
  as_of: time.nullish(),
  covers_from: time.nullish(),
  covers_to: time.nullish(),
  files: z
    .array(
      z.object({
        name: z.string().min(1),
        rows: z.number().int().min(0).nullish(),
        bytes: z.number().int().min(0).nullish(),
        size: z.number().int().min(0).nullish(),
        sha256: z
          .string()
          .regex(/^[0-9a-fA-F]{64}$/)
          .nullish(),
      }),
    )
    .default([]),
});

const largest = 16 * 2 ** 20;

/**
 * Reads the manifest of a drop. Refuses DROP_REFUSED where it cannot be read, is of another
 * format version, names a file that is absent, or leaves out a data file that is there.
 */
export function readManifest(drop: Drop): Manifest | null {
  if (drop.manifest === null) return null;
  const json = parseManifest(drop.manifest);
  assertVersion(json);
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { source, as_of, covers_from, covers_to, files } = parsed.data;
  if (typeof covers_from === 'number' && typeof covers_to === 'number' && covers_from > covers_to)
    throw unreadable('covers_from is later than covers_to');
  const manifest: Manifest = {
    source: typeof source === 'string' ? redactText(source) : null,
    asOf: as_of ?? null,
    coversFrom: covers_from ?? null,
    coversTo: covers_to ?? null,
    files: files.map(({ name, rows, bytes, size, sha256 }) => ({
      name,
      rows: rows ?? null,
      bytes: bytes ?? size ?? null,
      sha256: sha256?.toLowerCase() ?? null,
    })),
  };
  assertNames(drop, manifest);
  return manifest;
}

function parseManifest(file: string): unknown {
  try {
    if (statSync(file).size > largest) throw new Error('it is larger than 16 MiB');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(messageOf(error));
  }
}

function assertVersion(json: unknown): void {
  const format =
    typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined;
  if (format === formatVersion) return;
  if (typeof format !== 'string') throw unreadable('it names no format');
  throw refuseDrop(
    `manifest.json is of format “${format.slice(0, 60)}”; this version reads ${formatVersion}.`,
    'Export the drop in this format, or update Recharge Desk.',
  );
}

function unreadable(why: string): Error {
  return refuseDrop(
    `manifest.json cannot be read: ${why}.`,
    'Correct the manifest, or leave it out: then the desk guesses how old the drop is and says so.',
  );
}

function assertNames(drop: Drop, manifest: Manifest): void {
  const named = new Set<string>();
  const there = new Set([
    ...drop.files.map(({ name }) => name),
    ...drop.attachments.map(({ name }) => `attachments/${name}`),
    ...drop.confirmations.map((file) => path.basename(file)),
  ]);
  for (const { name } of manifest.files) {
    if (named.has(name)) throw unreadable(`it names ${name} twice`);
    named.add(name);
    if (!there.has(name) && !drop.ignored.includes(name))
      throw refuseDrop(
        `manifest.json names ${name}, which is not in the drop.`,
        'Ask for the whole drop again; nothing of it was imported.',
      );
  }
  for (const { name, bytes } of drop.files) {
    const claim = manifest.files.find((file) => file.name === name)?.bytes;
    if (typeof claim === 'number' && claim !== bytes)
      throw refuseDrop(
        `${name} has ${bytes} bytes where manifest.json says ${claim}.`,
        'Ask for the file again; nothing of this drop was imported.',
      );
  }
  const unnamed = drop.files.find(({ name }) => !named.has(name));
  if (unnamed)
    throw refuseDrop(
      `${unnamed.name} is not named in manifest.json.`,
      'Take the file out or name it in the manifest, then import again.',
    );
}

/** Refuses a file whose bytes are not those that the manifest names. */
export function assertHash(manifest: Manifest | null, name: string, sha256: string): void {
  const claim = manifest?.files.find((file) => file.name === name)?.sha256;
  if (claim && claim !== sha256)
    throw refuseDrop(
      `${name} is not the file that manifest.json names: its sha256 is ${sha256}.`,
      'Ask for the file again; nothing of this drop was imported.',
    );
}

/** Refuses a file that has not as many rows as the manifest says. */
export function assertRows(manifest: Manifest | null, name: string, rows: number): void {
  const claim = manifest?.files.find((file) => file.name === name)?.rows;
  if (typeof claim === 'number' && claim !== rows)
    throw refuseDrop(
      `${name} has ${rows} rows where manifest.json says ${claim}.`,
      'Ask for the whole file again; nothing of this drop was imported.',
    );
}
