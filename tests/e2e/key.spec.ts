import type { Page } from '@playwright/test';
import { expect, test } from './desk-test.ts';

test.describe.configure({ mode: 'serial' });

const passphrase = 'six plain words kept in mind';

const settings = async (page: Page) => {
  await page.goto(`${new URL(page.url()).origin}/#/settings`);
  return page.getByRole('region', { name: 'Signing key' });
};

test('an owner puts the signing key under a passphrase, and the verdict says so', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  const key = await settings(page);
  await expect(key).toContainText('no passphrase');
  await key.getByRole('button', { name: 'Protect it with a passphrase …' }).click();
  await key.getByLabel('New passphrase').fill(passphrase);
  await key.getByLabel('Once more').fill('something else entirely');
  await key.getByRole('button', { name: 'Protect the key' }).click();
  await expect(key).toContainText('two different passphrases');
  await key.getByLabel('Once more').fill(passphrase);
  await expect(key).not.toContainText('two different passphrases');
  await key.getByRole('button', { name: 'Protect the key' }).click();
  await expect(key).toContainText('under a passphrase, open now');
  await page.goto(`${new URL(page.url()).origin}/#/audit`);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByTestId('audit-verdict')).toContainText('is whole');
  await expect(page.getByTestId('audit-verdict')).not.toContainText('lies in a file');
});

test('the next morning it is asked for where it is needed, and what waited goes on', async ({
  desk,
  signedIn,
}) => {
  await desk.restart();
  const page = await signedIn('investigator');
  await expect(page.getByRole('button', { name: 'Key sealed' })).toBeVisible();
  await page.goto(`${new URL(page.url()).origin}/#/cases`);
  await page.getByRole('button', { name: 'New case' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Sent to one site');
  await page.getByRole('button', { name: 'Open the case' }).click();
  const dialog = page.getByRole('dialog', { name: 'The signing key is sealed' });
  await dialog.getByLabel('Passphrase of the signing key').fill('not this one at all');
  await dialog.getByRole('button', { name: 'Open the key' }).click();
  await expect(dialog).toContainText('That is not the passphrase');
  await dialog.getByLabel('Passphrase of the signing key').fill(passphrase);
  await dialog.getByRole('button', { name: 'Open the key' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Sent to one site/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Key sealed' })).toHaveCount(0);
});

test('it is changed for one that the desk makes, and taken off again', async ({ signedIn }) => {
  const page = await signedIn('owner');
  const key = await settings(page);
  await key.getByRole('button', { name: 'Change it …' }).click();
  await key.getByLabel('Passphrase now').fill(passphrase);
  await key.getByRole('button', { name: 'Make one for me' }).click();
  const made = await key.getByText(/^[a-z2-9]{5}(-[a-z2-9]{5}){4}$/).textContent();
  await key.getByRole('button', { name: 'Take it off …' }).click();
  await key.getByLabel('Passphrase now').fill(passphrase);
  await key.getByRole('button', { name: 'Take the passphrase off' }).click();
  await expect(key).toContainText('That is not the passphrase');
  await key.getByLabel('Passphrase now').fill(made ?? '');
  await key.getByRole('button', { name: 'Take the passphrase off' }).click();
  await expect(key).toContainText('no passphrase');
});

test('another key takes its place, which the old one signs, and the verdict names both', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  const key = await settings(page);
  await key.getByRole('button', { name: 'Replace it …' }).click();
  await key.getByRole('button', { name: 'Replace the key' }).click();
  const keys = key.getByRole('list', { name: 'Keys of this desk' });
  await expect(keys.getByRole('listitem')).toHaveCount(2);
  await expect(keys).toContainText('named by the one before it');
  await page.goto(`${new URL(page.url()).origin}/#/audit`);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByTestId('audit-verdict')).toContainText('named itself');
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/outbox`);
  await expect(page.getByRole('button', { name: 'Copy what it signed' })).toBeVisible();
});

test('a lost passphrase takes two owners: one asks for another key, one agrees', async ({
  desk,
  signedIn,
}) => {
  const first = await signedIn('owner');
  const set = await settings(first);
  await set.getByRole('button', { name: 'Protect it with a passphrase …' }).click();
  await set.getByRole('button', { name: 'Make one for me' }).click();
  await expect(set).toContainText('under a passphrase, open now');
  await first.close();
  await desk.restart();

  const one = await settings(await signedIn('owner'));
  await one.getByRole('button', { name: 'It is lost …' }).click();
  await one.getByRole('button', { name: 'Ask for another key' }).click();
  await expect(one).toContainText('says that its passphrase is lost');

  const second = await signedIn('owner2');
  // Its home page says so; nobody has to come by the settings.
  const waits = second.getByRole('heading', { name: 'The signing key waits for you' });
  await expect(waits).toBeVisible();
  const two = await settings(second);
  await two.getByRole('button', { name: 'Look at it …' }).click();
  await two.getByLabel('Code of an anchor kept elsewhere').fill('not a code');
  await two.getByRole('button', { name: 'Agree, and replace the key' }).click();
  await expect(two).toContainText('A code looks like');
  await two.getByLabel('Code of an anchor kept elsewhere').fill('');
  await two.getByRole('button', { name: 'Agree, and replace the key' }).click();
  await expect(two).toContainText('under a passphrase, open now');
  await expect(two.getByText(/^[a-z2-9]{5}(-[a-z2-9]{5}){4}$/)).toBeVisible();
  await expect(two.getByRole('list', { name: 'Keys of this desk' })).toContainText(
    'for one that was lost',
  );
});
