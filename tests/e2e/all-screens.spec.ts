import type { Page } from '@playwright/test';
import { type Case, asPerson, findCase, owedAboveOwnLimit } from './cases.ts';
import { expect, test } from './desk-test.ts';
import { inAllLooks } from './looks.ts';

/** The longest of these files, named to be among the first. `SCREENS=home,owed` looks at some of them. Every screen in both sizes and both schemes, for people to look at, and an axe check of each. */
test.describe.configure({ mode: 'serial' });

interface Shown {
  readonly name: string;
  readonly hash: string;
  /** What is there when the screen is: a name of its own. */
  readonly ready: (page: Page) => Promise<void>;
}

let owed: Case;
let device: string;
let waits: string;
let done: string;
let story: string;
let ring: string;
let mule: string;

test.beforeAll(async ({ desks }, info) => {
  test.setTimeout(180_000);
  await asPerson(await desks.of(info.file), 'agent', async (client) => {
    owed = await findCase(client, owedAboveOwnLimit);
    const { fields } = await client.records.recharge({ id: owed.recharge_id });
    device = fields.device_id ?? '';
    const account = owed.account_id;
    const proposed = await client.adjustments.propose({
      account,
      coins: owed.coins_owed ?? '',
      recharge: owed.recharge_id,
      reason: 'PAID_NOT_DELIVERED',
      note: 'Paid, and nothing in the ledger.',
    });
    const sorry = { reason: 'GOODWILL', note: 'Long wait; said sorry.' } as const;
    const given = await client.adjustments.propose({ account, coins: '70', ...sorry });
    const [found] = await client.sellers.rings();
    ring = found?.ring ?? '';
    mule = found?.roles.mule[0] ?? '';
    // What looks at everything is empty until everything was judged.
    for await (const event of await client.diagnosis.sweep()) void event;
    await client.diagnosis.keep({ recharge: owed.recharge_id });
    waits = proposed.id;
    const { id } = await client.cases.create({ title: 'Sent to one site', kind: 'seller_ring' });
    const records = [
      { kind: 'recharge' as const, id: owed.recharge_id },
      { kind: 'account' as const, id: account },
    ];
    await client.cases.link({ case: id, records });
    const text = '**Three buyers**\n\n1. one site\n2. [one offer](https://evil.example)';
    await client.cases.add({ case: id, what: { kind: 'note', text } });
    story = id;
    done = given.id;
  });
  await asPerson(await desks.of(info.file), 'owner', async (client) => {
    const expires_at = new Date(Date.now() + 60 * 86_400_000).toISOString();
    for (const [kind, value, reason] of [
      ['device', device, 'Seen in two rings in May.'],
      ['seller', 'lumoIive.test', 'Named by three customers.'],
      ['contact', '@lumo_coins_cheap', 'Pays mules by chat.'],
      ['email', 'name@mail.example', 'Asked us for codes.'],
    ] as const)
      await client.sellers.watchAdd({ kind, value, reason, expires_at });
  });
});

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

const pressing =
  (ready: Shown['ready'], key: string, then: Shown['ready']) => async (page: Page) => {
    await ready(page);
    await page.keyboard.press(key);
    await then(page);
  };

const verdict = async (page: Page) => {
  await expect(page.getByTestId('verdict-sentence')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Timeline of this recharge' })).toBeVisible();
};

const grid = (name: string) => async (page: Page) => {
  await expect(page.getByRole('grid', { name, exact: true })).toBeVisible();
};

const tab = (name: string, group?: RegExp) => async (page: Page) => {
  await page.getByRole('tab', { name }).click();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  if (group) await expect(page.getByRole('group', { name: group })).toBeVisible();
};

const exporting = async (page: Page) => {
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('region', { name: 'What leaves', exact: true })).toBeVisible();
};

const deciding = async (page: Page) => {
  await page.getByRole('button', { name: 'Take next' }).click();
  await expect(page.getByRole('button', { name: /^Propose a flag/ })).toBeVisible();
};

const seen = (testId: string) => async (page: Page) => {
  await expect(page.getByTestId(testId)).toBeVisible();
};

function screens(): Shown[] {
  const recharge = `recharge/${owed.recharge_id}`;
  const account = heading(/^Account/);
  return [
    { name: 'home', hash: '', ready: heading(/./) },
    { name: 'search', hash: `search/${owed.account_id.slice(0, 6)}`, ready: heading(/./) },
    { name: 'recharge', hash: recharge, ready: pressing(verdict, 'e', verdict) },
    { name: 'recharge-reply', hash: recharge, ready: pressing(verdict, 'r', seen('reply-text')) },
    { name: 'recharge-make-good', hash: recharge, ready: pressing(verdict, 'm', seen('preview')) },
    { name: 'recharge-unknown', hash: 'recharge/rc_nowhere', ready: heading(/^Recharge/) },
    { name: 'account', hash: `account/${owed.account_id}`, ready: account },
    {
      name: 'account-propose',
      hash: `account/${owed.account_id}`,
      ready: pressing(
        async (page) => {
          await expect(page.getByRole('grid', { name: 'Recharges' })).toBeVisible();
        },
        'm',
        seen('preview'),
      ),
    },
    { name: 'device', hash: `show/device/${device}`, ready: heading(/^Device/) },
    { name: 'tickets', hash: 'tickets', ready: heading(/^Tickets/) },
    { name: 'approvals', hash: `approvals/${waits}`, ready: heading('Approvals') },
    { name: 'adjustments', hash: 'adjustments', ready: heading('Adjustments') },
    { name: 'adjustments-report', hash: 'adjustments/report', ready: seen('shift') },
    { name: 'adjustments-rules', hash: 'adjustments/rules', ready: seen('rehearsal') },
    { name: 'adjustments-outbox', hash: 'adjustments/outbox', ready: heading('Outbox') },
    { name: 'adjustment', hash: `adjustment/${done}`, ready: seen('entries') },
    { name: 'adjustment-waiting', hash: `adjustment/${waits}`, ready: heading(/^Adjustment/) },
    { name: 'sellers', hash: 'sellers', ready: grid('Sellers') },
    { name: 'sellers-review', hash: 'sellers/review', ready: heading('Sellers') },
    { name: 'sellers-deciding', hash: 'sellers/review', ready: deciding },
    { name: 'seller-alike', hash: 'seller/lumoIive.test', ready: grid('Offers') },
    { name: 'seller-encoded', hash: 'seller/xn--lumolve-vfb.example', ready: grid('Offers') },
    { name: 'seller', hash: 'seller/lum0live.example', ready: grid('Offers') },
    { name: 'ring', hash: `ring/${ring}`, ready: heading(/^Ring/) },
    { name: 'links', hash: `links/account/${mule}`, ready: grid('Links') },
    { name: 'sellers-rings', hash: 'sellers/rings', ready: heading('Sellers') },
    { name: 'sellers-flags', hash: 'sellers/flags', ready: heading('Sellers') },
    { name: 'sellers-rates', hash: 'sellers/rates', ready: grid('Exchange rates') },
    { name: 'watch-list', hash: 'sellers/watch', ready: heading('Sellers') },
    { name: 'cases', hash: 'cases', ready: heading('Cases') },
    { name: 'case', hash: `case/${story}`, ready: heading('Sent to one site') },
    { name: 'case-timeline', hash: `case/${story}`, ready: tab('Timeline', /^Time axis/) },
    { name: 'case-notes', hash: `case/${story}`, ready: tab('Notes') },
    { name: 'case-export', hash: `case/${story}`, ready: exporting },
    { name: 'report', hash: `report/${story}`, ready: seen('report') },
    { name: 'deadlines', hash: 'deadlines', ready: grid('Deadlines') },
    { name: 'owed', hash: 'owed', ready: grid('Owed and wrong') },
    { name: 'failures', hash: 'failures/paid_not_granted/-/-/-', ready: grid('Failures') },
    { name: 'outages', hash: 'outages', ready: heading('Outages') },
    { name: 'codes', hash: 'codes', ready: grid('Codes') },
    { name: 'alike', hash: `alike/${owed.recharge_id}`, ready: heading(/^Outage or one/) },
    { name: 'kept', hash: `kept/${owed.recharge_id}`, ready: grid('Kept verdicts') },
    { name: 'balance', hash: `balance/${owed.account_id}`, ready: heading(/^Balance explained/) },
    { name: 'import', hash: 'import', ready: heading('Import') },
    { name: 'audit', hash: 'audit', ready: heading('Audit') },
    { name: 'settings', hash: 'settings', ready: heading(/./) },
    { name: 'nowhere', hash: 'nowhere', ready: heading(/nothing at this address/) },
  ];
}

test('the sign-in looks right and is usable by all', async ({ context, desk }) => {
  const page = await context.newPage();
  await page.goto(await desk.newUrl());
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await inAllLooks(page, 'sign-in');
});

test('every screen of the desk looks right and is usable by all', async ({ signedIn }) => {
  test.setTimeout(600_000);
  const page = await signedIn('owner');
  const { origin } = new URL(page.url());
  const wanted = process.env.SCREENS?.split(',');
  for (const { name, hash, ready } of screens().filter((one) => wanted?.includes(one.name) ?? true))
    await test.step(name, async () => {
      await page.goto(`${origin}/#/nothing-between`);
      await page.goto(`${origin}/#/${hash}`);
      await ready(page);
      await inAllLooks(page, name);
    });
});

test('the palette looks right and is usable by all', async ({ signedIn }) => {
  const page = await signedIn('agent');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await inAllLooks(page, 'palette');
});
