import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { deskEnv, deskNode, runNode, toolScript } from './ground.mjs';
import { root, run, Stop, step } from './running.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * A Chromium of this machine: the one that CHROMIUM names, else one on PATH; null where neither
 * is, and Playwright then takes its own.
 */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return files.find(canRun) ?? null;
}

/**
 * Makes sure that the browser tests have a Chromium: one of this machine, else Playwright's own,
 * else Debian's, which root may install, else Playwright's download; else says what to do.
 */
export async function ensureChromium() {
  if (chromiumPath() || (await playwrightHasOne())) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (/** @type {string[]} */ ...args) =>
      run('apt-get', ['-q', ...args], { env, keep: 'all' });
    await step('Installing Chromium with apt-get', async () => {
      const lists = await apt('update');
      return lists.code === 0
        ? apt('install', '--yes', '--no-install-recommends', 'chromium')
        : lists;
    });
    if (chromiumPath()) return;
  }
  try {
    await step('Fetching a Chromium for the tests', () =>
      runNode([toolScript('@playwright/test', 'playwright'), 'install', 'chromium'], {
        keep: 'all',
        timeoutMs: 300_000,
      }),
    );
  } catch (error) {
    throw new Stop(
      `${error instanceof Error ? error.message : error}\nThe tests need a Chromium: install one with your system's packages (Debian and Ubuntu: "sudo apt-get install chromium"), or name one with CHROMIUM=/path/to/chromium, and run npm test again.`,
    );
  }
}

async function playwrightHasOne() {
  const asking = "console.log(require('playwright-core').chromium.executablePath())";
  const { output } = await run(deskNode(), ['-e', asking], { env: deskEnv(), keep: 'all' });
  return canRun(path.resolve(root, output.trim()));
}

/** @param {string} file */
function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
