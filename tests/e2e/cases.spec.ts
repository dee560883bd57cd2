import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Addition } from '../../contract/cases.ts';
import { asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';
import { goTo } from './places.ts';

/** A PNG of one pixel. */
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a case is opened, worked on, previewed as it will leave, and carried to itself', async ({
  signedIn,
  desk,
}) => {
  const owed = await asPerson(desk, 'agent', (client) => findCase(client, owedAboveOwnLimit));
  const page = await signedIn('investigator');
  await goTo(page, 'Cases');
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

  await goTo(page, 'Cases');
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

/** What a PDF tells a reader: its words, and what stands beside them. */
async function toldBy(pdf: Buffer): Promise<string> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const opened = await loading.promise;
  const said = [JSON.stringify(await opened.getMetadata())];
  for (let number = 1; number <= opened.numPages; number++) {
    const { items } = await (await opened.getPage(number)).getTextContent();
    said.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await loading.destroy();
  return said.join('\n');
}

test('a report is printed with all of a case or with none of 200 secrets, and a PDF is drawn in the app', async ({
  signedIn,
  desk,
}) => {
  const secrets = Array.from({ length: 200 }, (_, n) => `zq${String(n).padStart(3, '0')}canary`);
  let next = 0;
  const secret = () => secrets[next++] ?? 'one too many';
  const id = await asPerson(desk, 'investigator', async (client) => {
    const { id: made } = await client.cases.create({
      title: `Paid by ${secret()}`,
      kind: 'other',
      tags: [secret(), secret()],
    });
    const add = (what: Addition) => client.cases.add({ case: made, what });
    for (let n = 0; n < 30; n++) {
      await add({ kind: 'note', text: `${secret()} said **${secret()}**` });
      await add({ kind: 'decision', text: secret(), because: secret() });
      await add({ kind: 'event', at: '2026-11-20T10:00:00Z', text: secret() });
    }
    while (next < 196) await add({ kind: 'task', text: secret(), assignee: secret() });
    const reason = secret();
    await client.cases.set({ case: made, field: 'check:outcome', value: 'waived', reason });
    await client.cases.set({ case: made, field: 'priority', value: 'high', reason: secret() });
    while (next < secrets.length) await add({ kind: 'note', text: secret() });
    return made;
  });
  const page = await signedIn('investigator');
  const { origin } = new URL(page.url());
  const report = page.getByTestId('report');
  const found = (text: string) => secrets.filter((one) => text.toLowerCase().includes(one)).length;
  const printed = async () => await page.pdf({ format: 'A4' });

  await page.goto(`${origin}/#/report/${id}`);
  await expect(report).toContainText('[masked');
  await expect(report).toContainText('Level masked');
  await page.emulateMedia({ media: 'print' });
  const masked = await printed();
  expect(await toldBy(masked)).toContain('[masked');
  expect(found(await page.content())).toBe(0);
  expect(found(await toldBy(masked))).toBe(0);
  expect(found(masked.toString('latin1'))).toBe(0);
  expect(found(await page.title())).toBe(0);

  // The control: with everything in it they are found, by the same search.
  await page.emulateMedia({ media: 'screen' });
  await page.getByText('Full', { exact: true }).click();
  await expect(report).toContainText(secrets[0] ?? '');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
  const full = await printed();
  expect(found(await toldBy(full))).toBeGreaterThan(190);
  expect((full.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length).toBeGreaterThan(1);

  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${origin}/#/case/${id}`);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach a file…' }).click(),
  ]);
  await chooser.setFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: full });
  await page.getByRole('button', { name: /report\.pdf/ }).click();
  await expect(page.getByRole('img', { name: 'Page 1' })).toBeVisible();
  await page.getByText('The words of this page').click();
  await expect(page.getByText(/zq000canary/).last()).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByText(/Page 2 of \d+/)).toBeVisible();
});

test('a screenshot can be pasted as soon as a case is open, and its note leaves whole', async ({
  signedIn,
}) => {
  const page = await signedIn('investigator');
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'New case' }).click();
  await page.getByLabel('Title', { exact: true }).fill('What the store showed');
  await page.getByRole('button', { name: 'Open the case' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'What the store showed' }),
  ).toBeVisible();
  await page.evaluate((png) => {
    const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'screenshot.png', { type: 'image/png' }));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
    );
  }, onePixel);
  await expect(page.getByRole('tabpanel').getByText('screenshot.png').first()).toBeVisible();

  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.getByLabel('New note').fill(`${'word '.repeat(200)}the end of it`);
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.locator('bdi', { hasText: 'the end of it' })).not.toHaveCount(0);
});

test('what a case is called, whose it is and until when is changed where it stands', async ({
  signedIn,
}) => {
  const page = await signedIn('investigator');
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'New case' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Before');
  await page.getByRole('button', { name: 'Open the case' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New title').fill('After');
  await page.getByLabel('New title').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'After' })).toBeVisible();

  await page.getByLabel('Due', { exact: true }).fill('2026-12-24');
  await page.getByRole('button', { name: /^(Let go|Take over)$/ }).click();
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await page.getByLabel('New task').fill('Ask the bank');
  await page.getByLabel('Who', { exact: true }).fill('senior');
  await page.getByLabel('Until when').fill('2026-12-20');
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByText('senior due 2026-12-20')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Due', { exact: true })).toHaveValue('2026-12-24');
});

test('a case is opened of a recharge or a ticket in one click, and either is added to one by its title', async ({
  signedIn,
  desk,
}) => {
  const asked = await asPerson(desk, 'agent', (client) =>
    findCase(client, (verdict) => verdict.ticket_id !== null && owedAboveOwnLimit(verdict)),
  );
  const page = await signedIn('agent');
  const { origin } = new URL(page.url());
  const note = page.getByTestId('in-case');
  const evidence = page.getByRole('list', { name: 'Evidence' }).getByRole('button');
  await page.goto(`${origin}/#/recharge/${asked.recharge_id}`);
  await expect(note).toContainText('In no case.');
  await note.getByRole('button', { name: 'Open a case' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Paid, not granted/ })).toBeVisible();
  // The recharge, and the ticket that names it.
  await expect(evidence).toHaveCount(2);
  await page.goBack();
  await expect(note).toContainText(/In case .*Paid, not granted open/);

  await page.goto(`${origin}/#/show/ticket/${asked.ticket_id}`);
  await expect(note).toContainText(/In case .*Paid, not granted/);
  // The verdict stands on the ticket's own page, and from there it is one step to the reply.
  await expect(page.getByTestId('verdict-beside')).toContainText(/never granted.* coins are owed/);
  await page.getByRole('link', { name: 'Work on it' }).click();
  await expect(page.getByRole('textbox', { name: 'Reply', exact: true })).toBeVisible();
  await page.goBack();
  await note.getByRole('button', { name: 'Open another case' }).click();
  await expect(page.getByRole('button', { name: 'Rename' })).toBeVisible();
  await expect(evidence).toHaveCount(2);

  await asPerson(desk, 'agent', (client) =>
    client.cases.create({ title: 'One that waits', kind: 'other', tags: ['vip-desk'] }),
  );
  await page.goto(`${origin}/#/recharge/${asked.recharge_id}`);
  await note.getByRole('button', { name: 'Add to a case…' }).click();
  // A tag finds it, though the tag stands in no title.
  await page.getByRole('combobox', { name: 'The case to add it to' }).fill('vip-desk');
  await page.getByRole('option', { name: 'One that waits' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(note.getByRole('link', { name: 'One that waits' })).toBeVisible();
});

test('a case says what is there already, asks why a record goes, and forgets a refusal once it is met', async ({
  signedIn,
  desk,
}) => {
  const { id, recharge } = await asPerson(desk, 'investigator', async (client) => {
    const found = await findCase(client, owedAboveOwnLimit);
    const made = await client.cases.create({ title: 'To be closed', kind: 'other' });
    await client.cases.link({
      case: made.id,
      records: [{ kind: 'recharge', id: found.recharge_id }],
    });
    return { id: made.id, recharge: found.recharge_id };
  });
  const page = await signedIn('investigator');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/case/${id}`);
  const evidence = page.getByRole('list', { name: 'Evidence' });
  await page.getByLabel('Id of the record').fill(recharge);
  await expect(page.getByText('It is in this case already')).toBeVisible();

  const attach = async (name: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach a file…' }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('what was said') });
  };
  await attach('said.txt');
  await expect(evidence.getByRole('button', { name: 'text said.txt' })).toBeVisible();
  await attach('said.txt');
  await expect(page.getByRole('alert')).toContainText('attached it as said.txt');

  await evidence.getByRole('button', { name: new RegExp(recharge.slice(0, 6)) }).click();
  await page.getByRole('button', { name: 'Take it out of the case…' }).click();
  await page.getByLabel('Why it does not belong here').fill('another customer');
  await page.getByRole('button', { name: 'Take it out', exact: true }).click();
  await expect(evidence.getByRole('button')).toHaveCount(1);

  await page.getByRole('button', { name: 'Close…' }).click();
  await page.getByLabel('Reason').fill('done');
  await page.getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByText(/The checklist is not finished/)).toBeVisible();
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await page.getByLabel('The outcome is written down').click();
  await expect(page.getByText(/The checklist is not finished/)).toBeHidden();
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Tasks' })).toHaveAttribute('aria-selected', 'true');
});

test('the queue shows after a reload what it showed before', async ({ signedIn }) => {
  const page = await signedIn('agent');
  await goTo(page, 'Tickets');
  await page.getByText('Free', { exact: true }).first().click();
  const rows = page.getByRole('grid', { name: 'Tickets' }).getByRole('row');
  await rows.nth(3).click();
  const chosen = page.getByRole('row', { selected: true });
  const before = await chosen.textContent();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Free' })).toBeChecked();
  await expect(chosen).toHaveText(before ?? '');
});
