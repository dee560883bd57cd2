import { test as base, expect, type Page } from '@playwright/test';
import { type DemoDesk, openDemoDesk } from './browser-door.ts';
import { type DesktopShape, openDesktopShape } from './desktop-shape/desktop-shape.ts';

export { expect };

interface Fixtures {
  /** The desk of this test file: the demo, shared by its tests in their order. */
  readonly desk: DemoDesk;
  /** A page of the browser door on which that person of the demo has signed in. */
  readonly signedIn: (user: string) => Promise<Page>;
  /** The page of the desktop door, in all but its shell; closed after the test. */
  readonly openDesktop: () => Promise<DesktopShape>;
  /** What a page complained of so far; checked to be nothing at the end of every test. */
  readonly complaints: string[];
}

interface WorkerFixtures {
  readonly desks: { of(file: string): Promise<DemoDesk> };
}

/** What Chromium says by itself and no page is to blame for. */
const harmless = [/GPU stall due to ReadPixels/, /Download the React DevTools/];

export const test = base.extend<Fixtures, WorkerFixtures>({
  desks: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const open = new Map<string, DemoDesk>();
      const closeAll = async () => {
        for (const [file, desk] of open) {
          open.delete(file);
          await desk.close();
        }
      };
      await use({
        async of(file) {
          const there = open.get(file);
          if (there) return there;
          await closeAll();
          const desk = await openDemoDesk();
          open.set(file, desk);
          return desk;
        },
      });
      await closeAll();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  desk: [
    async ({ desks }, use, info) => {
      await use(await desks.of(info.file));
    },
    { timeout: 120_000 },
  ],

  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on('weberror', (error) => complaints.push(error.error().message));
      context.on('console', (message) => {
        const text = message.text();
        if (message.type() === 'error' && !harmless.some((known) => known.test(text)))
          complaints.push(text);
      });
      // Nothing leaves the machine: whatever asks for another host is cut off, and is a fault.
      await context.route(
        (url) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1',
        async (route) => {
          complaints.push(`asked for ${route.request().url()}`);
          await route.abort();
        },
      );
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],

  openDesktop: async ({ context, desk }, use) => {
    const opened: DesktopShape[] = [];
    await use(async () => {
      const shape = await openDesktopShape(context, desk.workspace);
      opened.push(shape);
      return shape;
    });
    for (const shape of opened) await shape.close();
  },

  signedIn: async ({ context, desk }, use) => {
    await use(async (user) => {
      const page = await context.newPage();
      await page.goto(await desk.newUrl());
      await page.getByLabel('Name', { exact: true }).fill(user);
      await page.getByLabel('Password', { exact: true }).fill(desk.passwords[user] ?? '');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('searchbox', { name: 'Find anything' })).toBeVisible();
      return page;
    });
  },
});
