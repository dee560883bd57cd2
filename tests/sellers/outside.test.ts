import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWorkspace } from '../records/import-workspace.ts';
import { derive } from './derived.ts';
import type { Without } from './outside/town.ts';
import { gradeOutside, outsideWorld } from './outside/world.ts';

const seeds = (process.env.OUTSIDE_SEEDS ?? '1,2').split(',').map(Number);

async function judged(seed: number, without: Without = {}) {
  const workspace = makeWorkspace();
  const town = outsideWorld(seed, without);
  const drop = path.join(workspace.folder, 'town');
  town.drop(drop);
  const imported = await workspace.run(drop);
  expect(Object.values(imported.tables).reduce((sum, one) => sum + one.rejected, 0)).toBe(0);
  const { lines, rings } = derive(
    workspace.layout.records,
    path.join(workspace.folder, 'sellers.db'),
  );
  return gradeOutside(town, lines, rings);
}

describe('the world of a second author', () => {
  it.each(seeds)('is told apart: sellers, parts, and nobody accused (seed %i)', async (seed) => {
    const got = await judged(seed);
    const said = JSON.stringify(got, null, 1);
    expect(got.victimsCalledSellers, said).toBe(0);
    expect(got.accused, said).toEqual([]);
    expect(got.precision, said).toBeGreaterThanOrEqual(0.98);
    expect(got.recall, said).toBeGreaterThanOrEqual(0.95);
    expect(got.roles, said).toBeGreaterThanOrEqual(0.95);
  });

  const gaps: readonly (readonly [
    what: string,
    without: Without,
    recall: number,
    roles: number,
  ])[] = [
    ['its price list and rates', { packages: true, rates: true }, 0.95, 0.95],
    ['its addresses', { addresses: true }, 0.95, 0.95],
    ['its devices', { devices: true }, 0.9, 0.85],
    ['the sites that buyers came from', { sites: true }, 0.9, 0.85],
  ];
  it.each(gaps)('accuses nobody where a copy lacks %s', async (_, without, recall, roles) => {
    const got = await judged(3, without);
    const said = JSON.stringify(got, null, 1);
    expect(got.victimsCalledSellers, said).toBe(0);
    expect(got.accused, said).toEqual([]);
    expect(got.precision, said).toBeGreaterThanOrEqual(0.98);
    expect(got.recall, said).toBeGreaterThanOrEqual(recall);
    expect(got.roles, said).toBeGreaterThanOrEqual(roles);
  });
});
