import { asPerson } from './cases.ts';
import { expect, test } from './desk-test.ts';

/** Something is put on the watch list by a reviewer, and an agent meets it on every record that touches it. */
test('what is watched is seen on recharge, account, ticket and device, in part where the role sees a part', async ({
  signedIn,
  desks,
}, info) => {
  test.setTimeout(90_000);
  let device = '';
  let recharge = '';
  let account = '';
  let ticket = '';
  let email = '';
  await asPerson(await desks.of(info.file), 'owner', async (client) => {
    const { hits } = await client.records.search({ text: 'rc_', kind: 'ticket', limit: 200 });
    const { tickets } = await client.records.tickets({ status: 'any' });
    const found = tickets.find((one) => one.recharge_id !== null && one.account_id !== null);
    ticket = found?.ticket_id ?? hits[0]?.id ?? '';
    recharge = found?.recharge_id ?? '';
    account = found?.account_id ?? '';
    device = (await client.records.recharge({ id: recharge })).fields.device_id ?? '';
    email = (await client.records.account({ id: account })).fields.email ?? '';
  });
  const reviewer = await signedIn('reviewer');
  const { origin } = new URL(reviewer.url());
  await reviewer.goto(`${origin}/#/sellers/watch`);
  const add = async (kind: string, value: string, reason: string) => {
    await reviewer.getByRole('combobox', { name: 'Kind' }).click();
    await reviewer.getByRole('option', { name: kind, exact: true }).click();
    await reviewer.getByRole('textbox', { name: 'What' }).fill(value);
    await reviewer.getByRole('textbox', { name: /^Reason/ }).fill(reason);
    await reviewer.getByRole('button', { name: 'Put on the list' }).click();
  };
  await add('network address', 'no address', 'x');
  await expect(reviewer.getByText('This is not a network address.')).toBeVisible();
  await add('device', device, 'used by a ring in May');
  await expect(reviewer.getByRole('grid', { name: 'Watch list' })).toContainText(
    'used by a ring in May',
  );
  await add('mail address', email, 'asked us for codes');
  await expect(reviewer.getByRole('grid', { name: 'Watch list' })).toContainText('•••@');

  const agent = await signedIn('agent');
  for (const [hash, marks] of [
    [`recharge/${recharge}`, 2],
    [`account/${account}`, 2],
    [`show/ticket/${ticket}`, 2],
    [`show/device/${device}`, 1],
  ] as const) {
    await agent.goto(`${origin}/#/${hash}`);
    const notes = agent.getByTestId('watch-note');
    await expect(notes).toHaveCount(marks);
    await expect(notes.filter({ hasText: 'used by a ring in May' })).toContainText(
      'from this desk, by reviewer',
    );
    expect(await agent.locator('main').innerText()).not.toContain(email);
  }

  // It ends, and the marks go.
  await reviewer.getByRole('grid', { name: 'Watch list' }).getByText('used by a ring').click();
  await reviewer.getByRole('combobox', { name: /Why it ends/ }).fill('The ring is gone.');
  await reviewer.getByRole('button', { name: /^End it/ }).click();
  await expect(reviewer.getByText('ended').first()).toBeVisible();
  await agent.reload();
  await expect(agent.getByRole('heading', { level: 1, name: /^Device/ })).toBeVisible();
  await expect(agent.getByTestId('watch-note')).toHaveCount(0);
});
