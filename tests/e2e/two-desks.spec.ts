import type { Browser, Page } from '@playwright/test';
import { type DemoDesk, openEmptyDesk } from './browser-door.ts';
import { asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';
import { goTo } from './places.ts';

let far: DemoDesk;
test.beforeAll(async () => {
  test.setTimeout(60_000);
  far = await openEmptyDesk();
});
test.afterAll(() => far.close());

/** A window of its own: cookies of two doors on one machine would meet in one. */
async function enter(browser: Browser, desk: DemoDesk, user: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(await desk.newUrl());
  await page.getByLabel('Name', { exact: true }).fill(user);
  await page.getByLabel('Password', { exact: true }).fill(desk.passwords[user] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('searchbox', { name: 'Find anything' })).toBeVisible();
  return page;
}

async function openBundles(page: Page): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Open bundles' }).click();
}

/** What others seal to, as the window shows it. */
async function recipientOf(page: Page): Promise<string> {
  await openBundles(page);
  const code = page.locator('code', { hasText: /^age1/ });
  return (await code.textContent()) ?? '';
}

/** Exports the case that stands open, whole, and gives the file. */
async function exported(page: Page, recipient: string): Promise<string> {
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByText('Full', { exact: true }).click();
  await page.getByLabel('Sealed to').fill(recipient);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make the file' }).click(),
  ]);
  await expect(page.getByRole('status').filter({ hasText: 'was made' })).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  return download.path();
}

async function choose(page: Page, file: string): Promise<void> {
  await openBundles(page);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files…' }).click(),
  ]);
  await chooser.setFiles(file);
  await expect(page.getByText(/^.*Whole, signed by/)).toBeVisible({ timeout: 15_000 });
}

async function rename(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await page.getByLabel('New title').fill(title);
  await page.getByLabel('New title').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

async function addNote(page: Page, text: string): Promise<void> {
  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.getByLabel('New note').fill(text);
  await page.getByRole('button', { name: 'Add note' }).click();
}

test('two desks work on one case through their windows: it is handed over, changed at both, and settled', async ({
  browser,
  desk,
}) => {
  test.setTimeout(120_000);
  const { recharge_id: recharge } = await asPerson(desk, 'agent', (client) =>
    findCase(client, owedAboveOwnLimit),
  );
  const near = await enter(browser, desk, 'investigator');
  const other = await enter(browser, far, 'owner');
  const toNear = await recipientOf(near);
  const toFar = await recipientOf(other);
  const { origin } = new URL(near.url());

  // Here it is made of a recharge, and leaves.
  await near.goto(`${origin}/#/recharge/${recharge}`);
  await near.getByRole('button', { name: 'Open a case' }).click();
  await addNote(near, 'What we saw:\n\n| day | coins |\n| --- | ---: |\n| Mon | 700 |');
  await expect(near.locator('article table')).toContainText('700');
  const first = await exported(near, toFar);

  // There nobody has met the desk it comes from; it is taken in, and that desk gets a name.
  await choose(other, first);
  await expect(other.getByText('Desk never met')).toBeVisible();
  await other.getByRole('button', { name: 'Take the case in' }).click();
  await expect(other.getByRole('status').filter({ hasText: 'joined' })).toBeVisible();
  await other.getByRole('button', { name: 'Name this desk…' }).click();
  await other.getByLabel(/^What desk .* is called here$/).fill('Near');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByRole('link', { name: 'Open the case' }).click();
  await expect(other.getByRole('list', { name: 'Evidence' })).toContainText(
    /Paid, not granted · [\d,]+ coins?/,
  );
  await other.getByRole('tab', { name: 'Notes' }).click();
  await expect(other.locator('article table')).toContainText('700');

  // Both change it, without knowing of each other.
  await rename(other, 'Seen from far');
  await addNote(other, 'The bank says it was paid.');
  await rename(near, 'Seen from near');
  const back = await exported(other, toNear);

  // Back here both titles stand side by side, and a person decides.
  await choose(near, back);
  await expect(near.getByText('desks would disagree on the title')).toBeVisible();
  await near.getByRole('button', { name: 'Join it with what is here' }).click();
  await near.getByRole('link', { name: 'Open the case' }).click();
  const disagree = near.getByRole('region', { name: 'Desks disagree on 1 thing' });
  await expect(disagree).toContainText('Seen from near');
  await expect(disagree).toContainText('investigator at this desk');
  await disagree
    .getByRole('group', { name: 'Set by owner' })
    .getByRole('button', { name: 'Keep this one' })
    .click();
  await expect(near.getByRole('heading', { level: 1, name: 'Seen from far' })).toBeVisible();
  await expect(disagree).toBeHidden();
  await near.getByRole('tab', { name: 'Notes' }).click();
  await expect(near.getByText('The bank says it was paid.')).toBeVisible();
  const settled = await exported(near, toFar);

  // There it is settled, too; who sent it is known by name, and the same file again joins nothing.
  await choose(other, settled);
  await expect(other.getByText(/signed by the desk called Near here/)).toBeVisible();
  await other.getByRole('button', { name: 'Join it with what is here' }).click();
  await other.getByRole('link', { name: 'Open the case' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Seen from far' })).toBeVisible();
  await expect(other.getByText(/Desks disagree/)).toBeHidden();
  await other.getByRole('tab', { name: 'Custody' }).click();
  await expect(other.getByRole('grid', { name: 'Custody' })).toContainText('Near');
  await choose(other, settled);
  await expect(other.getByText('Everything in it is here')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Join it with what is here' })).toBeHidden();
});
