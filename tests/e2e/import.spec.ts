import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, test } from './desk-test.ts';
import { inAllLooks } from './looks.ts';
import { goTo } from './places.ts';

/** Real folders of real files, as a data team puts them. */
test.describe.configure({ mode: 'serial' });

let place: string;
test.beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'desk-import-'));
});
test.afterAll(() => rmSync(place, { recursive: true, force: true }));

function put(folder: string, files: Readonly<Record<string, string>>): string {
  const drop = path.join(place, folder);
  mkdirSync(drop, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(drop, name), text);
  return drop;
}

const accounts = (...names: string[]) =>
  `account_id,username,country\n${names.map((name) => `ac_${name},${name},DE`).join('\n')}\n`;

async function openImport(page: Page): Promise<void> {
  await goTo(page, 'Import');
  await expect(page.getByRole('heading', { level: 1, name: 'Import records' })).toBeVisible();
}

async function find(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find anything' }).fill(text);
  await page.keyboard.press('Enter');
}

const lines = (page: Page) => page.getByRole('grid', { name: 'Drops of the watched folder' });
const line = (page: Page, name: string): Locator => lines(page).getByRole('row', { name });

test('a watched folder: each drop is planned, and waits for a yes, a no, or is refused by name', async ({
  signedIn,
}) => {
  test.setTimeout(240_000);
  const inbox = put('inbox', {});
  const page = await signedIn('owner');
  await openImport(page);
  await page.getByRole('button', { name: 'Watch a folder' }).click();
  await page.getByLabel("Folder on the desk's machine").fill(path.join(inbox, 'nowhere'));
  await page.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no folder');
  await page.getByLabel("Folder on the desk's machine").fill(inbox);
  await page.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.getByText('Nothing has come into it yet')).toBeVisible();

  put('inbox/monday', {
    'accounts.csv': `${accounts('mondaymia', 'mondaymax')},nobody,DE\n=cmd|x,"two",FR,more\n`,
  });
  await expect(line(page, 'monday')).toContainText('still changing');
  await expect(line(page, 'monday')).toContainText('waits for a yes', { timeout: 60_000 });
  put('inbox/tuesday', { 'accounts.csv': accounts('tuesdaytim') });
  const outside = put('outside', { 'accounts.csv': accounts('secret') });
  mkdirSync(path.join(inbox, 'linked'));
  symlinkSync(path.join(outside, 'accounts.csv'), path.join(inbox, 'linked', 'accounts.csv'));
  await expect(line(page, 'tuesday')).toContainText('waits for a yes', { timeout: 60_000 });
  await expect(line(page, 'linked')).toContainText('refused', { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Watched folder · 2 waiting' })).toBeVisible();

  await line(page, 'linked').click();
  await expect(page.getByText('accounts.csv is a link')).toBeVisible();
  await line(page, 'monday').click();
  await expect(page.getByRole('grid', { name: 'Rejected rows' })).toContainText('=cmd|x');
  await inAllLooks(page, 'import-watched');
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(line(page, 'monday')).toContainText('imported', { timeout: 60_000 });
  await expect(page.getByText('It is in the copy.')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Imports', exact: true })).toContainText('monday');

  await line(page, 'tuesday').click();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await expect(line(page, 'tuesday')).toContainText('left out');
  await expect(page.getByRole('button', { name: 'Leave it out' })).toHaveCount(0);

  await find(page, 'mondaymia');
  await expect(page.getByText('ac_mondaymia').first()).toBeVisible();
  await find(page, 'tuesdaytim');
  await expect(page.getByText('ac_tuesdaytim')).toHaveCount(0);
});

test('an owner may let drops in without a question; an auditor sees it and changes nothing', async ({
  signedIn,
}) => {
  test.setTimeout(120_000);
  const page = await signedIn('owner');
  await openImport(page);
  const folder = page.getByRole('region', { name: /^Watched folder/ });
  await folder.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByLabel('Import each drop without asking').check();
  await page.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.getByText('Drops are imported without a question')).toBeVisible();
  put('inbox/wednesday', { 'accounts.csv': accounts('wednesdaywim') });
  await expect(line(page, 'wednesday')).toContainText('imported', { timeout: 60_000 });
  await expect(page.getByRole('grid', { name: 'Imports', exact: true })).toContainText('wednesday');

  const auditor = await signedIn('auditor');
  await openImport(auditor);
  await expect(line(auditor, 'wednesday')).toContainText('imported');
  await line(auditor, 'monday').click();
  await expect(auditor.getByText('It is in the copy.')).toBeVisible();
  for (const name of ['Change', 'Stop watching', 'Make the plan', 'Choose files'])
    await expect(auditor.getByRole('button', { name, exact: true })).toHaveCount(0);

  await folder.getByRole('button', { name: 'Stop watching' }).click();
  await expect(page.getByRole('button', { name: 'Watch a folder' })).toBeVisible();
  await expect(line(page, 'wednesday')).toBeVisible();
});

test('an owner says which apps and merchant accounts are ours, and everybody who may sees who said it', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  await openImport(page);
  const panel = page.getByRole('region', { name: 'Our accounts at stores and processors' });
  await expect(panel).toContainText('a purchase in any app counts');
  await panel.getByRole('button', { name: 'Change' }).click();
  await panel.getByLabel('Our apps at Apple, by bundle id').fill('com.example.live\ncom.a b');
  await panel.getByRole('button', { name: 'Keep it' }).click();
  await expect(panel.getByRole('alert')).toContainText('letters, digits, dots and dashes');
  await panel.getByLabel('Our apps at Apple, by bundle id').fill('com.example.live');
  await panel.getByLabel('Merchant accounts at Adyen').fill('ExampleManual');
  await inAllLooks(page, 'import-accounts');
  await panel.getByRole('button', { name: 'Keep it' }).click();
  await expect(panel).toContainText('Said by owner');
  const auditor = await signedIn('auditor');
  await openImport(auditor);
  const same = auditor.getByRole('region', { name: 'Our accounts at stores and processors' });
  await expect(same).toContainText('ExampleManual');
  await expect(same.getByRole('button')).toHaveCount(0);
});

const header = 'recharge_id,account_id,channel,coins,created_at\n';
const recharge = (id: string, coins: string) => `${id},ac_fix,web,${coins},2026-01-01T00:00:00Z\n`;

async function plan(page: Page, drop: string): Promise<void> {
  await openImport(page);
  await page.getByLabel('Or the path of a folder or archive').fill(drop);
  await page.getByRole('button', { name: 'Make the plan' }).click();
}

async function downloaded(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return {
    name: download.suggestedFilename(),
    text: readFileSync(await download.path(), 'utf8'),
  };
}

test('a plan hands its rejected rows over with reasons before anything is written; what was fixed goes in', async ({
  signedIn,
}) => {
  test.setTimeout(120_000);
  const drop = put('to-fix', {
    'recharges.csv': `${header}${recharge('rc_fixgood', '70')}${recharge('rc_fixbad', '7O')}`,
  });
  const page = await signedIn('owner');
  await plan(page, drop);
  // The button that was pressed has gone, and the keys go on from the top of what came.
  await expect(page.getByRole('heading', { level: 1 }).getByText('Import records')).toBeFocused();
  await page.getByRole('grid', { name: 'Rejected rows' }).getByText('rc_fixbad').click();
  await expect(page.getByRole('region', { name: 'recharges.csv, line 3' })).toBeVisible();
  await inAllLooks(page, 'import-planned');
  const list = await downloaded(page, 'Download the reject list');
  const [, [file, where, column, , why] = []] = parse(list.text) as string[][];
  expect([file, where, column]).toEqual(['recharges.csv', '3', 'coins']);
  expect(why).toContain('“7O” is not a whole number');
  const { name, text } = await downloaded(page, 'Rows to fix');
  expect(text).toContain('rejected_because');
  await page.getByRole('button', { name: 'Choose something else' }).click();
  await expect(page.getByRole('grid', { name: 'Imports', exact: true })).not.toContainText(
    'to-fix',
  );

  await plan(page, put('fixed', { [name]: text.replace(',7O,', ',70,') }));
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await expect(page.getByText('Imported: 1 row new, 0 updated')).toBeVisible();
  await inAllLooks(page, 'import-done');
  await find(page, 'rc_fixbad');
  await expect(page.getByRole('heading', { level: 1, name: /^Recharge/ })).toBeVisible();
});

/**
 * Presses Cancel in the very moment in which a table has its bar: a commit of this size may take less
 * than a second, and less than a driver needs to look twice.
 */
function cancelAtBarOf(page: Page, table: string): Promise<void> {
  return page.evaluate(
    (name) =>
      new Promise<void>((seen) => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector(`ul[aria-label="Tables"] [aria-label="${name}"]`)) return;
          watch.disconnect();
          const buttons = [...document.querySelectorAll('button')];
          buttons.find((button) => button.textContent === 'Cancel')?.click();
          seen();
        });
        watch.observe(document.body, { childList: true, subtree: true });
      }),
    table,
  );
}

/** An import gives way on the processor: beside other programs it may take its time. */
const gaveWay = { timeout: 120_000 };

test('a plan and its import show each file, then each table, and either can be cancelled', async ({
  signedIn,
}) => {
  test.setTimeout(360_000);
  const many = Array.from({ length: 120_000 }, (_, n) => recharge(`rc_many${n}`, '70')).join('');
  const drop = put('many', {
    'accounts.csv': accounts('many'),
    'recharges-0001.csv': header + many,
    'recharges-0002.csv': header + recharge('rc_manylast', '70'),
  });
  const page = await signedIn('owner');
  const files = page.getByRole('list', { name: 'Files' });
  const cancelled = page.getByText('Cancelled. The imports listed here are all that is in.');
  await plan(page, drop);
  await expect(files.getByRole('progressbar', { name: 'recharges-0001.csv' })).toBeVisible(gaveWay);
  await expect(files.getByRole('progressbar')).toHaveCount(3);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(cancelled).toBeVisible();

  await plan(page, drop);
  const commit = page.getByRole('button', { name: 'Import 120,002 rows' });
  await expect(commit).toBeVisible(gaveWay);
  const bar = cancelAtBarOf(page, 'recharges');
  await commit.click();
  await bar;
  await expect(page.getByRole('heading', { name: 'Imports so far' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Imports', exact: true })).not.toContainText('many');
});

test('the CSV of another program is mapped with every row in sight, saved, imported and found', async ({
  signedIn,
}) => {
  test.setTimeout(180_000);
  const rows = Array.from(
    { length: 3000 },
    (_, n) =>
      `PS-${n};user${n % 7};"1.0${n % 10}0,50";${n === 2999 ? 'gestern' : '05.11.2026 10:00'};70;EUR`,
  );
  const drop = put('partner', {
    'shop export.csv': `Order No;User;Total;Date;Coins;Cur\n${rows.join('\n')}\n`,
    'devices.csv': 'device_id\nd_partner\n',
  });
  const page = await signedIn('owner');
  await plan(page, drop);
  await page.getByRole('button', { name: 'Map its columns' }).click();
  await expect(
    page.getByText('Still to be filled: recharge_id, account_id, channel'),
  ).toBeVisible();
  await page.getByLabel('Name of the mapping').fill('Partner shop');
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('Column of the file for recharge_id', 'Order No');
  await choose('Column of the file for account_id', 'User');
  await page.getByLabel('channel, the same in every row').fill('partner');
  await choose('One of the other', 'amount_minor');
  await choose('Column of the file for amount_minor', 'Total');
  await choose('One of the other', 'currency');
  await choose('Column of the file for currency', 'Cur');
  await choose('Decimal mark of amount_minor', '0,50');
  await choose('Thousands mark of amount_minor', '1.234');
  await choose('Column of the file for created_at', 'Date');
  const status = page.getByRole('status').filter({ hasText: 'Every row was judged' });
  await expect(status).toContainText('3,000 rows read: 0 good, 3,000 rejected', {
    timeout: 30_000,
  });
  await choose('How created_at is written', 'date and time');
  await page.getByLabel('Pattern of created_at').fill('DD.MM.YYYY HH:mm');
  await page.getByRole('combobox', { name: 'Zone of created_at' }).fill('Berlin');
  await page.getByRole('option', { name: 'Europe/Berlin', exact: true }).click();
  await expect(status).toContainText('3,000 rows read: 2,999 good, 1 rejected', {
    timeout: 30_000,
  });
  await inAllLooks(page, 'import-mapping');
  await page.getByRole('button', { name: 'Save the mapping and plan anew' }).click();
  await page.getByRole('button', { name: 'Import 3,000 rows' }).click({ timeout: 30_000 });
  await expect(page.getByText('Imported: 3,000 rows new')).toBeVisible({ timeout: 30_000 });
  await find(page, 'PS-2998');
  await expect(page.getByRole('heading', { level: 1, name: /^Recharge/ })).toBeVisible();
  await expect(page.getByText('EUR 1,080.50').first()).toBeVisible();
});
