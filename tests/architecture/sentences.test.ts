import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Where the words themselves are made, and where a name is made of a number that nobody reads as one. */
const home: ReadonlySet<string> = new Set([
  'contract/say.ts',
  'main/desk/sellers/price/paid-prices.ts',
]);

/** What a sentence must not make by itself: coins without marks, a time in pieces of its wire form. */
const byHand = [
  /\$\{(?!say|format|counted)[^{}]*\} coins?\b/,
  /\.slice\(0, 1[69]\)\.replace\('T', ' '\)\} UTC/,
  /\.slice\(11, 16\)\} UTC/,
  /\(\$\{[\w.]*root_cause\}\)/,
  /root_cause\.replaceAll\(/,
];

function faultsOf(file: string, text: string): string[] {
  if (home.has(file)) return [];
  return text
    .split('\n')
    .flatMap((line, index) =>
      byHand.some((wrong) => wrong.test(line)) ? [`${file}:${index + 1} ${line.trim()}`] : [],
    );
}

test('coins, times and causes stand in sentences by the words that all share', () => {
  const files = globSync('{contract,main/desk,main/hosts,renderer}/**/*.{ts,tsx}', { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !file.startsWith('main/desk/records/demo/'));
  expect(files.length).toBeGreaterThan(300);
  expect(
    files.flatMap((file) => faultsOf(file, readFileSync(path.join(root, file), 'utf8'))),
  ).toEqual([]);
});

/** Controls: each of these must be found, or the walk above says nothing. */
test.each([
  '`Granted ${net} coins, ordered ${coins}.`',
  '`${owed} coins are owed.`',
  '`${one} coin is owed.`',
  "` at ${text.slice(0, 16).replace('T', ' ')} UTC`",
  '`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`',
  '`The verdict (${verdict.root_cause}) says`',
  "verdict.root_cause.replaceAll('_', ' ')",
])('a sentence that makes its own is found: %s', (line) => {
  expect(faultsOf('main/desk/x.ts', line)).toHaveLength(1);
});
