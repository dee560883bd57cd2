import { expect, test } from './desk-test.ts';
import { asPerson } from './cases.ts';

/** From a candidate to a flag that two people stand for, and to the mark beside the records it touches. */
test('a reviewer flags a seller, another confirms, and the records say so', async ({
  signedIn,
  desks,
}, info) => {
  test.setTimeout(90_000);
  const first = await signedIn('reviewer');
  const { origin } = new URL(first.url());
  await first.goto(`${origin}/#/sellers`);
  await first.getByRole('grid', { name: 'Sellers' }).getByText('lumoIive[.]test').click();
  await expect(first.getByRole('heading', { level: 1, name: /^Seller/ })).toBeVisible();
  await expect(first.getByRole('img', { name: /offers against the official floor/ })).toBeVisible();
  // Nothing that a seller wrote can be followed.
  expect(await first.locator('a[href^="http"]').count()).toBe(0);
  await first.keyboard.press('f');
  await first
    .getByRole('combobox', { name: 'Why it should be flagged, kept for good' })
    .fill('Sells below every official price');
  await first.keyboard.press('ControlOrMeta+Enter');
  await expect(first.getByText('You proposed this flag yourself.')).toBeVisible();

  const second = await signedIn('reviewer2');
  await second.goto(`${origin}/#/seller/lumoIive.test`);
  await expect(second.getByRole('button', { name: /^Confirm/ })).toBeVisible();
  await second.keyboard.press('c');
  await second
    .getByRole('combobox', { name: 'What you checked, kept for good' })
    .fill('Looked at the offers and the ring.');
  await second.keyboard.press('ControlOrMeta+Enter');
  await expect(second.getByText('Stands until')).toBeVisible();

  await second.getByRole('button', { name: 'Make a case of it' }).click();
  await expect(second.getByText(/holds \d+ records/)).toBeVisible();

  let recharge = '';
  await asPerson(await desks.of(info.file), 'owner', async (client) => {
    // The history holds what its mules bought, too; the mark is on what was bought from the seller.
    for (const one of (await client.sellers.collect({ id: 'lumoIive.test' })).recharges)
      if ((await client.sellers.touching({ recharge: one })).length > 0) recharge ||= one;
  });
  await second.goto(`${origin}/#/recharge/${recharge}`);
  await expect(second.getByTestId('flag-note')).toContainText('lumoIive[.]test');
});

test('the links of a ring can be walked by keyboard and read as a table', async ({
  signedIn,
  desks,
}, info) => {
  let mules: string[] = [];
  await asPerson(await desks.of(info.file), 'owner', async (client) => {
    mules = (await client.sellers.rings())[0]?.roles.mule ?? [];
  });
  const page = await signedIn('investigator');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/links/account/${mules[0]}`);
  const picture = page.getByTestId('link-picture');
  await expect(picture).toHaveAttribute('data-nodes', /[1-9]/);
  const before = Number(await picture.getAttribute('data-edges'));
  const table = page.getByRole('grid', { name: 'Links' });
  await table.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: /^Expand/ })).toBeEnabled();
  await page.getByRole('checkbox', { name: 'device' }).click();
  await expect.poll(async () => Number(await picture.getAttribute('data-edges'))).not.toBe(before);
});

test('a rate is typed in with its source, refused where it is none, and withdrawn', async ({
  signedIn,
}) => {
  const page = await signedIn('reviewer');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/sellers/rates`);
  const table = page.getByRole('grid', { name: 'Exchange rates' });
  await expect(table).toBeVisible();
  const type = async (from: string, to: string, rate: string) => {
    await page.getByRole('combobox', { name: 'From', exact: true }).fill(from);
    await page.getByRole('combobox', { name: 'To', exact: true }).fill(to);
    await page.getByLabel('Rate', { exact: true }).fill(rate);
    await page.getByLabel('Day').fill('2026-11-20');
    await page.getByLabel('Where it stands').fill('the bank’s page of that day');
    await page.getByRole('button', { name: 'Type it in' }).click();
  };
  await type('USD', 'USD', '1');
  await expect(page.getByText('not of one to itself')).toBeVisible();
  // Ten times what is known: it says so before anything is sent.
  await page.getByRole('combobox', { name: 'From', exact: true }).fill('EUR');
  await page.getByRole('combobox', { name: 'To', exact: true }).fill('USD');
  await page.getByLabel('Rate', { exact: true }).fill('10.9');
  await expect(page.getByText(/yours is \d+ % more/)).toBeVisible();
  await type('EUR', 'USD', '1.09');
  await expect(page.getByText('1 EUR is 1.09 USD on 2026-11-20.')).toBeVisible();

  await page.getByRole('checkbox', { name: 'Typed in only' }).check();
  await table.getByText('the bank’s page of that day').click();
  const ofDay = page.getByTestId('rate-of-day');
  await expect(ofDay).toHaveCount(2);
  await expect(ofDay.filter({ hasText: 'in the copy' })).toContainText('replaced');
  await page.getByRole('button', { name: 'Withdraw what was typed in' }).click();
  await page.getByRole('combobox', { name: /Why it is withdrawn/ }).fill('Mistyped');
  await page.getByRole('button', { name: /^Withdraw it/ }).click();
  await expect(ofDay.filter({ hasText: 'withdrawn by reviewer' })).toContainText('Mistyped');
  await expect(ofDay.filter({ hasText: 'in the copy' })).toContainText('counts');

  const agent = await signedIn('agent');
  await agent.goto(`${origin}/#/sellers/rates`);
  await expect(agent.getByText('Reviewers and owners type in rates.')).toBeVisible();
});

test('a filter of candidates gets a name, comes back, and the queue takes from it', async ({
  signedIn,
}) => {
  const page = await signedIn('reviewer');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/sellers`);
  const table = page.getByRole('grid', { name: 'Sellers' });
  await expect(table.getByText('chat:@topup_pasha')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name or signal' }).fill('platform has flagged');
  await expect(table.getByText('chat:@topup_pasha')).toHaveCount(0);
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Flagged elsewhere');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(table.getByText('chat:@topup_pasha')).toBeVisible();
  await page.getByRole('button', { name: 'Flagged elsewhere', exact: true }).click();
  await expect(table.getByText('chat:@topup_pasha')).toHaveCount(0);
  await page.reload();
  await expect(table.getByText('lum0live[.]example')).toBeVisible();
  await expect(table.getByText('chat:@topup_pasha')).toHaveCount(0);

  await page.goto(`${origin}/#/sellers/review`);
  await page.getByRole('combobox', { name: 'Take from' }).click();
  await page.getByRole('option', { name: 'Flagged elsewhere' }).click();
  await page.getByRole('button', { name: 'Take next' }).click();
  await expect(page.getByText('Decide (3 waiting)')).toBeVisible();
});
