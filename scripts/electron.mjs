import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode, toolScript } from './ground.mjs';
import { root, step } from './running.mjs';

const folder = path.join(root, 'node_modules', 'electron');
/** Kept with the packages, so that a new install tries again. */
const lastTry = path.join(root, 'node_modules', '.cache', 'electron-not-had');
const tryAgainMs = 24 * 60 * 60 * 1000;
const fetchMs = 180_000;

/**
 * The Electron program, or null. Found by its files: importing the package would fetch it.
 * @param {string} [from]
 */
export function electronPath(from = folder) {
  try {
    const file = path.join(from, 'dist', readFileSync(path.join(from, 'path.txt'), 'utf8'));
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * Why this machine cannot show a desktop window whatever is installed, or null.
 * @param {{ platform: string, env: NodeJS.ProcessEnv, uid: number | undefined }} machine
 */
export function noWindow({ platform, env, uid }) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'this machine has no screen';
  if (uid === 0)
    return 'a window is not opened for root, whom its sandbox does not protect against';
  return null;
}

/** Fetches Electron once; after a failure not again for a day, so that starting stays quick. */
export async function fetchElectron() {
  if (existsSync(lastTry) && Date.now() - statSync(lastTry).mtimeMs < tryAgainMs) return null;
  try {
    await step('Fetching the desktop runtime, once', () =>
      runNode([toolScript('electron', 'install-electron')], { keep: 'all', timeoutMs: fetchMs }),
    );
  } catch {
    mkdirSync(path.dirname(lastTry), { recursive: true });
    writeFileSync(lastTry, '');
  }
  return electronPath();
}
