import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { throughContract, whileImporting } from './search/contract.ts';
import { openCopy } from './search/copy.ts';
import { openDuck } from './search/duckdb.ts';
import { cells, ms, quantile } from './search/figures.ts';
import { openOwn } from './search/in-process.ts';
import { type LookUp, lookUps, sorts } from './search/look-ups.ts';
import type { Peer } from './search/peer.ts';
import { typedIntoPage } from './search/page.ts';
import { openPostgres } from './search/postgres.ts';
import { writeBigDrop } from './records/big-drop.ts';

/**
 * The search box and lists over a big copy: `npm run bench:search -- --rows 1000000`. First through
 * the contract, then inside one process beside DuckDB and PostgreSQL over the same look-ups, in
 * turns. `--typing` types while an import runs, `--page` types into the built page. Copies are kept in RECHARGE_DESK_BENCH.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    count: { type: 'string', default: '400' },
    peers: { type: 'boolean', default: true },
    typing: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
const home = process.env.RECHARGE_DESK_BENCH ?? '/tmp/recharge-desk-bench';
mkdirSync(home, { recursive: true });

/** Look-ups that one engine answers before the next has its turn. */
const atATime = 50;

/** Each engine answers other look-ups for so long first: code is compiled, what is asked often is near. */
const warmMs = 5000;

async function warmUp(peer: Peer, looks: readonly LookUp[]): Promise<void> {
  const began = performance.now();
  for (const look of looks) {
    if (performance.now() - began > warmMs) break;
    await peer.find(look);
  }
}

/** Medians of each engine over the same look-ups, in turns. */
async function compare(peers: readonly Peer[], recharges: number): Promise<void> {
  const count = Number(values.count);
  const looks = lookUps(recharges, count);
  for (const peer of peers) await warmUp(peer, lookUps(recharges, 10 * count).slice(count));
  const taken = new Map(peers.map((peer) => [peer.name, [] as { sort: string; took: number }[]]));
  // Some at a time, so that none works in caches that another has just filled.
  for (let from = 0; from < looks.length; from += atATime)
    for (const peer of peers)
      for (const look of looks.slice(from, from + atATime)) {
        const began = performance.now();
        const found = await peer.find(look);
        taken.get(peer.name)?.push({ sort: look.sort, took: performance.now() - began });
        if (found === 0 && 'text' in look)
          throw new Error(`${peer.name} found nothing of ${look.text}`);
      }
  console.log('\nIn one process, the first fifty, medians in ms:\n');
  console.log(cells(['engine', ...sorts, 'all', '÷ desk']));
  console.log(cells(['---', ...sorts.map(() => '---:'), '---:', '---:']));
  const all = (name: string) => quantile(taken.get(name)?.map(({ took }) => took) ?? [], 0.5);
  for (const { name, told } of peers) {
    const own = taken.get(name) ?? [];
    const bySort = sorts.map((sort) =>
      ms(
        quantile(
          own.filter((each) => each.sort === sort).map(({ took }) => took),
          0.5,
        ),
      ),
    );
    const desk = peers.find((peer) => peer.told === told);
    const ratio = all(name) / all(desk?.name ?? '');
    console.log(cells([name, ...bySort, ms(all(name)), ratio.toFixed(1)]));
  }
}

const copy = await openCopy(home, Number(values.rows));
await throughContract(copy, Number(values.count));
if (values.peers) {
  const peers = [
    ...(await openOwn(copy.folder)),
    ...(await openDuck(copy.drop)),
    ...(await openPostgres(path.join(home, 'postgres'), copy.drop)),
  ];
  try {
    await compare(peers, copy.recharges);
  } finally {
    for (const peer of peers) await peer.close();
  }
}
if (values.page) await typedIntoPage(copy);
if (values.typing) {
  const drop = path.join(home, 'drop-100000');
  writeBigDrop(drop, 100_000);
  await whileImporting(copy, drop);
}
