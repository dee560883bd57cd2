import type { Page } from '@playwright/test';
import type { Fields } from '../../contract/records.ts';
import { type Case, asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';

test.describe.configure({ mode: 'serial' });

let wanted: Case;
let order: Fields;
let adjustment: string;

test.beforeAll(async ({ desks }, info) => {
  await asPerson(await desks.of(info.file), 'agent', async (client) => {
    wanted = await findCase(client, owedAboveOwnLimit);
    order = (await client.records.recharge({ id: wanted.recharge_id })).fields;
  });
});

/** "1,400 coins", as the page says it. */
function owed(): string {
  return `${BigInt(wanted.coins_owed ?? '0').toLocaleString('en-US')} coins`;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((given) => navigator.clipboard.writeText(given), text);
  await page.keyboard.press('ControlOrMeta+V');
}

async function pasteOrderId(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Find anything' })).toBeFocused();
  await paste(page, order.external_id ?? order.payment_id ?? wanted.recharge_id);
  await page.keyboard.press('Enter');
}

test('an agent pastes an order id, reads the verdict, answers the customer and proposes the coins', async ({
  context,
  signedIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await signedIn('agent');

  await test.step('an order id opens the recharge at once', async () => {
    await pasteOrderId(page);
    await expect(page).toHaveURL(new RegExp(`#/recharge/${wanted.recharge_id}$`));
    await expect(page.getByTestId('verdict-sentence')).toHaveText(wanted.agent_text);
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(`${owed()} owed`);
  });

  await test.step('the verdict opens its evidence', async () => {
    await page.keyboard.press('e');
    const check = page.locator('[data-check="paid_not_granted"]');
    await expect(check).toBeFocused();
    await expect(check).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByText(/, line \d+, run/).first()).toBeVisible();
  });

  await test.step('the record behind an entry of the timeline opens in place', async () => {
    const timeline = page.getByRole('list', { name: 'Timeline of this recharge' });
    const first = timeline.getByRole('button', { expanded: false }).first();
    await first.focus();
    await page.keyboard.press('Enter');
    await expect(timeline.getByRole('button', { expanded: true })).toHaveCount(1);
    await expect(timeline.getByText(/, line \d+, run/)).toBeVisible();
  });

  await test.step('the answer is copied in the language of the ticket', async () => {
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Copy reply' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.getByTestId('reply-text').innerText());
  });

  await test.step('the coins are proposed with reason and amount filled in', async () => {
    await page.keyboard.press('m');
    await expect(page.getByRole('combobox', { name: 'Reason' })).toHaveValue('Paid, not delivered');
    await expect(page.getByRole('textbox', { name: 'Coins' })).toHaveValue(
      `+${wanted.coins_owed ?? ''}`,
    );
    await expect(page.getByTestId('preview')).toContainText('waits for somebody else');
    await page
      .getByLabel('Note, kept for good')
      .fill('The store has the money, the ledger nothing.');
    await page.getByRole('button', { name: `Propose +${owed()}` }).click();
    await expect(page.getByTestId('proposed')).toContainText('waits for approval');
  });

  await test.step('it is in the ledger as a proposal that its maker cannot approve', async () => {
    await page.getByRole('link', { name: 'Open it in the ledger' }).click();
    await expect(page).toHaveURL(/#\/adjustment\/adj_/);
    adjustment = decodeURIComponent(new URL(page.url()).hash.replace('#/adjustment/', ''));
    await expect(page.getByText('there are no entries until it is approved')).toBeVisible();
    await page.goto(`${new URL(page.url()).origin}/#/approvals`);
    await expect(page.getByTestId('why-not')).toContainText('You made this proposal');
  });
});

test('a senior approves it from the queue by keyboard, and the entries sum to zero', async ({
  signedIn,
}) => {
  const page = await signedIn('senior');
  await page.goto(`${new URL(page.url()).origin}/#/approvals/${adjustment}`);
  await expect(page.getByText('still so')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByLabel('What you checked, kept for good')).toBeFocused();
  await page.keyboard.type('The store record and the ledger, both of today.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText(`+${owed()} for ${wanted.account_id}: approved.`)).toBeVisible();
  await page.goto(`${new URL(page.url()).origin}/#/adjustment/${adjustment}`);
  const entries = page.getByTestId('entries');
  await expect(entries.getByRole('row')).toHaveCount(4);
  await expect(entries.getByRole('row', { name: /Sum/ })).toContainText('0');
  await expect(entries).toContainText(`account/${wanted.account_id}`);
});

test('the verdict owes nothing any more', async ({ signedIn }) => {
  const page = await signedIn('agent');
  await page.goto(`${new URL(page.url()).origin}/#/recharge/${wanted.recharge_id}`);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Nothing owed');
});

test('an auditor finds proposal and approval in the audit, and reads what verifying proves', async ({
  signedIn,
}) => {
  const page = await signedIn('auditor');
  await page.goto(`${new URL(page.url()).origin}/#/audit`);
  await page.getByLabel('Only rows about one object').fill(`adjustment/${adjustment}`);
  await page.keyboard.press('Enter');
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText(`senior (senior) approved +${wanted.coins_owed}`);
  await expect(rows.nth(2)).toContainText(`agent (agent) proposed +${wanted.coins_owed}`);
  await expect(page.getByTestId('audit-sentence')).toContainText(wanted.account_id);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByTestId('audit-verdict')).toContainText('whole, not anchored');
  await expect(page.getByTestId('audit-verdict')).toContainText('no anchor');
});
