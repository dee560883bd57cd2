import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { chromiumPath } from '../scripts/chromium.mjs';
import { deskEnv, deskNode } from '../scripts/ground.mjs';
import { root } from '../scripts/running.mjs';
import type { BenchWorkspace } from './lists-copy.ts';

/** What a fling through a list did to the page. */
interface Flung {
  readonly frames: number;
  /** Frames without any row, and those in which some row was still on its way. */
  readonly blank: number;
  readonly gaps: number;
  /** Tasks of more than 50 ms, as the browser reports them, and the longest, in ms. */
  readonly long: number;
  readonly longest: number;
  readonly rows: number;
}

/** Flings through a list of the built page in Chromium and prints what became of it. */
export async function flung({ folder, password }: BenchWorkspace): Promise<void> {
  const door = await openBrowserDoor(folder);
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(door.url);
    await page.getByLabel('Name', { exact: true }).fill('bench');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('searchbox', { name: 'Find anything' }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/#/list/recharges`);
    await page.locator('[role=grid] [data-row="5"]').waitFor({ timeout: 120_000 });
    await page.waitForTimeout(2000);
    console.log(
      '\n| fling | frames | blank | with a gap | tasks > 50 ms | longest ms | rows gone by |',
    );
    console.log('|---|---:|---:|---:|---:|---:|---:|');
    for (const [name, step] of [
      ['wheel, 10 s', 400],
      ['whole list in 10 s', 0],
    ] as const) {
      const { frames, blank, gaps, long, longest, rows } = await fling(page, step);
      console.log(
        `| ${name} | ${frames} | ${blank} | ${gaps} | ${long} | ${Math.round(longest)} | ${rows} |`,
      );
    }
  } finally {
    await browser.close();
    await door.close();
  }
}

/**
 * Runs in the page: scrolls by so many pixels a frame for ten seconds, 0 for the whole height in
 * that time, and looks at what stands there just before each frame is drawn.
 */
const flingInPage = `async (pixels) => {
  const grid = document.querySelector('[role=grid]');
  grid.scrollTop = 0;
  await new Promise((resolve) => setTimeout(resolve, 500));
  const long = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const lasts = 10_000;
  const began = performance.now();
  const height = grid.scrollHeight - grid.clientHeight;
  let [frames, blank, gaps] = [0, 0, 0];
  const frame = grid.getBoundingClientRect();
  const inside = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > frame.top + 30 && top < frame.bottom;
  };
  while (performance.now() - began < lasts) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = [...grid.querySelectorAll('[data-row]')].filter(inside);
    const full = rows.filter((row) => row.textContent.trim() !== '');
    frames += 1;
    if (full.length === 0) blank += 1;
    else if (full.length < rows.length) gaps += 1;
    grid.scrollTop = pixels > 0 ? grid.scrollTop + pixels : (height * (performance.now() - began)) / lasts;
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  observer.disconnect();
  const rows = Math.round(grid.scrollTop / 28);
  return { frames, blank, gaps, long: long.length, longest: Math.max(0, ...long), rows };
}`;

function fling(page: Page, pixels: number): Promise<Flung> {
  return page.evaluate<Flung>(`(${flingInPage})(${pixels})`);
}

/** The browser door of a workspace, and where it is. */
export async function openBrowserDoor(
  folder: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const verb = ['serve', '--json', '--no-open', '--workspace', folder];
  const child: ChildProcess = spawn(deskNode(), ['scripts/desk.mjs', ...verb], {
    cwd: root,
    env: deskEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the door says nothing');
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (line.done) throw new Error('the browser door has ended');
  return {
    url: (JSON.parse(line.value) as { url: string }).url,
    async close() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
