import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { areas, faultsOf, placeOf } from './layers.ts';

const root = path.resolve(import.meta.dirname, '../..');

function sources(): Map<string, string> {
  const files = globSync('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}', {
    cwd: root,
    exclude: (name) => ['node_modules', 'out', '.git', 'test-results'].includes(name),
  });
  const names = files.map((file) => file.split(path.sep).join('/'));
  return new Map(names.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

test('every file stands in a known folder and imports only what it may', () => {
  const files = sources();
  expect(files.size).toBeGreaterThan(100);
  expect(faultsOf(files)).toEqual([]);
});

/** Controls: each of these must be found, or the walk above says nothing. */
const wrong: [string, string][] = [
  ['main/desk/helpers/x.ts', ''],
  ['main/util/x.ts', ''],
  ['lib/x.ts', ''],
  ['main/hosts/web/x.ts', ''],
  ['renderer/common/x.tsx', ''],
  ['contract/deep/x.ts', ''],
  ['contract/x.ts', "import { readFileSync } from 'node:fs';"],
  ['contract/x.ts', "import { openDesk } from '../main/desk/desk.ts';"],
  ['main/desk/audit/x.ts', "import type { Staff } from '../staff/staff.ts';"],
  ['main/desk/audit/x.ts', "export { staff } from '../staff/staff.ts';"],
  ['main/desk/audit/x.ts', "export * from '../cases/cases.ts';"],
  ['main/desk/audit/x.ts', "let s: import('../staff/staff.ts').Staff;"],
  ['main/desk/audit/x.ts', "const s = await import('../staff/staff.ts');"],
  ['main/desk/audit/x.ts', 'const s = await import(`../staff/${name}.ts`);'],
  ['main/desk/audit/x.ts', "const s = new URL('../staff/staff.ts', import.meta.url);"],
  ['main/desk/audit/x.ts', "const s = require('../staff/staff.ts');"],
  ['main/desk/staff/deep/x.ts', "import { chain } from '../../audit/chain.ts';"],
  ['main/desk/audit/x.ts', "import { openDesk } from '../desk.ts';"],
  ['main/desk/desk.ts', "import { chain } from './audit/chain.ts';"],
  ['main/desk/desk.ts', "import { connectDesk } from '../hosts/local/connect.ts';"],
  ['main/desk/audit/x.ts', "import { createServer } from 'node:http';"],
  ['main/desk/audit/x.ts', "import { isIP, connect } from 'node:net';"],
  ['main/desk/audit/x.ts', "import net from 'net';"],
  ['main/desk/audit/x.ts', "import { app } from 'electron';"],
  ['main/hosts/browser/x.ts', "import { app } from 'electron/main';"],
  ['main/hosts/browser/x.ts', "import { openDesk } from '../../desk/desk.ts';"],
  ['main/hosts/browser/x.ts', "import { openWindow } from '../desktop/window.ts';"],
  ['main/hosts/local/x.ts', "import { createAudit } from '../../desk/audit/audit.ts';"],
  ['main/hosts/terminal/x.ts', "import { createServer } from 'node:net';"],
  ['main/hosts/page-files.ts', "import { serveBrowser } from './browser/browser.ts';"],
  ['verifier/x.ts', "import { chainHash } from '../main/desk/audit/chain.ts';"],
  ['verifier/x.ts', "import { anchor } from '../contract/audit.ts';"],
  ['verifier/x.ts', "import Database from 'better-sqlite3';"],
  ['preload/index.ts', "import { contract } from '../contract/contract.ts';"],
  ['renderer/app/x.tsx', "import { openDesk } from '../../main/desk/desk.ts';"],
  ['renderer/app/x.tsx', "import path from 'node:path';"],
  ['renderer/app/x.tsx', "import { RPCHandler } from '@orpc/server/ws';"],
  ['renderer/ui/x.tsx', "import { SignIn } from '../staff/sign-in.tsx';"],
  ['renderer/app/x.tsx', "import { standUp } from '../../tests/hosts/browser-door.ts';"],
];
test.each(wrong)('control: %s with «%s» is a fault', (file, source) => {
  expect(faultsOf(new Map([[file, source]]))).toHaveLength(1);
});

const right: [string, string][] = [
  ['contract/x.ts', "import { z } from 'zod'; import { money } from './values.ts';"],
  ['main/desk/cases/x.ts', "import { audit } from '../audit/audit.ts';"],
  ['main/desk/audit/deep/x.ts', "import { chain } from '../chain.ts';"],
  ['main/desk/records/x.ts', "import { isIP } from 'node:net';"],
  ['main/desk/desk.ts', "import { createCases } from './cases/cases.ts';"],
  ['main/hosts/local/x.ts', "import { openDesk } from '../../desk/desk.ts';"],
  ['main/hosts/desktop/x.ts', "import { app } from 'electron';"],
  ['main/hosts/terminal/x.ts', "import { serveBrowser } from '../browser/browser.ts';"],
  ['renderer/records/x.tsx', "import type { Verdict } from '../../contract/diagnosis.ts';"],
  ['renderer/app/x.tsx', "import { Home } from '../workspace/home.tsx';"],
];
test.each(right)('%s with «%s» is none', (file, source) => {
  expect(faultsOf(new Map([[file, source]]))).toEqual([]);
});

describe('the walk', () => {
  test('knows every area of the desk, and no other', () => {
    const there = globSync('main/desk/*/', { cwd: root }).map((folder) => path.basename(folder));
    expect(there.filter((name) => !areas.some((area) => area === name))).toEqual([]);
  });

  test('is not misled by strings and comments', () => {
    const source = "// import x from 'electron';\nconst s = \"import y from 'electron'\";";
    expect(importsOf('main/desk/audit/x.ts', source)).toEqual([]);
  });

  test('stops at a file that it cannot read', () => {
    expect(() => importsOf('contract/x.ts', 'const = ;')).toThrow('cannot be parsed');
  });

  test('tells places apart', () => {
    expect(placeOf('main/desk/records/import/csv.ts')).toEqual({ layer: 'desk', part: 'records' });
    expect(placeOf('main/desk/desk.ts')).toEqual({ layer: 'desk' });
    expect(placeOf('main/x.ts')).toBeNull();
  });
});
