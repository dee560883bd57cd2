import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext } from '@playwright/test';
import { expect, test } from './desk-test.ts';
import { goTo } from './places.ts';

/** The search box in a real browser: every key answered, nothing painted that was called off. */

/** Lets what the desk says wait until it is let go. */
async function holdAnswers(context: BrowserContext) {
  let waiting: (() => void)[] | null = null;
  await context.routeWebSocket(/.*/, (page) => {
    const desk = page.connectToServer();
    page.onMessage((message) => desk.send(message));
    desk.onMessage((message) => {
      if (waiting) waiting.push(() => page.send(message));
      else page.send(message);
    });
  });
  return {
    hold() {
      waiting = [];
    },
    letGo() {
      const all = waiting ?? [];
      waiting = null;
      for (const send of all) send();
    },
  };
}

test('each key is answered without Enter; a search that was called off never paints', async ({
  context,
  signedIn,
}) => {
  const answers = await holdAnswers(context);
  const page = await signedIn('agent');
  const box = page.getByRole('searchbox', { name: 'Find anything' });
  const hits = page.getByRole('listbox', { name: 'What was found' });
  const cancel = page.getByRole('button', { name: /cancel/ });
  // From a page that is only read the first key leads to what it finds, and Back returns to it.
  await goTo(page, 'Deadlines');
  await box.pressSequentially('rc_');
  await expect(hits).toHaveAttribute('data-of', 'rc_');
  await expect(box).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/#\/deadlines$/);
  await expect(box).toHaveValue('');
  // On a page where something may be half written Enter leads there, and nothing else.
  await goTo(page, 'Settings');
  await box.fill('rc_');
  await page.waitForTimeout(500);
  await expect(page).toHaveURL(/#\/settings$/);
  await box.press('Enter');
  await expect(hits).toHaveAttribute('data-of', 'rc_');
  await box.fill('GPA.');
  await expect(hits).toHaveAttribute('data-of', 'GPA.');

  answers.hold();
  await box.fill('pi_');
  await cancel.click();
  await expect(cancel).toBeHidden();
  answers.letGo();
  // Time enough for what came late to be painted; the control below needs far less.
  await page.waitForTimeout(500);
  await expect(hits).not.toHaveAttribute('data-of', 'pi_');
  await box.fill('GPA.3');
  await expect(hits).toHaveAttribute('data-of', 'GPA.3');
  await box.fill('pi_');
  await expect(hits).toHaveAttribute('data-of', 'pi_');

  // The control: what nobody calls off is painted when it comes.
  answers.hold();
  await box.fill('ac_');
  await expect(cancel).toBeVisible();
  await expect(hits).not.toHaveAttribute('data-of', 'ac_');
  answers.letGo();
  await expect(hits).toHaveAttribute('data-of', 'ac_');
});

test('hits are walked and opened by keys, more come on demand, and the page is accessible', async ({
  signedIn,
}) => {
  const page = await signedIn('agent');
  const box = page.getByRole('searchbox', { name: 'Find anything' });
  const hits = page.getByRole('listbox', { name: 'What was found' });
  await page.keyboard.press('/');
  await box.fill('rc_');
  await box.press('Enter');
  await expect(hits).toHaveAttribute('data-of', 'rc_');
  const chosen = () => hits.getAttribute('aria-activedescendant');
  await box.press('ArrowDown');
  await expect(hits).toBeFocused();
  const first = await chosen();
  await page.keyboard.press('ArrowDown');
  expect(await chosen()).not.toBe(first);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const before = await hits.getByRole('option').count();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => hits.getByRole('option').count()).toBeGreaterThan(before);
  await hits.focus();
  await page.keyboard.press('Escape');
  await expect(box).toBeFocused();
  await box.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Recharge/ })).toBeVisible();
});
