import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './desk-test.ts';

const signIn = { name: 'Sign in' } as const;

test.describe('the browser door', () => {
  test('lets one browser in, keeps it in over a reload, and gives it more tabs', async ({
    context,
    desk,
  }) => {
    const page = await context.newPage();
    await page.goto(await desk.newUrl());
    expect(new URL(page.url()).search).toBe('');
    await expect(page.getByRole('button', signIn)).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', signIn)).toBeVisible();
    const tab = await context.newPage();
    await tab.goto(new URL('/', page.url()).href);
    await expect(tab.getByRole('button', signIn)).toBeVisible();
  });

  test('opens to nobody else, by the same address or none', async ({ browser, context, desk }) => {
    const url = await desk.newUrl();
    const page = await context.newPage();
    await page.goto(url);
    const other = await browser.newContext();
    const stranger = await other.newPage();
    expect((await stranger.goto(url))?.status()).toBe(403);
    expect((await stranger.goto(new URL('/', url).href))?.status()).toBe(401);
    await other.close();
  });

  test('runs nothing but its own files, whatever a page is made to hold', async ({
    context,
    desk,
    complaints,
  }) => {
    const page = await context.newPage();
    await page.goto(await desk.newUrl());
    await expect(page.getByRole('button', signIn)).toBeVisible();
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      const tried = {
        script: () => script.append('window.ran = "script"'),
        handler: () => document.body.setAttribute('onclick', 'window.ran = "handler"'),
        markup: () => {
          document.body.innerHTML = '<img src=x onerror="window.ran = 1">';
        },
        code: () => Reflect.construct(Function, ['window.ran = "code"'])(),
      };
      for (const attempt of Object.values(tried)) {
        // On a turn of their own: what a test evaluates may make code from text, a page may not.
        setTimeout(() => {
          try {
            attempt();
          } catch {
            // What is refused by throwing is refused well.
          }
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(script);
      document.body.click();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return 'ran' in window;
    });
    expect(ran).toBe(false);
    expect(complaints.length).toBeGreaterThan(0);
    complaints.length = 0;
  });

  test('gives nothing to another page of this machine', async ({ context, desk, complaints }) => {
    const mine = await context.newPage();
    await mine.goto(await desk.newUrl());
    const { host, origin } = new URL(mine.url());
    const evil = createServer((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>evil</h1>'),
    );
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    const got = await page.evaluate(
      async ([at, from]) => {
        const reached: string[] = [];
        const asks: [string, RequestInit][] = [
          ['/', {}],
          ['/token', { method: 'POST' }],
          ['/token', { method: 'POST', credentials: 'include' }],
        ];
        for (const [path, init] of asks)
          await fetch(from + path, init).then(
            () => reached.push(path),
            () => {},
          );
        await fetch(`${from}/token`, { method: 'POST', mode: 'no-cors', credentials: 'include' })
          .then((answer) => answer.text())
          .then((text) => text && reached.push(text))
          .catch(() => {});
        const socket = new WebSocket(`ws://${at}/desk`);
        await new Promise<void>((resolve) => {
          socket.onopen = () => resolve(void reached.push('socket'));
          socket.onerror = () => resolve();
        });
        const frame = document.createElement('iframe');
        frame.src = `${from}/`;
        document.body.append(frame);
        await new Promise((resolve) => {
          frame.onload = resolve;
        });
        return reached;
      },
      [host, origin] as const,
    );
    expect(got).toEqual([]);
    // The page itself goes on, and so does its connection.
    await expect(mine.getByRole('button', signIn)).toBeVisible();
    complaints.length = 0;
    evil.close();
  });
});

test.describe('the desktop door, in all but its shell', () => {
  test('shows the page, signs in, and does so again after a reload', async ({
    desk,
    openDesktop,
  }) => {
    const { page } = await openDesktop();
    for (const round of ['first', 'after a reload']) {
      await test.step(round, async () => {
        await page.getByLabel('Name', { exact: true }).fill('agent');
        await page.getByLabel('Password', { exact: true }).fill(desk.passwords.agent ?? '');
        await page.getByRole('button', signIn).click();
        await expect(page.getByRole('searchbox', { name: 'Find anything' })).toBeVisible();
      });
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
    }
  });

  test('reaches nothing of Electron or Node from the page', async ({ openDesktop }) => {
    const { page } = await openDesktop();
    const names = ['require', 'process', 'module', 'exports', 'ipcRenderer', 'Buffer', 'global'];
    const there = await page.evaluate((all) => all.filter((name) => name in window), names);
    expect(there).toEqual([]);
  });
});
