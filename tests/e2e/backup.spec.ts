import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './desk-test.ts';

const passphrase = 'a passphrase for a backup';

test('a backup is made in the window and put back there, and the desk that follows is met', async ({
  desk,
  signedIn,
}) => {
  test.setTimeout(120_000);
  const page = await signedIn('owner');
  const settings = `${new URL(page.url()).origin}/#/settings`;
  await page.goto(settings);
  const backup = page.getByRole('region', { name: 'Backup' });
  const file = path.join(path.dirname(desk.workspace), `${path.basename(desk.workspace)}.age`);
  await backup.getByLabel('File on this machine').fill(file);
  const typed = backup.locator('input[type=password]');
  for (const place of [0, 1]) await typed.nth(place).fill(passphrase);
  await backup.getByRole('button', { name: 'Back up' }).click();
  await expect(backup.getByRole('status')).toContainText('Written, as of', { timeout: 30_000 });

  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Name', { exact: true }).fill('late');
  await page.getByRole('button', { name: /^Add late/ }).click();
  await expect(page.getByRole('row', { name: /late/ })).toBeVisible();

  await backup.getByRole('button', { name: 'Restore a backup …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  await dialog.getByLabel('File on this machine').fill(file);
  await dialog.locator('input[type=password]').fill('not this one');
  await dialog.getByRole('button', { name: 'Put this backup in place' }).click();
  await expect(dialog).toContainText('It cannot be opened', { timeout: 30_000 });
  await dialog.locator('input[type=password]').fill(passphrase);
  await dialog.getByRole('button', { name: 'Put this backup in place' }).click();

  const said = page.getByText(/^Back as of .* sign in again\.$/);
  await expect(said).toBeVisible({ timeout: 30_000 });
  // The sign-in ends with the desk that went; the next one has what was backed up.
  await page.getByLabel('Password', { exact: true }).fill(desk.passwords.owner ?? '');
  await expect(said).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(settings);
  await expect(page.getByRole('row', { name: /agent2/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /late/ })).toHaveCount(0);
  rmSync(file);
});
