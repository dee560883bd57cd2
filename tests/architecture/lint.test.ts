import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Faults that the linter has to find, by the rule; the walk of imports is a second net. */
const planted: [string, string, string][] = [
  ['no-restricted-imports', 'contract/a.ts', "import 'node:fs';"],
  ['no-restricted-imports', 'main/desk/audit/b.ts', "import type {} from '../staff/staff.ts';"],
  ['no-restricted-imports', 'main/desk/staff/c.ts', "import '../audit/chain.ts';"],
  ['no-restricted-imports', 'main/desk/staff/d.ts', "import 'node:http';"],
  ['no-restricted-imports', 'main/hosts/browser/e.ts', "import 'electron';"],
  ['no-restricted-imports', 'renderer/app/f.tsx', "import '../../main/desk/desk.ts';"],
  ['no-default-export', 'main/desk/staff/g.ts', 'export default 1;'],
  ['no-cycle', 'main/desk/staff/h.ts', "import { i } from './i.ts'; export const h = i;"],
  ['no-floating-promises', 'main/desk/staff/j.ts', 'export function j() { Promise.resolve(); }'],
  ['no-misused-promises', 'main/desk/staff/k.ts', '[1].forEach(async () => {});'],
  [
    'switch-exhaustiveness-check',
    'main/desk/staff/l.ts',
    "export function l(x: 'a' | 'b') { switch (x) { case 'a': return 1; } return 2; }",
  ],
  ['no-explicit-any', 'main/desk/staff/m.ts', 'export const m: any = 1;'],
];

let folder: string;
let said: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'planted-'));
  for (const file of globSync('{.oxlintrc,tsconfig*}.json', { cwd: root }))
    cpSync(path.join(root, file), path.join(folder, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const circle = "import { h } from './h.ts'; export const i = h;";
  for (const [, file, source] of [...planted, ['', 'main/desk/staff/i.ts', circle]] as const) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
  const args = [oxlint, '--type-aware', '--format', 'unix'];
  said = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(planted)('%s is found in %s', (rule, file) => {
  const lines = said.split('\n').filter((line) => line.startsWith(file));
  expect(lines.join('\n')).toContain(rule);
});
