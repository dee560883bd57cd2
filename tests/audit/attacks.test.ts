import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anchor, AuditVerdict } from '../../contract/audit.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { createVerifier } from '../../main/desk/audit/verify.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';
import { openLog } from '../../verifier/log.ts';
import { verify as verifyAlone } from '../../verifier/verify.ts';
import { attacks, type Field, openBytes } from './attacks.ts';

/** Positions an attack, and logs that both verifiers judge; more by AUDIT_POSITIONS, AUDIT_LOGS. */
const positions = Number(process.env.AUDIT_POSITIONS ?? 5);
const logs = Number(process.env.AUDIT_LOGS ?? 40);
const rows = 240;

const caller: Caller = { user: 'ana', role: 'agent', door: 'terminal', session: 's1' };
let folder: string;

interface Made {
  readonly folder: string;
  readonly install: string;
  readonly bytes: Buffer;
  readonly older: Buffer;
  readonly anchor: Anchor;
}
let made: Made;
let other: Database.Database;

/** A real log of one desk: its file's bytes half-way and at the end, and its last anchor. */
function makeLog(name: string): Made {
  const own = path.join(folder, name);
  const file = `${own}.db`;
  const desk = openFile(file, 'final', 'write');
  desk.pragma('synchronous = OFF');
  migrate(desk, file, auditMigrations);
  let now = 1_700_000_000_000;
  const keyFolder = mkdtempSync(`${own}-`);
  const audit = createAudit({
    desk,
    clock: () => (now += 1000),
    monotonic: () => BigInt(now) * 1_000_000n,
    key: openSigningKey(keyFolder),
  });
  let older: Buffer = Buffer.alloc(0);
  for (let row = 1; row < rows; row += 1) {
    desk
      .transaction(() =>
        audit.append(caller, {
          command: 'adjustments.propose',
          object: `adjustment/${name}${row}`,
          outcome: 'done',
          sentence: `ana proposed +${row} coins, “${'é'.repeat(row % 5)}”.`,
        }),
      )
      .immediate();
    if (row === rows / 2) older = desk.serialize();
  }
  const anchor = audit.anchor(caller);
  const bytes = desk.serialize();
  desk.close();
  return { folder: keyFolder, install: anchor.install, bytes, older, anchor };
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-attacks-'));
  made = makeLog('own');
  other = openBytes(makeLog('other').bytes);
});
afterAll(() => {
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The desk's own verdict over a log in memory. */
function judge(db: Database.Database, anchor?: Anchor): Promise<AuditVerdict> {
  const verify = createVerifier({
    desk: db,
    install: made.install,
    key: openSigningKey(made.folder),
    kept: () => new Map(),
  });
  return verify({ anchor });
}

/** The verdict of the other program over the same bytes. */
function judgeAlone(db: Database.Database, anchor: Anchor | null) {
  const file = path.join(folder, 'alone.db');
  writeFileSync(file, db.serialize());
  const log = openLog(file);
  try {
    return verifyAlone(log, { anchor, key: made.anchor.public_key });
  } finally {
    log.close();
  }
}

function attacked(attack: (typeof attacks)[number], at: bigint): Database.Database {
  const db = openBytes(made.bytes);
  const { install, folder: keys, older } = made;
  const field: Field = { db, install, folder: keys, older, other, at };
  attack.run(field);
  return db;
}

/** Spread over the log, the ends among them; never the last row, which an attack may need. */
const places = Array.from({ length: positions }, (_, index) =>
  BigInt(Math.max(1, Math.min(rows - 2, Math.round((index * rows) / Math.max(1, positions - 1))))),
);

describe('control', () => {
  it('an untouched log is whole, anchored with its anchor and unanchored without', async () => {
    const db = openBytes(made.bytes);
    expect(await judge(db, made.anchor)).toMatchObject({ verdict: 'anchored', anchored_to: rows });
    expect(await judge(db)).toMatchObject({ verdict: 'unanchored', rows });
    db.close();
  });
});

describe.each(attacks.map((attack) => [attack.name, attack] as const))('%s', (_name, attack) => {
  it('is found wherever an anchor is newer, and never called anchored', async () => {
    for (const at of places) {
      const db = attacked(attack, at);
      const held = await judge(db, made.anchor);
      expect(['broken', 'contradicts_anchor'], `at ${at}`).toContain(held.verdict);
      const alone = await judge(db);
      expect(alone.verdict, `at ${at}`).toBe(attack.silent ? 'unanchored' : 'broken');
      db.close();
    }
  });
});

describe('the independent verifier', () => {
  it('agrees with the desk on whole and on tampered logs', () => {
    return Promise.all(
      Array.from({ length: logs }, async (_, number) => {
        const attack = attacks[Math.floor(number / 2) % attacks.length];
        const place = places[number % places.length] ?? 1n;
        const db = number % 2 === 0 || !attack ? openBytes(made.bytes) : attacked(attack, place);
        for (const anchor of [made.anchor, undefined]) {
          const { verdict, rows: whole, anchored_to, broken_at, keys } = await judge(db, anchor);
          const { trusted_to, ...alone } = judgeAlone(db, anchor ?? null);
          const where = `${attack?.name} at ${place}`;
          expect(alone, where).toEqual({ verdict, rows: whole, anchored_to, broken_at, keys });
          // The key that was given vouches for nothing of a broken log.
          if (verdict === 'broken') expect(trusted_to, where).toBeNull();
        }
        db.close();
      }),
    );
  });

  it('takes no anchor that was forged, in any of its parts', () => {
    const db = openBytes(made.bytes);
    for (const change of [
      { seq: rows - 1 },
      { hash: '0'.repeat(64) },
      { install: 'other' },
      { at: '2020-01-01T00:00:00.000Z' },
      { key_id: '0'.repeat(16) },
      { public_key: 'AAAA' },
      { signature: 'AAAA' },
    ])
      expect(judgeAlone(db, { ...made.anchor, ...change }).verdict).toBe('contradicts_anchor');
    db.close();
  });

  it('is a program of its own, for a desk.db and for an exported file', async () => {
    const file = path.join(folder, 'whole.db');
    writeFileSync(file, made.bytes);
    const desk = openFile(file, 'final', 'write');
    const audit = createAudit({
      desk,
      clock: () => 1_800_000_000_000,
      monotonic: () => 1n,
      key: openSigningKey(made.folder),
    });
    const lines = [...audit.exportLines(caller)];
    desk.close();
    const exported = path.join(folder, 'audit.jsonl');
    writeFileSync(exported, `${lines.join('\n')}\n`);
    const anchor = path.join(folder, 'anchor.json');
    writeFileSync(anchor, lines.at(-1) ?? '');
    for (const asked of [file, exported])
      expect(await run([asked, '--anchor', anchor])).toMatchObject({
        verdict: 'anchored',
        anchored_to: rows + 1,
        rows: rows + 1,
      });
    writeFileSync(exported, lines.join('\n').replace('proposed +7 coins', 'proposed +9 coins'));
    expect(await run([exported])).toMatchObject({ verdict: 'broken', broken_at: 7 });
  });
});

async function run(args: readonly string[]): Promise<unknown> {
  const program = path.join(import.meta.dirname, '../../verifier/verify-audit.ts');
  const ended = await promisify(execFile)(process.execPath, [program, ...args]).catch(
    (error: { stdout: string }) => error,
  );
  return JSON.parse(ended.stdout);
}
