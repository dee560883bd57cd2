import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages: Record<string, Entry> = read('package-lock.json').packages;
const manifest = read('package.json');

describe('the lockfile', () => {
  test('names no address, so that it works with any registry', () => {
    const addressed = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(addressed).toEqual([]);
    expect(addressIn({ 'node_modules/x': { resolved: 'https://registry.example/x.tgz' } })).toBe(1);
  });

  test('holds every package by its digest', () => {
    const loose = Object.entries(packages).filter(([name, entry]) => name && !entry.integrity);
    expect(loose).toEqual([]);
  });

  test('holds the packages of other platforms too, without which `npm ci` refuses', () => {
    const wanted = Object.values(packages).flatMap((entry) =>
      Object.keys(entry.optionalDependencies ?? {}),
    );
    const names = Object.keys(packages).map((place) => place.split('node_modules/').at(-1));
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('has the Node of every platform that it is packaged for', () => {
    for (const name of Object.keys(manifest.optionalDependencies))
      expect(packages[`node_modules/${name}`]?.version, name).toBe(
        manifest.optionalDependencies[name],
      );
  });
});

test('every version is pinned exactly, and families to one version', () => {
  const all: Record<string, string> = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  for (const [name, version] of Object.entries(all))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  for (const family of ['@orpc/', '@mantine/']) {
    const versions = Object.keys(all).filter((name) => name.startsWith(family));
    expect(new Set(versions.map((name) => all[name])).size, family).toBe(1);
  }
});

function addressIn(entries: Record<string, Entry>): number {
  return Object.values(entries).filter((entry) => entry.resolved !== undefined).length;
}
