import { cpSync, rmSync } from 'node:fs';
import { openDoor, signIn } from '../../main/hosts/terminal/door.ts';
import { type BenchCopy, importInto } from './copy.ts';
import { cells, ms, quantile } from './figures.ts';
import { type LookUp, listColumns, lookUps, sorts } from './look-ups.ts';
import { page } from './peer.ts';

async function signedIn({ folder, password }: BenchCopy) {
  const door = await openDoor(folder);
  const { user } = { user: 'bench' };
  process.env.RECHARGE_DESK_PASSWORD = password;
  await signIn(door.client, { as: user });
  return door;
}

type Door = Awaited<ReturnType<typeof signedIn>>;

async function asked({ client }: Door, lookUp: LookUp): Promise<number> {
  const began = performance.now();
  if ('text' in lookUp) {
    const { hits } = await client.records.search({ text: lookUp.text, limit: page });
    if (hits.length === 0) throw new Error(`nothing found of ${lookUp.text}`);
  } else
    await client.records.rows({ ...lookUp.query, columns: listColumns, offset: 0, limit: page });
  return performance.now() - began;
}

/** Look-ups one after the other through the contract, as a door asks them: p50 and p95. */
export async function throughContract(copy: BenchCopy, count: number): Promise<void> {
  const door = await signedIn(copy);
  try {
    const looks = lookUps(copy.recharges, count);
    // What is read for the first time after an import or a start is not what is measured here.
    for (const lookUp of lookUps(copy.recharges, 100).toReversed()) await asked(door, lookUp);
    const taken: { sort: string; took: number }[] = [];
    for (const lookUp of looks) taken.push({ sort: lookUp.sort, took: await asked(door, lookUp) });
    console.log(`\nThrough the contract at ${copy.recharges.toLocaleString('en')}, ms:\n`);
    console.log(
      `${cells(['look-up', 'median', 'p95', 'most'])}\n${cells(['---', '---:', '---:', '---:'])}`,
    );
    for (const sort of [...sorts, 'all'] as const) {
      const own = taken.filter((each) => sort === 'all' || each.sort === sort);
      const list = own.map(({ took }) => took);
      console.log(
        cells([sort, ms(quantile(list, 0.5)), ms(quantile(list, 0.95)), ms(Math.max(...list))]),
      );
    }
  } finally {
    door.close();
  }
}

/**
 * What typing costs while an import runs: the letters of names and ids, one after the other, asked
 * through the contract while the desk is idle and while it imports another drop into a copy of it.
 */
export async function whileImporting(copy: BenchCopy, drop: string): Promise<void> {
  const folder = `${copy.folder}-typing`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(copy.folder, folder, { recursive: true, filter: (name) => !name.endsWith('.sock') });
  const own = { ...copy, folder };
  const door = await signedIn(own);
  try {
    const typed = keystrokes(copy.recharges);
    await typing(door, typed, () => true);
    const idle = await typing(door, typed, () => true);
    let running = true;
    const import_ = importInto(folder, drop, copy.password).finally(() => {
      running = false;
    });
    const busy: number[] = [];
    while (running) busy.push(...(await typing(door, typed, () => running)));
    await import_;
    const after = await typing(door, typed, () => true);
    const before = [...idle, ...after];
    console.log(`\nTyping, letter by letter, through the contract, ms:\n`);
    console.log(
      `${cells(['', 'letters', 'median', 'p95'])}\n${cells(['---', '---:', '---:', '---:'])}`,
    );
    for (const [name, list] of [
      ['idle, before and after', before],
      ['while an import runs', busy],
    ] as const)
      console.log(cells([name, list.length, ms(quantile(list, 0.5)), ms(quantile(list, 0.95))]));
    const ratio = quantile(busy, 0.95) / quantile(before, 0.95);
    console.log(`\np95 while importing ÷ idle: ${ratio.toFixed(2)}`);
  } finally {
    door.close();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What stands in the box after each key, for some of the texts that are looked up. */
function keystrokes(recharges: number): string[] {
  return lookUps(recharges, 100).flatMap((lookUp) =>
    'text' in lookUp
      ? Array.from({ length: lookUp.text.length }, (_, at) => lookUp.text.slice(0, at + 1))
      : [],
  );
}

/** As fast as somebody types who types fast: a key every 40 ms. */
async function typing({ client }: Door, typed: readonly string[], goOn: () => boolean) {
  const taken: number[] = [];
  for (const text of typed) {
    if (!goOn()) break;
    const began = performance.now();
    await client.records.search({ text, limit: page });
    taken.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return taken;
}
