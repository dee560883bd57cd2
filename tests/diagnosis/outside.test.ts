import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verdict as verdictSchema } from '../../contract/diagnosis.ts';
import { desk } from '../faults/door.ts';
import { Drop } from './outside/drop.ts';
import { Shop } from './outside/order.ts';
import { tell } from './outside/stories.ts';
import { diceOf } from './simulator/dice.ts';
import { inWords, reportOn } from './simulator/report.ts';

const cases = Number(process.env.OUTSIDE ?? 700);
const folder = mkdtempSync(path.join(tmpdir(), 'desk-outside-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A second generator, written from the facts and the exchange format and apart from the first one:
 * it knows the desk by its terminal alone. `OUTSIDE=20000` and `SEED=7` run more and others.
 */
test(
  'an outside simulator, through import and terminal, finds no coins said wrongly',
  async () => {
    const seed = Number(process.env.SEED ?? 20261128);
    const dice = diceOf(seed);
    const drop = new Drop(dice);
    const shop = new Shop(drop, dice);
    tell(shop, cases);
    drop.write(path.join(folder, 'drop'));
    const workspace = path.join(folder, 'workspace');
    const as = ['--as', 'olga', '--json'];
    expect((await desk(workspace, ['init', '--owner', 'olga', '--json'])).code).toBe(0);
    const imported = await desk(workspace, ['import', path.join(folder, 'drop'), ...as]);
    expect(imported.code, imported.stdout).toBe(0);
    const judged = await desk(workspace, ['diagnose', '--all', ...as]);
    const verdicts = judged.lines.map((line) => verdictSchema.parse(line));
    const report = reportOn(shop.hidden, verdicts);
    const said = `seed ${seed}\n${inWords(report)}`;
    if (process.env.OUTSIDE !== undefined) console.log(said);
    expect(report.cases, said).toBe(shop.hidden.size);
    expect(report.dangerous, said).toEqual([]);
    expect(report.right / report.cases, said).toBeGreaterThanOrEqual(0.999);

    const swept = (await desk(workspace, ['sweep', ...as])).lines;
    const listed = swept.filter(({ kind }) => kind === 'owed' || kind === 'not_restored');
    const owed = [...shop.hidden].filter(([, truth]) => truth.owed !== null && truth.owed > 0n);
    expect(listed.map((line) => `${line.recharge_id} ${line.coins}`).sort()).toEqual(
      owed.map(([id, truth]) => `${id} ${truth.owed}`).sort(),
    );
  },
  Math.max(120_000, cases * 30),
);
