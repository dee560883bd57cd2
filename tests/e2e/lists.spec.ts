import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, test } from './desk-test.ts';

/** A list in a real browser: filter, walk, copy, keep, come back, export. */
test.describe.configure({ mode: 'serial' });

const grid = (page: Page) => page.getByRole('grid', { name: 'Recharges' });

async function openRecharges(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/list/recharges`);
  await expect(grid(page).getByRole('row').nth(5)).toBeVisible();
  await expect(page.getByTestId('list-total')).toContainText('rows');
}

const total = async (page: Page) => (await page.getByTestId('list-total').innerText()).trim();

test('a click on a count filters, a chip turns round and switches off, brackets hold “or”', async ({
  signedIn,
}) => {
  const page = await signedIn('agent');
  await openRecharges(page);
  const counts = page.getByRole('navigation', { name: 'Counts' });
  const web = counts.getByRole('button', { name: /^web\s*[\d,]+$/ });
  const count = (await web.innerText()).replace(/^web\s*/, '');
  await web.click();
  await expect(page.getByTestId('list-total')).toHaveText(new RegExp(`^${count} of `));
  // Counts of the column itself stay, so that another value can join.
  await expect(counts.getByRole('button', { name: /^google_play/ })).toBeVisible();

  const menu = page.getByRole('button', { name: 'What to do with: Channel is web' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await expect(page.getByTestId('list-total')).toHaveText(/^[\d,]+ rows$/);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Switch on' }).click();
  await menu.click();
  await page.getByRole('menuitem', { name: /brackets/ }).click();
  await page.getByRole('button', { name: 'or', exact: true }).click();
  await page.getByRole('combobox', { name: 'Column' }).click();
  await page.getByRole('option', { name: 'Coins', exact: true }).click();
  await page.getByRole('textbox', { name: 'From' }).fill('3,500');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Coins ≥ 3,500', exact: true })).toBeVisible();
  await expect(page.getByTestId('list-total')).not.toHaveText(new RegExp(`^${count} of `));
});

test('cells are walked and chosen by keys and copied as they stand', async ({
  signedIn,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await signedIn('owner');
  await openRecharges(page);
  await grid(page).focus();
  for (const key of ['Home', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight'])
    await page.keyboard.press(key);
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.getByText('Copied 2 × 3 cells.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.split('\n').map((line) => line.split('\t'));
  expect(lines.map((line) => line.length)).toEqual([3, 3]);
  const first = grid(page).locator('[data-row="0"]').getByRole('gridcell').first();
  expect(lines[0]?.[0]).toBe(await first.innerText());
  // The menu of the cell leads to that of its column, and Escape back to the cells.
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: /^Only / })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Sort descending' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'How often each value' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  // Escape closes what stands open beside the rows, from both sides, and leads back to them.
  const wanted = page.getByRole('textbox', { name: 'Find a value' });
  for (const from of [grid(page), wanted]) {
    await page
      .getByRole('navigation', { name: 'Counts' })
      .getByText('all', { exact: true })
      .first()
      .click();
    await from.focus();
    await expect(wanted).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(wanted).toBeHidden();
    await expect(grid(page)).toBeFocused();
  }
  await page.keyboard.press('ControlOrMeta+End');
  await expect(grid(page).locator('[data-row="19999"]')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Recharge/ })).toBeVisible();
});

test('a view is kept, and what was on the screen comes back', async ({ signedIn }) => {
  const page = await signedIn('owner');
  await openRecharges(page);
  await page.getByRole('button', { name: /^app_store/ }).click();
  await expect(page.getByTestId('list-total')).toContainText(' of ');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Apple only');
  await page.keyboard.press('Enter');
  const tab = page.getByRole('button', { name: /^Apple only/ });
  await expect(tab).toHaveAttribute('aria-pressed', 'true');
  await grid(page).focus();
  for (let pages = 0; pages < 4; pages += 1) await page.keyboard.press('PageDown');
  const row = await page.evaluate(() => {
    const rows = [...document.querySelectorAll('[role=grid] [data-row]')];
    return Number(rows[10]?.getAttribute('data-row'));
  });
  expect(row).toBeGreaterThan(40);
  const size = await total(page);
  const kept = page.waitForTimeout(1200);
  await kept;
  await page.reload();
  await expect(tab).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('list-total')).toHaveText(size);
  await expect(grid(page).locator(`[data-row="${row}"]`)).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(page.getByTestId('list-total')).toHaveText(/^[\d,]+ rows$/);
});

test('an export holds these rows, columns and order', async ({ signedIn }) => {
  const page = await signedIn('owner');
  await openRecharges(page);
  await page.getByRole('button', { name: /^partner/ }).click();
  await expect(page.getByTestId('list-total')).toContainText(' of ');
  await page.getByRole('button', { name: 'Coins', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Coins' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const file = await (await download).path();
  const rows = parse(await readFile(file, 'utf8'), { columns: true }) as Record<string, string>[];
  expect(`${rows.length.toLocaleString('en-US')} of 20,000 rows`).toBe(await total(page));
  expect(new Set(rows.map(({ channel }) => channel))).toEqual(new Set(['partner']));
  const coins = rows.map((row) => BigInt(row.coins ?? ''));
  expect(coins).toEqual(coins.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  const shown = grid(page).locator('[data-row="0"]').getByRole('gridcell').first();
  await expect(shown).toHaveText(rows[0]?.recharge_id ?? '');
});
