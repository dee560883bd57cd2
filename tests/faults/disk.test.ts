import path from 'node:path';
import { ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { toWireError } from '../../main/desk/guard.ts';
import { openFile } from '../../main/desk/storage/storage.ts';
import { disks, type FaultyDisk } from './disk.ts';
import { openLedger, postedIds } from './ledger.ts';
import { createRandom, type Random } from './random.ts';

/** How many failing points over all ways; the soak takes 200 (bench/README.md). */
const points = Number(process.env.POINTS ?? 40);
const seed = Number(process.env.SEED ?? 20_261_120);
/** Enough posts to run into any of the points. */
const mostPosts = 60;
const roomBytes = 96 * 1024;

type Ledger = ReturnType<typeof openLedger>;
type Post = (key: string) => { id: string };

/** Posts until the disk fails; gives what was acknowledged and the code of the refusal. */
function postUntilRefused(post: Post, keys: () => string) {
  const acknowledged = new Map<string, string>();
  for (let n = 0; n < mostPosts; n += 1) {
    const key = keys();
    try {
      acknowledged.set(key, post(key).id);
    } catch (error) {
      const told = toWireError(error, () => {});
      return { acknowledged, doubtful: key, code: told instanceof ORPCError ? told.code : 'none' };
    }
  }
  return { acknowledged, doubtful: null, code: null };
}

/** Acknowledged ones that the file itself does not hold, read over a connection of its own. */
function missingFrom(ledger: Ledger, acknowledged: Iterable<string>): string[] {
  const db = openFile(path.join(ledger.folder, 'desk.db'), 'final', 'read');
  const there = new Set(db.prepare(postedIds).pluck().all());
  db.close();
  return [...acknowledged].filter((id) => !there.has(id));
}

function runPoints(disk: FaultyDisk, random: Random, count: number, broken?: Post) {
  const ledger = openLedger({ folder: disk.folder });
  ledger.unlimited();
  ledger.desk.pragma('wal_autocheckpoint = 0');
  const real: Post = (key) => ledger.propose('ana', { account: `ac_${random.below(4)}`, key });
  let asked = 0;
  const seen = { refused: 0, false: [] as string[], codes: new Set<string>(), doubled: 0 };
  for (let point = 0; point < count; point += 1) {
    ledger.desk.pragma('wal_checkpoint(TRUNCATE)');
    disk.leave(random.below(roomBytes));
    const end = postUntilRefused(broken ?? real, () => `k${asked++}`);
    disk.mend();
    if (end.code !== null) {
      seen.refused += 1;
      seen.codes.add(end.code);
    }
    seen.false.push(...missingFrom(ledger, end.acknowledged.values()));
    if (end.doubtful !== null && !broken) seen.doubled += doubledBy(ledger, real, end.doubtful);
  }
  ledger.close();
  return seen;
}

/** Asking again under the key in doubt works, and there is one of it. */
function doubledBy(ledger: Ledger, post: Post, key: string): number {
  const again = post(key);
  const same = ledger.adjustments.list({}).filter((one) => one.key === key);
  return same.length === 1 && same[0]?.id === again.id ? 0 : 1;
}

const { ways, lacking } = disks();

describe(`a disk that fails at ${points} points (SEED=${seed})`, () => {
  for (const way of ways)
    it(`acknowledges nothing falsely on ${way.name}, says DISK, and goes on once mended`, {
      timeout: 600_000,
    }, () => {
      const disk = way();
      try {
        const share = Math.ceil(points / ways.length);
        const seen = runPoints(disk, createRandom(seed), share);
        expect(seen.false, disk.how).toEqual([]);
        expect(seen.doubled).toBe(0);
        expect(seen.refused).toBe(share);
        expect([...seen.codes]).toEqual(['DISK']);
      } finally {
        disk.mend();
        disk.close();
      }
    });

  it.runIf(ways.length > 0)(
    'is caught out by this test where it acknowledges what it did not write',
    () => {
      const disk = (ways[0] as () => FaultyDisk)();
      try {
        let n = 0;
        const seen = runPoints(disk, createRandom(seed), 1, () => ({ id: `adj_lie_${n++}` }));
        expect(seen.false).toHaveLength(mostPosts);
      } finally {
        disk.mend();
        disk.close();
      }
    },
  );

  it(`fails in ${ways.length} ways here${lacking.length ? `; not in ${lacking.join(' or ')}` : ''}`, () => {
    expect(ways.length + lacking.length).toBe(2);
  });

  it('that reached the end of its pages refuses, keeps what it had, and goes on with more', () => {
    const ledger = openLedger();
    ledger.unlimited();
    const pages = ledger.desk.pragma('page_count', { simple: true }) as bigint;
    ledger.desk.pragma(`max_page_count = ${pages + 8n}`);
    let asked = 0;
    const post: Post = (key) => ledger.propose('ana', { key });
    const end = postUntilRefused(post, () => `k${asked++}`);
    expect(end.code).toBe('DISK');
    expect(missingFrom(ledger, end.acknowledged.values())).toEqual([]);
    ledger.desk.pragma('max_page_count = 1000000');
    expect(doubledBy(ledger, post, end.doubtful ?? '')).toBe(0);
    ledger.close();
  });
});

describe('a file that became read-only under the desk', () => {
  it('is refused with DISK, and the ledger stays as it was', () => {
    const ledger = openLedger();
    const { id } = ledger.propose('ana', { key: 'k1' });
    ledger.desk.pragma('query_only = ON');
    const end = postUntilRefused(
      (key) => ledger.propose('ana', { key }),
      () => 'k2',
    );
    expect(end.code).toBe('DISK');
    ledger.desk.pragma('query_only = OFF');
    expect(missingFrom(ledger, [id])).toEqual([]);
    ledger.close();
  });
});
