import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { userInfo } from 'node:os';
import { Client } from 'pg';
import { bigTables } from '../records/big-drop.ts';
import { listColumns } from './look-ups.ts';
import {
  boxSql,
  boxValues,
  middles,
  names,
  type Peer,
  page,
  questionOf,
  starts,
  tails,
} from './peer.ts';

const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';

/** PostgreSQL never runs as root: there it runs as its own user. */
const asUser = userInfo().uid === 0 ? ['runuser', '-u', 'postgres', '--'] : [];

function run(program: string, ...args: string[]): void {
  const [command = '', ...rest] = [...asUser, path.join(bin, program), ...args];
  execFileSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * A PostgreSQL of our own on a socket in its folder, with the records of a drop, the same indices,
 * and trigrams where the desk has them; two peers over it: one is told the column, the other looks
 * everywhere as the box does. Empty where PostgreSQL or pg_trgm is not installed.
 */
export async function openPostgres(home: string, drop: string): Promise<Peer[]> {
  if (!existsSync(path.join(bin, 'initdb'))) {
    console.log(
      `PostgreSQL is not measured: there is none in ${bin} (POSTGRES_BIN names another).`,
    );
    return [];
  }
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o711);
  if (asUser.length > 0) spawnSync('chown', ['postgres', home]);
  const data = path.join(home, 'data');
  run(
    'initdb',
    '-D',
    data,
    '-A',
    'trust',
    '--lc-collate=C',
    '--lc-ctype=C.UTF-8',
    '--encoding=UTF8',
    '--no-instructions',
  );
  const options = [
    `-c listen_addresses=''`,
    `-c unix_socket_directories=${home}`,
    '-c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB -c fsync=off',
    '-c max_wal_size=8GB -c jit=off -c random_page_cost=1.1 -c effective_cache_size=8GB',
  ].join(' ');
  const log = path.join(home, 'log');
  run('pg_ctl', '-D', data, '-l', log, '-w', '-o', options, 'start');
  const stop = () => {
    run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
    rmSync(home, { recursive: true, force: true });
  };
  try {
    return await filled(home, drop, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

async function filled(home: string, drop: string, stop: () => void): Promise<Peer[]> {
  const user = asUser.length > 0 ? 'postgres' : userInfo().username;
  const client = new Client({ host: home, user, database: 'postgres' });
  await client.connect();
  await client.query('create extension pg_trgm');
  const began = performance.now();
  for (const table of bigTables) await load(client, table, path.join(drop, `${table}.csv`));
  for (const sql of indices()) await client.query(sql);
  await client.query('vacuum analyze');
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`PostgreSQL loaded, indexed and analysed in ${seconds} s.`);

  const list = (where: string, order: string) =>
    `select ${listColumns.join(', ')} from recharges where ${where} order by ${order} limit ${page}`;
  const box = boxSql();
  return [
    {
      name: 'PostgreSQL, told the column',
      told: true,
      async find(lookUp) {
        if ('sql' in lookUp)
          return (await client.query(list(lookUp.sql.where, lookUp.sql.order))).rows.length;
        const { table, column, how } = lookUp.told;
        const { sql, values } = questionOf(lookUp.told);
        const name = `${table} ${column} ${how}`;
        return (await client.query({ name, text: sql, values: values(lookUp.text) })).rows.length;
      },
      close: async () => {},
    },
    {
      name: 'PostgreSQL, as the box',
      told: false,
      async find(lookUp) {
        if ('sql' in lookUp)
          return (await client.query(list(lookUp.sql.where, lookUp.sql.order))).rows.length;
        const values = boxValues(lookUp.text);
        return (await client.query({ name: 'box', text: box, values })).rows.length;
      },
      async close() {
        await client.end();
        stop();
      },
    },
  ];
}

const numbers = new Set([
  ...['coins', 'bonus_coins', 'amount_minor', 'tax_minor', 'quantity', 'created_at', 'updated_at'],
  ...['price_minor', 'purchased_at', 'captured_minor', 'refunded_minor', 'captured_at', 'at'],
  ...['delta', 'balance_after', 'opened_at', 'first_seen', 'last_seen'],
]);

/** Numbers that are counted with are numbers, all else is text. */
function load(client: Client, table: string, file: string): Promise<unknown> {
  const head = readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
  const columns = head.split(',').map((name) => `${name} ${numbers.has(name) ? 'bigint' : 'text'}`);
  return client.query(
    `create table ${table} (${columns.join(', ')});
     copy ${table} from '${file}' with (format csv, header true);`,
  );
}

function indices(): string[] {
  const plain = [...starts, ['recharges', 'created_at'], ['recharges', 'amount_minor']] as const;
  return [
    ...plain.map(([table, column]) => `create index on ${table} (${column})`),
    ...names.map(([table, column]) => `create index on ${table} (lower(${column}))`),
    ...tails.map(
      ([table, column]) => `create index on ${table} (lower(reverse(right(${column}, 8))))`,
    ),
    ...middles.map(
      ([table, column]) => `create index on ${table} using gin (${column} gin_trgm_ops)`,
    ),
    'create index on recharges (account_id, created_at)',
  ];
}
