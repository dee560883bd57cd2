import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChecks } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, deskEnv, runNode, toolScript } from './ground.mjs';
import { asProgram, isMain, root } from './running.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const reports = path.join(root, 'node_modules', '.cache', 'reports');

async function main() {
  const total = sum(await tallyAll());
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}

/** What could not even be started counts as one failed, and the rest goes on where it can. */
async function tallyAll() {
  const ready = await tried(ensureInstalled);
  if (!ready) return [one(false)];
  console.log('\nChecks');
  const checks = (await runChecks()).map(({ passed }) => one(passed));
  console.log('\nBuild');
  const build = one(await tried(ensureBuilt));
  const vitest = ['run', '--reporter=default', '--reporter=json'];
  const suites = await tallyRunner('Suites', [toolScript('vitest'), ...vitest], readVitest);
  const playwright = [toolScript('@playwright/test', 'playwright'), 'test', '--reporter=list,json'];
  const browser = (await tried(ensureChromium))
    ? await tallyRunner('Browser', playwright, readPlaywright)
    : one(false);
  return [...checks, build, suites, browser];
}

/** @param {() => Promise<void>} work */
async function tried(work) {
  try {
    await work();
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return false;
  }
}

/**
 * Runs a test runner in plain sight and reads what it wrote down. One that fails without a failed
 * test (it crashed, or could not load a file) counts as one failed.
 * @param {string} title
 * @param {readonly string[]} command
 * @param {(report: any) => Tally} read
 * @returns {Promise<Tally>}
 */
async function tallyRunner(title, command, read) {
  console.log(`\n${title}`);
  const report = path.join(reports, `${title.toLowerCase()}.json`);
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const env = { ...deskEnv(), VITEST_REPORT: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const { code } = await runNode(command, { env });
  const tally = readReport(report, read);
  if (tally && (code === 0 || tally.failed > 0)) return tally;
  console.log(`${title} ended with exit code ${code}${tally ? '' : ' and left no report'}.`);
  return sum([tally ?? none, one(false)]);
}

/**
 * @param {string} file
 * @param {(report: any) => Tally} read
 */
function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * A file that could not be loaded has no tests of its own and counts as one that failed.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Tally}
 */
export function readVitest(report) {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * A test that passed only when repeated counts as passed; an error outside of tests as failed.
 * @param {{ stats: { expected: number, flaky: number, unexpected: number, skipped: number }, errors?: unknown[] }} report
 * @returns {Tally}
 */
export function readPlaywright({ stats, errors = [] }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

const none = { passed: 0, failed: 0, skipped: 0 };

/** @param {boolean} passed */
function one(passed) {
  return { ...none, [passed ? 'passed' : 'failed']: 1 };
}

/** @param {readonly Tally[]} tallies */
function sum(tallies) {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
    }),
    none,
  );
}

if (isMain(import.meta.url)) await asProgram(main);
