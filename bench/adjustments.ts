import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { createGroupCommit } from '../main/desk/storage/storage.ts';
import { openLedger } from '../tests/faults/ledger.ts';

/**
 * Durable posts of the ledger beside bare better-sqlite3 that writes as many rows, of as many bytes,
 * in as many indices, with `synchronous=FULL`, one commit a post. All on the same disk, in turns, in
 * one run: `npm run bench:adjustments`. The ledger twice: one maker who waits for each answer before
 * the next post, so one commit a post as well; and forty makers of whom each waits for its own, so that
 * those who wait together share a commit, as they do at the desk. Every post counts when its answer
 * is there, which is after its commit. Prints a Markdown table; POSTS and ROUNDS change how much.
 */
const makers = 40;
const posts = Number(process.env.POSTS ?? 2000);
const rounds = Number(process.env.ROUNDS ?? 5);

interface Taken {
  /** Posts a second. */
  readonly rate: number;
  /** Milliseconds of each post, sorted. */
  readonly each: readonly number[];
}

function timed(post: (n: number) => void): Taken {
  const each: number[] = [];
  const begun = performance.now();
  for (let n = 0; n < posts; n += 1) {
    const since = performance.now();
    post(n);
    each.push(performance.now() - since);
  }
  const seconds = (performance.now() - begun) / 1000;
  return { rate: posts / seconds, each: each.sort((a, b) => a - b) };
}

/** The same with so many who post at once, each waiting for its answer before it goes on. */
async function timedTogether(post: (n: number) => Promise<unknown>): Promise<Taken> {
  const each: number[] = [];
  let asked = 0;
  const one = async () => {
    while (asked < posts) {
      const since = performance.now();
      await post(asked++);
      each.push(performance.now() - since);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: makers }, one));
  const seconds = (performance.now() - begun) / 1000;
  return { rate: each.length / seconds, each: each.sort((a, b) => a - b) };
}

/** The desk's own way: weighed, posted to two books, audited with hash and checkpoint, in one transaction. */
async function throughTheLedger(
  together: boolean,
): Promise<{ taken: Taken; tables: Map<string, number> }> {
  const ledger = openLedger({ accounts: 200, agents: makers, clock: Date.now });
  ledger.unlimited();
  const before = rowsOf(ledger.desk);
  const group = createGroupCommit(ledger.desk);
  const post = (n: number) =>
    ledger.propose(`agent_${n % makers}`, { account: `ac_${n % 200}`, key: `k${n}` });
  const taken = together ? await timedTogether((n) => group.together(() => post(n))) : timed(post);
  const tables = new Map(
    [...rowsOf(ledger.desk)].map(([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const),
  );
  ledger.close();
  return { taken, tables };
}

function rowsOf(desk: Database.Database): Map<string, number> {
  const names = desk
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[];
  return new Map(
    names.map((name) => [
      name,
      Number(desk.prepare(`select count(*) from "${name}"`).pluck().get()),
    ]),
  );
}

/** The same tables and indices, filled by prepared inserts alone: no rules, no hashes, no triggers. */
function bare(): Taken {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-bare-'));
  const ledger = openLedger({ accounts: 1 });
  const schema = ledger.desk
    .prepare(
      "select sql from sqlite_schema where type in ('table', 'index') and sql is not null and name not like 'sqlite_%'",
    )
    .pluck()
    .all() as string[];
  ledger.close();
  const db = new Database(path.join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  for (const sql of schema) db.exec(sql);
  const post = barePost(db);
  const taken = timed((n) => db.transaction(() => post(n)).immediate());
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return taken;
}

function barePost(db: Database.Database): (n: number) => void {
  const filler = 'x'.repeat(64);
  const adjustment = db.prepare(
    `insert into adjustments (id, key, account_id, coins, reason, note, state, maker, maker_role, created_at,
       evidence, payload_sha256, balance_before, answer)
     values (?, ?, ?, 1, 'GOODWILL', 'n', 'approved', 'ana', 'agent', ?, ?, ?, 0, ?)`,
  );
  const posting = db.prepare(
    'insert into postings (adjustment_id, from_book, to_book, coins, at, alone) values (?, ?, ?, 1, ?, 1)',
  );
  const audit = db.prepare(
    `insert into audit values (?, ?, ?, 'ana', 'agent', 'terminal', 'ana', 'adjustments.propose', ?, 'done', ?, ?, ?, ?)`,
  );
  const details = db.prepare('insert into audit_details values (?, ?, ?)');
  return (n) => {
    const id = `adj_${n}`;
    adjustment.run(id, `k${n}`, `ac_${n % 200}`, n, filler.repeat(3), filler, filler.repeat(4));
    posting.run(id, 'desk/GOODWILL', `account/ac_${n % 200}`, n);
    const hash = Buffer.alloc(32);
    hash.writeUInt32BE(n);
    audit.run(n + 1, n, n, `adjustment/${id}`, filler.repeat(4), hash, hash, hash);
    details.run(n + 1, hash.subarray(0, 16), '{"note":"n"}');
  };
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
const at = (each: readonly number[], share: number) =>
  each[Math.min(each.length - 1, Math.floor(each.length * share))] ?? 0;

const alone: Taken[] = [];
const together: Taken[] = [];
const bares: Taken[] = [];
let written = new Map<string, number>();
for (let round = 0; round < rounds; round += 1) {
  bares.push(bare());
  alone.push((await throughTheLedger(false)).taken);
  const { taken, tables } = await throughTheLedger(true);
  together.push(taken);
  written = tables;
}
const row = (name: string, taken: readonly Taken[]) =>
  `| ${name} | ${Math.round(median(taken.map((one) => one.rate)))} | ${[0.5, 0.95, 0.99]
    .map((share) => median(taken.map((one) => at(one.each, share))).toFixed(2))
    .join(' | ')} |`;
const rateOf = (taken: readonly Taken[]) => median(taken.map((one) => one.rate));
const rows = [...written].filter(([, count]) => count > 0);
console.log(`${posts} posts, ${rounds} rounds in turns, medians`);
console.log('| | posts/s | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|');
console.log(row('bare better-sqlite3, as many rows, FULL, one commit a post', bares));
console.log(row('ledger, one maker after the other, one commit a post', alone));
console.log(row(`ledger, ${makers} makers at once, those that wait share a commit`, together));
const ratio = (taken: readonly Taken[]) => (rateOf(taken) / rateOf(bares)).toFixed(2);
console.log(
  `Ratio to bare: ${ratio(alone)} one after the other, ${ratio(together)} at once (aim ≥ 0.7). ` +
    `Rows of ${posts} posts: ${rows.map(([name, count]) => `${name} ${count}`).join(', ')}.`,
);
