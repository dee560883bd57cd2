import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { recordsMigrations } from '../../main/desk/records/records.ts';
import { type Db, layoutOf, migrate, openFile } from '../../main/desk/storage/storage.ts';
import { randomOf } from '../../tests/sellers/world/world.ts';

/** A workspace folder with an empty copy. */
export function emptyWorkspace(folder: string) {
  const layout = layoutOf(folder);
  for (const dir of [layout.folder, layout.attachments, layout.staging, layout.rejects])
    mkdirSync(dir, { recursive: true });
  const db = openFile(layout.records, 'copy', 'write');
  migrate(db, layout.records, recordsMigrations);
  return { layout, db };
}

const end = Date.UTC(2026, 10, 22);
const day = 86_400_000;

/** Fills recharges and what goes with them straight into the copy, as of run `run`. */
function fill(db: Db, recharges: number, from: number, to: number, run: number): void {
  const random = randomOf(run);
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

/**
 * A copy of so many recharges, made once and kept in `kept`; what is given is a fresh copy of that
 * file in `folder`, which a run may change.
 */
export function bigCopy(kept: string, folder: string, recharges: number) {
  const made = path.join(kept, `records-${recharges}.db`);
  if (!existsSync(made)) {
    const making = path.join(kept, 'making');
    rmSync(making, { recursive: true, force: true });
    const { layout, db } = emptyWorkspace(making);
    fill(db, recharges, 0, recharges, 1);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    renameSync(layout.records, made);
    rmSync(making, { recursive: true, force: true });
  }
  const layout = layoutOf(folder);
  mkdirSync(layout.folder, { recursive: true });
  copyFileSync(made, layout.records);
  return { layout, db: openFile(layout.records, 'copy', 'write') };
}

/** A day's drop of ten thousand recharges on top of it. */
export function dayDrop(db: Db, recharges: number): void {
  fill(db, recharges, recharges, recharges + 10_000, 2);
}
