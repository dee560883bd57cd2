import { ensureInstalled, runNode, toolScript } from './ground.mjs';
import { asProgram, isMain } from './running.mjs';

/** What every change has to pass, by name: the tool, its command and what it is asked. */
const checks = /** @type {const} */ ([
  ['types', 'typescript', 'tsc', ['-b', '--pretty']],
  ['lint', 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['format', '@biomejs/biome', 'biome', ['format', '--colors=force']],
  ['dead code', 'knip', 'knip', ['--no-progress']],
]);
/** The import walk is a suite of its own; the other suites are no part of a quick check. */
const layers = /** @type {const} */ ([
  'layers',
  'vitest',
  'vitest',
  ['run', 'tests/architecture', '--reporter=dot'],
]);

/**
 * Runs the checks one after the other; says one line each, and what a failing one said.
 * @param {readonly (readonly [string, string, string, readonly string[]])[]} [what]
 * @returns {Promise<{ name: string, passed: boolean }[]>}
 */
export async function runChecks(what = checks) {
  const results = [];
  for (const [name, tool, bin, args] of what) {
    const since = performance.now();
    const { code, output } = await runNode([toolScript(tool, bin), ...args], { keep: 'all' });
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} ${seconds} s`);
    if (code !== 0) console.log(output.trimEnd());
    results.push({ name, passed: code === 0 });
  }
  return results;
}

async function main() {
  await ensureInstalled();
  const results = await runChecks([...checks, layers]);
  return results.every((check) => check.passed) ? 0 : 1;
}

if (isMain(import.meta.url)) await asProgram(main);
