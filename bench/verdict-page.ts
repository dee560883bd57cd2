import path from 'node:path';
import Database from 'better-sqlite3';
import { chromium, type Page } from '@playwright/test';
import { chromiumPath } from '../scripts/chromium.mjs';
import { openDemoDesk } from '../tests/e2e/browser-door.ts';
import { ms, quantile } from './search/figures.ts';

/**
 * From opening a recharge to its verdict painted, in the built page in Chromium over the demo's copy:
 * `npm run build && npm run bench:verdict-page`. `OPENED` says how many are opened (300).
 */
const opened = Number(process.env.OPENED ?? 300);
const before = 20;

/**
 * Runs in the page: goes to a recharge as a click does, and waits for the frame after the verdict on
 * just that one stands there.
 */
const openInPage = `(id) => new Promise((resolve, reject) => {
  const began = performance.now();
  location.hash = '#/recharge/' + id;
  const look = () => {
    if (performance.now() - began > 10000) return reject(new Error('no verdict on ' + id));
    const line = document.querySelector('[data-testid=verdict-sentence]');
    if (line?.getAttribute('data-of') !== id) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - began);
    requestAnimationFrame(() => port2.postMessage(0));
  };
  requestAnimationFrame(look);
})`;

const desk = await openDemoDesk();
const browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined });
try {
  const page = await signedIn(await browser.newPage({ viewport: { width: 1440, height: 900 } }));
  const taken: number[] = [];
  for (const [index, id] of someIds(opened + before).entries()) {
    const took = await page.evaluate<number>(`(${openInPage})(${JSON.stringify(id)})`);
    if (index >= before) taken.push(took);
    await page.waitForTimeout(100);
  }
  console.log(
    `from opening a recharge to its verdict painted, ${taken.length} of the demo: median ${ms(quantile(taken, 0.5))} ms, p95 ${ms(quantile(taken, 0.95))} ms, most ${ms(Math.max(...taken))} ms (aim: p95 ≤ 150 ms)`,
  );
} finally {
  await browser.close();
  await desk.close();
}

async function signedIn(page: Page): Promise<Page> {
  await page.goto(await desk.newUrl());
  await page.getByLabel('Name', { exact: true }).fill('agent');
  await page.getByLabel('Password', { exact: true }).fill(desk.passwords.agent ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('searchbox', { name: 'Find anything' }).waitFor();
  return page;
}

/** Ids spread over the copy, each opened once. */
function someIds(count: number): string[] {
  const copy = new Database(path.join(desk.workspace, 'records.db'), { readonly: true });
  const all = copy.prepare('select recharge_id from recharges order by created_at').pluck().all();
  copy.close();
  return Array.from({ length: count }, (_, index) =>
    String(all[Math.floor((index * all.length) / count)]),
  );
}
