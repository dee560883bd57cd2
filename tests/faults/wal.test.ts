import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/errors.ts';
import { type Db, openFile } from '../../main/desk/storage/storage.ts';
import { openLedger, postedIds } from './ledger.ts';
import { createRandom, type Random } from './random.ts';

/** How many damaged files; the soak takes 5,000 (bench/README.md). */
const count = Number(process.env.WALS ?? 150);
const seed = Number(process.env.SEED ?? 20_261_120);
const posts = 80;

let folder: string;
/** The desk file at the last checkpoint, and all that was written since. */
let base: Buffer;
let wal: Buffer;
/** The ids in the order they were acknowledged, and how long the log was then. */
let history: { id: string; walBytes: number }[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-wal-'));
  const ledger = openLedger();
  ledger.unlimited();
  ledger.desk.pragma('wal_checkpoint(TRUNCATE)');
  ledger.desk.pragma('wal_autocheckpoint = 0');
  const file = path.join(ledger.folder, 'desk.db');
  history = Array.from({ length: posts }, (_, n) => {
    const { id } = ledger.propose('ana', { account: `ac_${n % 4}`, key: `k${n}` });
    return { id, walBytes: statSync(`${file}-wal`).size };
  });
  base = readFileSync(file);
  wal = readFileSync(`${file}-wal`);
  ledger.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Damage {
  readonly what: 'cut' | 'zeroed' | 'flipped';
  readonly at: number;
}

function damaged({ what, at }: Damage): Buffer {
  if (what === 'cut') return wal.subarray(0, at);
  const copy = Buffer.from(wal);
  if (what === 'zeroed') copy.fill(0, at);
  else copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
  return copy;
}

function anyDamage(random: Random): Damage {
  const what = random.pick(['cut', 'zeroed', 'flipped'] as const);
  return { what, at: random.below(what === 'flipped' ? wal.length * 8 : wal.length + 1) };
}

/** What is wrong with a desk file after damage; empty where it kept its promises or was refused cleanly. */
function faultsAfter(damage: Damage, ids: (db: Db) => string[] = readIds): string[] {
  const file = path.join(folder, 'desk.db');
  writeFileSync(file, base);
  writeFileSync(`${file}-wal`, damaged(damage));
  rmSync(`${file}-shm`, { force: true });
  let db: Db;
  try {
    db = openFile(file, 'final', 'write');
  } catch (error) {
    return error instanceof Refusal ? [] : [`opened neither nor refused: ${String(error)}`];
  }
  try {
    return faultsIn(db, ids(db), damage);
  } finally {
    db.close();
  }
}

function readIds(db: Db): string[] {
  return db.prepare(postedIds).pluck().all() as string[];
}

function faultsIn(db: Db, found: readonly string[], damage: Damage): string[] {
  const faults: string[] = [];
  const told = `${damage.what} at ${damage.at}`;
  if (found.some((id, index) => id !== history[index]?.id))
    faults.push(`${told}: not a prefix of history`);
  const firstByte = damage.what === 'flipped' ? damage.at >> 3 : damage.at;
  const safe = history.filter((one) => one.walBytes <= firstByte).length;
  if (found.length < safe) faults.push(`${told}: ${safe - found.length} acknowledged ones missing`);
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') faults.push(`${told}: not whole`);
  const audited = db
    .prepare("select count(*) from audit where command = 'adjustments.propose'")
    .pluck()
    .get();
  if (audited !== BigInt(found.length)) faults.push(`${told}: acts and audit differ`);
  return faults;
}

describe(`${count} logs cut, zeroed or flipped at random places (SEED=${seed})`, () => {
  it('open or are refused cleanly, and hold a prefix of what happened', {
    timeout: 1_800_000,
  }, () => {
    const random = createRandom(seed);
    const faults = Array.from({ length: count }, () => faultsAfter(anyDamage(random))).flat();
    expect(faults).toEqual([]);
  });

  it('hold everything where nothing is damaged, and nothing new where all is', () => {
    expect(faultsAfter({ what: 'cut', at: wal.length })).toEqual([]);
    expect(faultsAfter({ what: 'cut', at: 0 })).toEqual([]);
  });

  it('are judged by something that sees a hole and a loss', () => {
    const whole = { what: 'cut', at: wal.length } as const;
    const without = (drop: number) => (db: Db) => readIds(db).filter((_, index) => index !== drop);
    expect(faultsAfter(whole, without(posts >> 1)).join()).toContain('not a prefix');
    expect(faultsAfter(whole, without(posts - 1)).join()).toContain('1 acknowledged ones missing');
  });
});

describe('a desk whose folder was copied in the middle of its work', () => {
  it('opens as it was, and goes on', () => {
    const ledger = openLedger();
    const first = ledger.propose('ana', { key: 'k1' });
    const copy = mkdtempSync(path.join(tmpdir(), 'desk-copy-'));
    cpSync(ledger.folder, copy, { recursive: true });
    ledger.close();
    const again = openLedger({ folder: copy });
    expect(again.propose('ana', { key: 'k1' })).toEqual(first);
    again.close();
    rmSync(copy, { recursive: true, force: true });
  });
});
