import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWorkspace } from '../records/import-workspace.ts';
import { derive } from './derived.ts';
import { grade } from './world/grade.ts';
import { simulate } from './world/simulate.ts';

const seeds = (process.env.SELLER_SEEDS ?? '1,2').split(',').map(Number);

describe('rings and scam sellers among people who only look like them', () => {
  it.each(seeds)('are told apart (seed %i)', async (seed) => {
    const workspace = makeWorkspace();
    const world = simulate(seed, { everyday: 600, scams: 24 });
    const drop = path.join(workspace.folder, 'world');
    world.drop(drop);
    const imported = await workspace.run(drop);
    expect(Object.values(imported.tables).reduce((sum, one) => sum + one.rejected, 0)).toBe(0);
    const { lines, rings } = derive(
      workspace.layout.records,
      path.join(workspace.folder, 'sellers.db'),
    );
    const got = grade(world.truth, lines, rings);
    const said = JSON.stringify(got, null, 1);
    expect(got.victimsCalledSellers, said).toBe(0);
    expect(got.precision, said).toBeGreaterThanOrEqual(0.98);
    expect(got.recall, said).toBeGreaterThanOrEqual(0.95);
    expect(got.roles, said).toBeGreaterThanOrEqual(0.95);
    expect(got.innocentsAccused, said).toBe(0);
  });
});
