import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * From `git clone` to a page that answers, and the same for a second start. Run with
 * `npm run bench:start`; prints a table row a step. Nothing is installed beforehand; npm's own
 * cache is left as it is and said.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'desk-bench-'));
const clone = path.join(folder, 'clone');
const workspace = path.join(folder, 'workspace');

/** Starts the product and resolves once its page answers with 200; stops it again. */
async function secondsToPage(): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start', '--', '--no-open', '--workspace', workspace], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: outsidePath() },
  });
  try {
    const url = await addressFrom(child);
    // As a browser does: the address is traded for a cookie, and the cookie opens the page.
    const traded = await fetch(url, { redirect: 'manual' });
    const cookie = traded.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL('/', url), { headers: { cookie } });
    if (page.status !== 200) throw new Error(`the page answered ${page.status}`);
    return (performance.now() - begun) / 1000;
  } finally {
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

function addressFrom(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      const found = /http:\/\/127\.0\.0\.1:[0-9]+\/\S*/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before a door was open`)));
  });
}

/** The PATH of a newcomer: without this project's own Node in front. */
function outsidePath(): string {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((one) => !one.includes('node_modules'))
    .join(path.delimiter);
}

try {
  const begun = performance.now();
  spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
  const cloned = (performance.now() - begun) / 1000;
  const first = await secondsToPage();
  const second = [await secondsToPage(), await secondsToPage(), await secondsToPage()].sort(
    (a, b) => a - b,
  );
  console.log('| step | seconds |\n|---|---:|');
  console.log(`| git clone | ${cloned.toFixed(1)} |`);
  console.log(
    `| first npm start: install, build, demo workspace, page answers | ${first.toFixed(1)} |`,
  );
  console.log(`| second npm start: page answers (median of 3) | ${second[1]?.toFixed(2)} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
