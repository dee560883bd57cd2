import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordsMigrations } from '../main/desk/records/records.ts';
import { runImport } from '../main/desk/records/import/run.ts';
import { openDerived } from '../main/desk/sellers/derive/store.ts';
import { createGraph } from '../main/desk/sellers/graph/graph.ts';
import { type Db, layoutOf, migrate, openFile } from '../main/desk/storage/storage.ts';
import { derive } from '../tests/sellers/derived.ts';
import { grade } from '../tests/sellers/world/grade.ts';
import { simulate } from '../tests/sellers/world/simulate.ts';
import { randomOf } from '../tests/sellers/world/world.ts';

/**
 * Scam sellers: how well a labelled world is told apart (several seeds), and how fast links and
 * scores of a million recharges are worked out, anew and after a day's drop. Run with
 * `npm run bench:sellers`; `RECHARGES=100000 npm run bench:sellers` is a quick look.
 */
const recharges = Number(process.env.RECHARGES ?? 1_000_000);
const seeds = (process.env.SEEDS ?? '11,12,13,14,15,16,17,18,19,20').split(',').map(Number);
const folder = mkdtempSync(path.join(tmpdir(), 'desk-sellers-'));

function workspace(name: string) {
  const layout = layoutOf(path.join(folder, name));
  for (const dir of [layout.folder, layout.attachments, layout.staging, layout.rejects])
    mkdirSync(dir, { recursive: true });
  const db = openFile(layout.records, 'copy', 'write');
  migrate(db, layout.records, recordsMigrations);
  return { layout, db };
}

/** Wall clock and the processor's own time, in words: on a busy machine only the second says much. */
function seconds(work: () => void): string {
  const begun = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - begun) / 1000;
  return `${wall.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor time)`;
}

async function quality(): Promise<void> {
  console.log(
    '| seed | sellers: precision | recall | ring roles | victims called sellers | innocents accused |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|');
  for (const seed of seeds) {
    const { layout, db } = workspace(`seed-${seed}`);
    const world = simulate(seed, { everyday: 1500, scams: 40 });
    const drop = path.join(folder, `drop-${seed}`);
    world.drop(drop);
    await runImport(db, { layout, drop, commit: true, by: 'bench' });
    db.close();
    const { lines, rings } = derive(layout.records, layout.derived);
    const got = grade(world.truth, lines, rings);
    console.log(
      `| ${seed} | ${got.precision.toFixed(3)} | ${got.recall.toFixed(3)} | ${got.roles.toFixed(3)} | ${got.victimsCalledSellers} | ${got.innocentsAccused} |`,
    );
  }
}

const end = Date.UTC(2026, 10, 22);
const day = 86_400_000;

/** Fills recharges and what goes with them straight into the copy, as of run `run`. */
function fill(
  db: Db,
  from: number,
  to: number,
  run: number,
  random: ReturnType<typeof randomOf>,
): void {
  const origin = `${run}, 1, 1`;
  const insert = {
    account: db.prepare(
      `insert or ignore into accounts (account_id, username, email, phone, country, created_at, origin_run, origin_file, origin_line)
       values (?, ?, ?, ?, 'US', ?, ${origin})`,
    ),
    recharge: db.prepare(
      `insert into recharges (recharge_id, account_id, channel, sku, coins, currency, amount_minor, storefront, provider,
         instrument_id, device_id, ip, ip_country, seller_domain, created_at, origin_run, origin_file, origin_line)
       values (?, ?, 'web', 'coins.3', 1400, 'USD', 1999, 'US', 'stripe', ?, ?, ?, 'US', ?, ?, ${origin})`,
    ),
    event: db.prepare(
      `insert into recharge_events (recharge_id, seq, at, stage, origin_run, origin_file, origin_line) values (?, ?, ?, ?, ${origin})`,
    ),
    ledger: db.prepare(
      `insert into ledger (entry_id, account_id, at, asset, delta, kind, recharge_id, counterparty_id, origin_run, origin_file, origin_line)
       values (?, ?, ?, 'coins', ?, ?, ?, ?, ${origin})`,
    ),
    session: db.prepare(
      `insert into sessions (session_id, account_id, device_id, started_at, ip, ip_country, origin_run, origin_file, origin_line)
       values (?, ?, ?, ?, ?, 'US', ${origin})`,
    ),
  };
  db.exec('begin');
  db.prepare(
    `insert or ignore into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts) values (?, ?, 'bench', 'bench', 1, 1, 0, '{}')`,
  ).run(run, `run-${run}`);
  db.prepare(
    `insert into files (run, name, table_name, rows) values (?, 'recharges.csv', 'recharges', ?)`,
  ).run(run, to - from);
  const people = Math.ceil(recharges / 4);
  for (let i = from; i < to; i += 1) {
    // One in two thousand is a ring: thirty recharges that share a device, two cards and a sink.
    const ring = Math.floor(i / 30) % 2000 === 7 ? Math.floor(i / 30) : null;
    const who = ring === null ? random.int(0, people) : people + i;
    const account = `ac_${who}`;
    const at =
      ring === null ? end - random.int(1, 180) * day : end - 40 * day + (i % 30) * 3_600_000;
    const family = Math.floor(who / 3);
    const card =
      ring === null ? `pi_${who % 5 === 0 ? `f${family}` : who}` : `pi_r${ring}_${i % 2}`;
    const device = ring === null ? `dv_${who}` : `dv_r${ring}`;
    const ip =
      ring === null
        ? `10.${family % 250}.${Math.floor(family / 250) % 250}.${Math.floor(family / 62_500)}`
        : `203.0.113.${ring % 250}`;
    const id = `rc_${i}`;
    insert.account.run(
      account,
      `user${who}`,
      `u${who}@mail.example`,
      `+1555${who}`,
      ring === null ? end - 400 * day : at - 3_600_000,
    );
    insert.recharge.run(
      id,
      account,
      card,
      device,
      ip,
      ring === null ? null : `shop${ring % 40}.example`,
      at,
    );
    insert.event.run(id, 1, at, 'created');
    insert.event.run(id, 2, at + 60_000, 'captured');
    if (random.chance(ring === null ? 0.3 : 60)) insert.event.run(id, 3, at + 20 * day, 'disputed');
    insert.ledger.run(`g_${i}`, account, at + 60_000, 1400, 'recharge_grant', id, null);
    if (random.chance(60) || ring !== null)
      insert.ledger.run(
        `s_${i}`,
        account,
        at + 600_000,
        -1400,
        'gift_sent',
        null,
        ring === null ? `ac_${random.int(0, 400)}` : `ac_${ring % 1000}`,
      );
    insert.session.run(`se_${i}`, account, device, at - 60_000, ip);
  }
  db.exec('commit');
}

function speed(): void {
  const { layout, db } = workspace('speed');
  const random = randomOf(7);
  fill(db, 0, recharges, 1, random);
  const whole = seconds(() => derive(layout.records, layout.derived));
  const nothing = seconds(() => derive(layout.records, layout.derived));
  fill(db, recharges, recharges + 10_000, 2, random);
  const after = seconds(() => derive(layout.records, layout.derived));
  const kept = derive(layout.records, layout.derived);
  const anew = derive(layout.records, `${layout.derived}.anew`);
  const same =
    JSON.stringify(kept.rings) === JSON.stringify(anew.rings) &&
    JSON.stringify(kept.lines) === JSON.stringify(anew.lines);
  const derived = openDerived(layout.derived);
  const graph = createGraph(() => derived);
  const times: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const begun = performance.now();
    graph.around({ kind: 'account', id: `ac_${random.int(0, recharges / 4)}` }, 2, 600);
    times.push(performance.now() - begun);
  }
  derived.close();
  db.close();
  times.sort((a, b) => a - b);
  console.log('\n| what | figure |\n|---|---:|');
  console.log(
    `| links and scores of ${recharges.toLocaleString('en-US')} recharges, from nothing | ${whole} |`,
  );
  console.log(`| the same again, nothing new | ${nothing} |`);
  console.log(`| after a day's drop of 10,000 | ${after} |`);
  console.log(
    `| rings found; the same after the drop as from nothing | ${anew.rings.length}; ${same ? 'yes' : 'NO'} |`,
  );
  console.log(
    `| two hops around an account: p50, p95 of 500 | ${times[250]?.toFixed(1)} ms, ${times[475]?.toFixed(1)} ms |`,
  );
}

try {
  await quality();
  speed();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
