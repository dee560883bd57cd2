import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/running.mjs';
import { expect } from './desk-test.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const schemes = ['light', 'dark'] as const;

async function quiet(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

async function shoot(page: Page, name: string, scheme: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const file = path.join(root, 'test-results', 'screens', `${name}-${width}-${scheme}.png`);
  await page.screenshot({ path: file });
}

/**
 * Looks at a screen as it stands in both sizes and both schemes: a picture of each for people to
 * look at under `test-results/screens`, and an axe check.
 */
export async function inAllLooks(page: Page, name: string): Promise<void> {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await quiet(page);
      expect
        .soft(await sticksOut(page), `${name} ${size.width}: wider than its window`)
        .toBe(false);
      await shoot(page, name, scheme);
    }
    expect.soft(await faultsOf(page), `${name}, ${scheme}`).toEqual([]);
  }
}

/** True where the window itself would have to be scrolled sideways. */
function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}
