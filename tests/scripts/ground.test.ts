import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { electronPath, noWindow } from '../../scripts/electron.mjs';
import { isInstalled, lacking } from '../../scripts/ground.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ground-'));
  mkdirSync(path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the machine', () => {
  const fit = { node: '20.19.0', npm: '10.0.0', platform: 'linux', arch: 'x64' };

  test.each([
    fit,
    { ...fit, node: '24.21.0', npm: '11.19.1' },
    { ...fit, platform: 'win32' },
    { ...fit, platform: 'linux', arch: 'arm64' },
    { ...fit, platform: 'darwin', arch: 'arm64', node: '22.12.0' },
  ])('$platform-$arch with Node $node and npm $npm will do', (machine) => {
    expect(lacking(machine)).toBeNull();
  });

  test.each([
    [{ ...fit, node: '20.18.3' }, 'Node 20.19.0'],
    [{ ...fit, node: '18.20.4' }, 'Node 20.19.0'],
    [{ ...fit, npm: null }, 'npm was not found'],
    [{ ...fit, npm: '9.9.4' }, 'npm 10 or 11'],
    [{ ...fit, platform: 'darwin', arch: 'arm64', node: '20.19.0' }, 'Node 22.12.0'],
    [{ ...fit, platform: 'darwin', arch: 'x64', node: '22.11.0' }, 'Node 22.12.0'],
  ])('%o is told in one sentence what to install', (machine, what) => {
    const said = lacking(machine);
    expect(said).toContain(what);
    expect(said).toMatch(
      /^[^\n]+: (?:install|run) [^\n]+ and (?:run|then) the same command again\.$/,
    );
  });
});

describe('the packages', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  };
  const there = (packages: object | string) => {
    const file = path.join(folder, 'node_modules/.package-lock.json');
    writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    writeFileSync(file, typeof packages === 'string' ? packages : JSON.stringify({ packages }));
    return isInstalled(folder);
  };
  const a = wanted['node_modules/a'];

  test('are there when every one has its version, but for those of other platforms', () => {
    expect(there({ 'node_modules/a': a })).toBe(true);
    expect(there(wanted)).toBe(true);
  });

  test('are not there when one is missing, stale, or was broken off', () => {
    expect(there({})).toBe(false);
    expect(there({ 'node_modules/a': { ...a, version: '0.9.0' } })).toBe(false);
    expect(there({ 'node_modules/a': { ...a, integrity: 'sha512-other' } })).toBe(false);
    expect(there({ 'node_modules/a': a, 'node_modules/b': { version: '1.0.0' } })).toBe(false);
    expect(there('{"packages":')).toBe(false);
    expect(isInstalled(path.join(folder, 'nowhere'))).toBe(false);
  });
});

describe('the desktop window', () => {
  test('is opened where there is a screen, and not for root', () => {
    const screen = { DISPLAY: ':0' };
    expect(noWindow({ platform: 'linux', env: screen, uid: 1000 })).toBeNull();
    expect(noWindow({ platform: 'linux', env: { WAYLAND_DISPLAY: 'w' }, uid: 1000 })).toBeNull();
    expect(noWindow({ platform: 'darwin', env: {}, uid: 501 })).toBeNull();
    expect(noWindow({ platform: 'linux', env: {}, uid: 1000 })).toContain('no screen');
    expect(noWindow({ platform: 'linux', env: screen, uid: 0 })).toContain('root');
  });

  test('has its program only where its files are', () => {
    expect(electronPath(folder)).toBeNull();
    writeFileSync(path.join(folder, 'path.txt'), 'electron');
    expect(electronPath(folder)).toBeNull();
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(path.join(folder, 'dist/electron'), '');
    expect(electronPath(folder)).toBe(path.join(folder, 'dist/electron'));
  });
});

test('the Chromium is the one that is named, else one on PATH, else none', () => {
  const there = path.join(folder, 'chromium');
  mkdirSync(path.join(folder, 'bin/chromium'), { recursive: true });
  writeFileSync(there, '', { mode: 0o755 });
  vi.stubEnv('CHROMIUM', '');
  vi.stubEnv('PATH', [path.join(folder, 'bin'), folder].join(path.delimiter));
  expect(chromiumPath()).toBe(there);
  vi.stubEnv('PATH', path.join(folder, 'bin'));
  expect(chromiumPath()).toBeNull();
  vi.stubEnv('CHROMIUM', '/opt/chromium');
  expect(chromiumPath()).toBe('/opt/chromium');
  vi.unstubAllEnvs();
});
