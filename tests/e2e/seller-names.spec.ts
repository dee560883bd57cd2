import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { asPerson } from './cases.ts';
import { expect, test } from './desk-test.ts';
import { inAllLooks } from './looks.ts';

const long = `${'cheap-coins-'.repeat(18)}x.example`;
/** Names that turn themselves round, hide letters, borrow letters of other alphabets, are code, or never end. */
const hostile = [
  'lumo\u202Eevil.example',
  'lum\u200Bolive.example',
  'lum\u043Elive.example',
  '"><img src=x onerror=alert(1)>.example',
  'javascript:alert(1)//.example',
  long,
];
const blurb =
  'https://pay.evil.example/now?x=1 \u202Elive coins\u202C <b>official</b> 1400 coins, login needed';

/** What would act unseen, were it on the page as it is. */
const acting = /[\u202A-\u202E\u2066-\u2069\u200B-\u200F]/;

test('names that sellers chose stand inert and marked, wherever they are shown', async ({
  signedIn,
  desks,
}, info) => {
  test.setTimeout(180_000);
  const drop = mkdtempSync(path.join(tmpdir(), 'desk-hostile-'));
  mkdirSync(drop, { recursive: true });
  const write = (table: string, rows: Record<string, string>[]) =>
    writeFileSync(path.join(drop, `${table}.csv`), stringify(rows, { header: true }));
  write(
    'sellers',
    hostile.map((seller_id) => ({ seller_id, name: `${seller_id} \u202Eelddam`, notes: blurb })),
  );
  write(
    'offers',
    hostile.map((seller_id, at) => ({
      offer_id: `of_hostile_${at}`,
      seller_id,
      seen_at: '2026-11-20T00:00:00Z',
      storefront: 'US',
      currency: 'USD',
      price_minor: '700',
      coins: '1400',
      url: `https://${seller_id}/`,
      text: blurb,
    })),
  );
  try {
    await asPerson(await desks.of(info.file), 'owner', async (client) => {
      for await (const event of await client.records.importDrop({ path: drop, commit: true }))
        void event;
    });
    const page = await signedIn('owner');
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/#/sellers`);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect(page.getByRole('grid', { name: 'Sellers' })).toContainText('lumolive[.]example');
    for (const hash of [
      'sellers',
      ...hostile.map((id) => `seller/${encodeURIComponent(id)}`),
      `links/seller/${encodeURIComponent(hostile[0] ?? '')}`,
      'list/sellers',
    ]) {
      await page.goto(`${origin}/#/${hash}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const shown = await page.locator('main').innerText();
      expect(acting.test(shown), hash).toBe(false);
      expect(await page.locator('a[href^="http"], a[href^="javascript"]').count()).toBe(0);
      expect(await page.locator('main img').count()).toBe(0);
    }
    await page.goto(`${origin}/#/seller/${encodeURIComponent(hostile[2] ?? '')}`);
    // The Cyrillic letter is told by its number, on hover and in words.
    await expect(page.locator('h1 [title="Cyrillic letter, U+043E"]')).toBeVisible();
    await inAllLooks(page, 'hostile-alphabet');
    await page.goto(`${origin}/#/seller/${encodeURIComponent(hostile[0] ?? '')}`);
    await expect(page.locator('h1')).toContainText('U+202E');
    await inAllLooks(page, 'hostile-bidi');
    await page.goto(`${origin}/#/seller/${encodeURIComponent(long)}`);
    await expect(page.getByRole('grid', { name: 'Offers' })).toBeVisible();
    await inAllLooks(page, 'hostile-long');
    await page.goto(`${origin}/#/sellers`);
    await expect(page.getByRole('grid', { name: 'Sellers' })).toBeVisible();
    await inAllLooks(page, 'hostile-list');
  } finally {
    rmSync(drop, { recursive: true, force: true });
  }
});
