import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deskEnv, runNode } from '../../scripts/ground.mjs';
import { writeBigDrop } from '../records/big-drop.ts';

/** A copy of so many recharges, made from a drop by an ordinary import. */
export interface BenchCopy {
  readonly recharges: number;
  readonly drop: string;
  readonly folder: string;
  readonly password: string;
}

/** Makes the drop and imports it, unless `home` keeps both from a run before. */
export async function openCopy(home: string, recharges: number): Promise<BenchCopy> {
  const drop = path.join(home, `drop-${recharges}`);
  const kept = path.join(home, `search-${recharges}`);
  const folder = path.join(kept, 'workspace');
  const owner = path.join(kept, 'owner.json');
  if (!existsSync(drop)) writeBigDrop(drop, recharges);
  if (!existsSync(owner)) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    const init = ['init', '--owner', 'bench', '--json', '--workspace', folder];
    const { output } = await runNode(['scripts/desk.mjs', ...init], { keep: 'stdout' });
    const { password } = JSON.parse(output) as { password: string };
    const began = performance.now();
    await importInto(folder, drop, password);
    const seconds = (performance.now() - began) / 1000;
    console.log(`${recharges} recharges imported in ${seconds.toFixed(0)} s`);
    writeFileSync(owner, JSON.stringify({ password }));
  }
  const { password } = JSON.parse(readFileSync(owner, 'utf8')) as { password: string };
  return { recharges, drop, folder, password };
}

/** Imports a drop at the terminal's door, as `bench`. */
export async function importInto(folder: string, drop: string, password: string): Promise<void> {
  const verb = ['import', drop, '--workspace', folder, '--as', 'bench', '--json'];
  await runNode(['scripts/desk.mjs', ...verb], {
    keep: 'stdout',
    env: { ...deskEnv(), RECHARGE_DESK_PASSWORD: password },
  });
}
