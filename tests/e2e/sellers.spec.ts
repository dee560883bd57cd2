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
