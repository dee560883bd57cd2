import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from '../scripts/ground.mjs';
import { type Db, openFile } from '../main/desk/storage/storage.ts';

/** A workspace of the bench: where it is, and how its owner signs in. */
export interface BenchWorkspace {
  readonly folder: string;
  readonly password: string;
}

const channels = ['web', 'app_store', 'google_play', 'partner'] as const;
const providers = ['stripe', 'apple', 'google', 'paypoint', 'adyen', 'cardlink'] as const;
const countries = 'US BR GB ID DE MX TR JP VN SA PH TH EG NG IN FR IT ES CA AU'.split(' ');
const kinds = ['residential', 'mobile', 'hosting', 'vpn'] as const;
const networks = ['wifi', '4g', '5g', '3g', 'ethernet'] as const;
const packages = [70, 350, 700, 1400, 3500, 7000, 17_500] as const;

/** A small generator of whole numbers, the same for the same seed. */
function dice(seed: number) {
  let state = seed >>> 0;
  return (sides: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/**
 * Makes a workspace with so many made-up recharges and nothing else, straight into the table, and
 * keeps it for the next run: what is measured here reads that one table.
 */
export async function makeWorkspace(folder: string, recharges: number): Promise<BenchWorkspace> {
  const kept = path.join(folder, 'owner.json');
  const workspace = path.join(folder, 'workspace');
  if (!existsSync(kept)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const init = [
      'scripts/desk.mjs',
      'init',
      '--owner',
      'bench',
      '--json',
      '--workspace',
      workspace,
    ];
    const { output } = await runNode(init, { keep: 'stdout' });
    const { password } = JSON.parse(output) as { password: string };
    const began = performance.now();
    const db = openFile(path.join(workspace, 'records.db'), 'copy', 'write');
    fill(db, recharges);
    db.close();
    console.log(`${recharges} recharges made in ${Math.round(performance.now() - began)} ms`);
    writeFileSync(kept, JSON.stringify({ password }));
  }
  const { password } = JSON.parse(readFileSync(kept, 'utf8')) as { password: string };
  return { folder: workspace, password };
}

function fill(db: Db, recharges: number): void {
  const indices = db
    .prepare(
      `select name, sql from sqlite_schema where type = 'index' and tbl_name = 'recharges' and sql is not null`,
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indices) db.exec(`drop index "${name}"`);
  const roll = dice(20_261_127);
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  db.transaction(() => {
    db.exec(`insert into runs (number, run, drop_name, by, started_at, finished_at, as_of, as_of_guessed, counts)
             values (1, 'run-bench', 'bench', 'bench', 0, 0, ${Date.UTC(2026, 10, 23)}, 0, '{}')`);
    db.exec(
      `insert into files (number, run, name, table_name, rows) values (1, 1, 'recharges.csv', 'recharges', ${recharges})`,
    );
    const insert = db.prepare(
      `insert into recharges (recharge_id, account_id, channel, sku, quantity, coins, bonus_coins, currency,
         amount_minor, storefront, provider, external_id, device_id, ip, ip_country, ip_kind, app_version, os,
         network, created_at, origin_run, origin_file, origin_line)
       values (?, ?, ?, ?, 1, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?)`,
    );
    for (let at = 0; at < recharges; at += 1) {
      const country = pick(countries);
      const coins = pick(packages);
      insert.run(
        `rc_${at.toString(36).padStart(8, '0')}`,
        `ac_${roll(Math.max(10, recharges / 4))
          .toString(36)
          .padStart(7, '0')}`,
        pick(channels),
        `coins.p${roll(7)}`,
        coins,
        country === 'US' ? 'USD' : pick(['EUR', 'BRL', 'GBP', 'IDR', 'JPY', 'MXN']),
        coins + roll(90),
        roll(50) === 0 ? null : country,
        pick(providers),
        `GPA.${at.toString().padStart(12, '0')}`,
        `dv_${roll(recharges / 2).toString(36)}`,
        `192.0.2.${roll(256)}`,
        roll(20) === 0 ? pick(countries) : country,
        pick(kinds),
        `7.${roll(40)}.0`,
        roll(2) === 0 ? 'Android 14' : 'iOS 18.1',
        pick(networks),
        Date.UTC(2026, 0, 1) + roll(28_000_000) * 1000,
        at + 2,
      );
    }
  })();
  for (const { sql } of indices) db.exec(sql);
}
