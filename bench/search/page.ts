import { chromium, type Page } from '@playwright/test';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { openBrowserDoor } from '../lists-page.ts';
import type { BenchCopy } from './copy.ts';
import { ms, quantile } from './figures.ts';
import { lookUps } from './look-ups.ts';

/**
 * Runs in the page: from the key to the frame after the hits of just that text stand there. The
 * list says which text its hits are of.
 */
const typedInPage = `(text) => new Promise((resolve, reject) => {
  const box = document.querySelector('[role=searchbox]');
  const began = performance.now();
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  value.set.call(box, text);
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const look = () => {
    if (performance.now() - began > 5000) return reject(new Error('no hits of ' + text));
    if (document.querySelector('[data-hits]')?.getAttribute('data-of') !== text.trim())
      return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - began);
    requestAnimationFrame(() => port2.postMessage(0));
  };
  requestAnimationFrame(look);
})`;

/** Types look-ups letter by letter into the built page in Chromium: key press to painted hits. */
export async function typedIntoPage({ folder, password, recharges }: BenchCopy): Promise<void> {
  const door = await openBrowserDoor(folder);
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(door.url);
    await page.getByLabel('Name', { exact: true }).fill('bench');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const box = page.getByRole('searchbox', { name: 'Find anything' });
    await box.fill('rc_');
    await box.press('Enter');
    await page.locator('[data-hits]').waitFor();
    const texts = lookUps(recharges, 100).flatMap((each) => ('text' in each ? [each.text] : []));
    await typeAll(page, texts.slice(0, 10));
    const { taken, without } = await typeAll(page, texts);
    console.log(
      `\nIn Chromium, key press to painted hits, ${taken.length} keys: median ${ms(quantile(taken, 0.5))} ms, p95 ${ms(quantile(taken, 0.95))} ms, most ${ms(Math.max(...taken))} ms; ${without} texts found nothing`,
    );
  } finally {
    await browser.close();
    await door.close();
  }
}

/** From the third letter on, as before it a text is about nothing yet. */
async function typeAll(page: Page, texts: readonly string[]) {
  const taken: number[] = [];
  let without = 0;
  for (const text of texts)
    for (let length = 3; length <= text.length; length += 1) {
      const part = text.slice(0, length);
      if (part === part.trim()) {
        const said = JSON.stringify(part);
        const took = await page.evaluate<number>(`(${typedInPage})(${said})`).catch(() => null);
        if (took === null) without += 1;
        else taken.push(took);
      }
      await page.waitForTimeout(60);
    }
  return { taken, without };
}
