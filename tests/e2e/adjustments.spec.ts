import { readFileSync } from 'node:fs';
import { createPlatform, decisionsIn } from '../adjustments/platform.ts';
import { asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';

test.describe.configure({ mode: 'serial' });

const platform = createPlatform();
const ids: string[] = [];

test.beforeAll(async ({ desks }, info) => {
  await asPerson(await desks.of(info.file), 'agent', async (client) => {
    const { account_id: account } = await findCase(client, owedAboveOwnLimit);
    const wide = { account, reason: 'PROMO_MISSING', note: 'The promotion ran that day.' } as const;
    for (const coins of ['400', '500', '600'])
      ids.push((await client.adjustments.propose({ ...wide, coins })).id);
    await client.adjustments.propose({ ...wide, coins: '345' });
  });
});

test('a senior decides several at once, each with an outcome of its own', async ({ signedIn }) => {
  const page = await signedIn('senior');
  await page.goto(`${new URL(page.url()).origin}/#/approvals/${ids[0]}`);
  await page.getByRole('checkbox', { name: `Mark ${ids[0]}` }).check();
  await page.getByRole('checkbox', { name: `Mark ${ids[1]}` }).check();
  await expect(page.getByText('2 marked, +900 coins together.')).toBeVisible();
  await page.getByLabel('One note for all of them, kept for good').fill('The banner of that day.');
  await page.getByRole('button', { name: 'Approve 2' }).click();
  const outcomes = page.getByTestId('bulk-outcomes').getByRole('listitem');
  await expect(outcomes).toHaveCount(2);
  await expect(outcomes.filter({ hasText: 'approved' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Back to the queue' }).click();
  await expect(page.getByRole('checkbox', { name: `Mark ${ids[2]}` })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: `Mark ${ids[1]}` })).toHaveCount(0);
});

test('an owner sends decisions out, and takes the signed answers of the platform', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/outbox`);
  await test.step('registers the key of the platform', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Payments ledger');
    await page.getByLabel('Ed25519 public key, PEM or base64').fill(platform.publicKey);
    await page.getByRole('button', { name: 'Believe this key' }).click();
    await expect(page.getByText('Payments ledger')).toBeVisible();
  });
  const text = await test.step('exports a signed file', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export a signed file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('outbox-000001.ndjson');
    return readFileSync(await download.path(), 'utf8');
  });
  const sent = decisionsIn(text).map(({ decision }) => decision.adjustment_id);
  expect(sent).toEqual(expect.arrayContaining(ids.slice(0, 2)));
  await test.step('takes the answers', async () => {
    const answers = platform.answers(text, ({ adjustment_id }) =>
      adjustment_id === ids[0]
        ? { state: 'refused', reason: 'the account is closed' }
        : { state: 'applied', entry_id: `le_${adjustment_id}` },
    );
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Take a file of confirmations…' }).click();
    await (await choosing).setFiles({
      name: 'confirmations.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(answers),
    });
    await expect(
      page.getByText(`${sent.length} answers: ${sent.length - 1} confirmed, 1 refused`),
    ).toBeVisible();
    await expect(page.getByTestId('outbox-files')).toContainText('1 refused');
  });
  await page.goto(`${new URL(page.url()).origin}/#/adjustment/${ids[0]}`);
  await expect(page.getByText('the account is closed')).toBeVisible();
});

test('a limit is rehearsed before it is asked for, and a second owner agrees', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  await page.clock.install();
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/rules`);
  await page.getByLabel(/^Own limit in coins/).fill('300');
  await expect(page.getByTestId('rehearsal')).toContainText('would have gone another way');
  await expect(page.getByTestId('rehearsal')).toContainText('alone → one approval');
  await page.getByRole('button', { name: 'Ask for own limit 300' }).click();
  await expect(page.getByText('It waits until another owner asks for the same.')).toBeVisible();
  // Who asked is not told to decide it; who has to is, at home and on the way there.
  const title = /^Changes that wait for you · 1$/;
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await expect(page.getByRole('heading', { name: 'Records' })).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/rules`);
  const other = await signedIn('owner2');
  await other.goto(`${new URL(other.url()).origin}/#/`);
  await expect(other.getByText(title)).toBeVisible();
  const waiting = other.getByRole('grid', { name: 'Changes that wait for you' });
  await expect(waiting).toContainText('Own limit');
  await other.getByRole('link', { name: 'Limits and reasons' }).click();
  await expect(other.getByRole('link', { name: 'Limits and reasons (1)' })).toBeVisible();
  await other.getByRole('button', { name: 'Agree' }).click();
  await expect(other.getByRole('list', { name: 'Changes' })).toContainText('stands');
  await expect(other.getByRole('link', { name: 'Limits and reasons (1)' })).toHaveCount(0);
  // The page that was open all the while tells it too, without a reload.
  await page.clock.fastForward(15_000);
  await expect(page.getByRole('list', { name: 'Changes' })).toContainText('stands');
  await expect(page.getByLabel('Own limit in coins, now 300 coins')).toBeVisible();
});

test('what another owner asks for is declined with a reason that both then see', async ({
  signedIn,
}) => {
  const page = await signedIn('owner');
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/rules`);
  await page.getByLabel(/^Own limit in coins/).fill('3000');
  await page.getByRole('button', { name: 'Ask for own limit 3,000' }).click();
  await expect(page.getByText('It waits until another owner asks for the same.')).toBeVisible();
  const other = await signedIn('owner2');
  await other.goto(`${new URL(other.url()).origin}/#/adjustments/rules`);
  const changes = other.getByRole('list', { name: 'Changes' });
  await changes.getByRole('button', { name: 'Decline …' }).click();
  await other.getByLabel('Why not, kept for good').fill('nobody gives that much alone');
  await changes.getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(changes.getByRole('listitem').first()).toContainText(
    'owner2: nobody gives that much alone',
  );
  await expect(changes.getByRole('button', { name: 'Agree' })).toHaveCount(0);
});

test('the report of the shift says who did what', async ({ signedIn }) => {
  const page = await signedIn('senior');
  await page.goto(`${new URL(page.url()).origin}/#/adjustments/report`);
  await expect(page.getByTestId('shift').getByRole('row', { name: /^senior/ })).toContainText('2');
  await expect(page.getByText('The platform refused or contradicted 1 adjustment.')).toBeVisible();
});
