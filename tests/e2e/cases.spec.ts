import { readFileSync } from 'node:fs';
import { asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';

test('a case is opened, worked on, previewed as it will leave, and carried to itself', async ({
  signedIn,
  desk,
}) => {
  const owed = await asPerson(desk, 'agent', (client) => findCase(client, owedAboveOwnLimit));
  const page = await signedIn('investigator');
  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('button', { name: 'New case' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Paid by Zoe Secret');
  await page.getByRole('button', { name: 'Open the case' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Paid by Zoe Secret' })).toBeVisible();

  await page.getByLabel('Id of the record').fill(owed.recharge_id);
  await page.getByRole('button', { name: 'Link record' }).click();
  await expect(page.getByRole('list', { name: 'Evidence' }).getByRole('button')).toHaveCount(1);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach a file…' }).click(),
  ]);
  const page1 = '<svg onload="alert(1)"></svg>';
  await chooser.setFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from(page1) });
  await expect(page.getByRole('alert')).toContainText('could run something');

  await page.getByRole('tab', { name: 'Notes' }).click();
  await page
    .getByLabel('New note')
    .fill('**Zoe** wrote <img src=x onerror=alert(1)> [here](https://evil.example)');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.locator('article strong')).toHaveText('Zoe');
  await expect(page.locator('article img, article a')).toHaveCount(0);

  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.locator('del', { hasText: 'Paid by Zoe Secret' })).toBeVisible();
  const { recipient } = await asPerson(desk, 'investigator', (client) =>
    client.bundles.recipient(),
  );
  await page.getByLabel('Sealed to').fill(recipient);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make the file' }).click(),
  ]);
  const file = await download.path();
  expect(readFileSync(file, 'latin1')).not.toContain('Zoe');

  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('button', { name: 'Open bundles' }).click();
  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files…' }).click(),
  ]);
  await again.setFiles(file);
  await expect(page.getByText(/Whole, signed by this desk itself/)).toBeVisible({
    timeout: 15_000,
  });
});

test('a report is printed by the browser as pages that hold the case and nothing of the frame', async ({
  signedIn,
  desk,
}) => {
  const id = await asPerson(desk, 'investigator', async (client) => {
    const made = await client.cases.create({ title: 'To be printed', kind: 'other' });
    for (let n = 0; n < 60; n++)
      await client.cases.add({ case: made.id, what: { kind: 'note', text: `Line ${n}` } });
    return made.id;
  });
  const page = await signedIn('investigator');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/report/${id}`);
  await page.getByText('Full', { exact: true }).click();
  await expect(page.getByTestId('report')).toContainText('Line 59');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(1);
});
