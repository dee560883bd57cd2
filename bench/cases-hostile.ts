import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { forgedCase, forger, resigned, sealed, zipped } from '../tests/cases/forge.ts';
import type { EntryBody } from '../contract/cases.ts';

const key = forger();
const caseId = `cs_${'7'.repeat(20)}`;
const opening: EntryBody = { kind: 'opened', case_kind: 'other', title: 'From a stranger' };

/** A zip of so many empty files, written by hand: the directory alone is what costs a reader. */
function manyFiles(count: number): Buffer {
  const nameBytes = 12 + 64;
  const local = Buffer.alloc(count * (30 + nameBytes));
  const directory = Buffer.alloc(count * (46 + nameBytes));
  for (let n = 0; n < count; n++) {
    const name = `attachments/${n.toString(16).padStart(64, '0')}`;
    const at = n * (30 + nameBytes);
    local.writeUInt32LE(0x04034b50, at);
    local.writeUInt16LE(nameBytes, at + 26);
    local.write(name, at + 30, 'latin1');
    const entry = n * (46 + nameBytes);
    directory.writeUInt32LE(0x02014b50, entry);
    directory.writeUInt16LE(nameBytes, entry + 28);
    directory.writeUInt32LE(at, entry + 42);
    directory.write(name, entry + 46, 'latin1');
  }
  const end = Buffer.alloc(98);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(directory.length), 40);
  end.writeBigUInt64LE(BigInt(local.length), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(local.length + directory.length), 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.fill(0xff, 84, 96);
  return Buffer.concat([local, directory, end]);
}

/** A case with the largest attachments that are let through, as large as a bundle may be. */
async function largest(): Promise<Buffer> {
  const beside = new Map<string, Buffer>();
  const bodies: EntryBody[] = [opening];
  for (let n = 0; n < 15; n++) {
    const bytes = Buffer.alloc(25 * 1024 * 1024, `${n} lines of a long log\n`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    beside.set(`attachments/${sha256}`, bytes);
    const name = `log-${n}.txt`;
    bodies.push({
      kind: 'attachment',
      name,
      type: 'text/plain',
      bytes: bytes.length,
      sha256,
      warning: null,
    });
  }
  return await zipped(forgedCase(key, caseId, bodies, beside));
}

/** Entries without end behind a manifest that admits to two. */
async function manyEntries(count: number): Promise<Buffer> {
  const files = forgedCase(key, caseId, [opening, { kind: 'note', text: 'one' }]);
  const lines = Buffer.concat([
    files.get('entries.ndjson') ?? Buffer.alloc(0),
    Buffer.alloc(count * 100, `${'x'.repeat(99)}\n`),
  ]);
  return await zipped(resigned(new Map([...files, ['entries.ndjson', lines]]), () => {}, key));
}

/** One after the other, so that never two of them are in memory: what it is and what makes it. */
const makers: readonly (readonly [string, () => Promise<Buffer> | Buffer])[] = [
  ['a zip of 1,000,000 files', () => manyFiles(1_000_000)],
  ['1,000,000 entries where two are named', () => manyEntries(1_000_000)],
  ['15 attachments of 25 MiB, the most that is let through', largest],
];

/** Makes them into a folder, sealed to the recipient; gives their names and files. */
export async function hostileBundles(
  folder: string,
  recipient: string,
): Promise<[name: string, file: string][]> {
  const made: [string, string][] = [];
  for (const [name, make] of makers) {
    const file = path.join(folder, `hostile-${made.length}.age`);
    writeFileSync(file, await sealed(recipient, await make()));
    made.push([name, file]);
  }
  return made;
}
