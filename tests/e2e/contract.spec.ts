import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import { openDoor } from '../../main/hosts/terminal/door.ts';
import { root } from '../../scripts/running.mjs';
import { callOf } from '../contract/calls.ts';
import { type Credentials, type Transcript, walk } from '../contract/suite.ts';
import type { Passwords } from './demo-workspace.ts';
import { expect, test } from './desk-test.ts';

let script: string;
let terminal: Transcript;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'tests/e2e/contract-page.ts', formats: ['iife'], name: 'contractPage' },
    },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result && 'output' in result ? result.output[0] : null;
  if (!chunk || !('code' in chunk)) throw new Error('the page script was not built');
  script = chunk.code;
});

function credentials(passwords: Passwords): Credentials {
  const of = (user: string) => passwords[user] ?? '';
  return { agent: of('agent'), senior: of('senior'), owner: of('owner') };
}

async function walkIn(page: Page, passwords: Passwords, name: string): Promise<Transcript> {
  await page.waitForFunction(() => 'contractCall' in window);
  return walk(
    (path, input) =>
      page.evaluate(([at, given]) => window.contractCall(at, given), [path, input] as const),
    credentials(passwords),
    name,
  );
}

async function withScript(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: script });
}

test('the terminal door answers the contract', async ({ desk }) => {
  const door = await openDoor(desk.workspace);
  terminal = await walk(callOf(door.client), credentials(desk.passwords), 'terminal');
  door.close();
  expect(new Map(terminal).get('an adjustment')).toMatchObject({ state: 'approved' });
});

test('the browser door gives the same answers and refusals in real Chromium', async ({
  context,
  desk,
}) => {
  await withScript(context);
  const page = await context.newPage();
  await page.goto(await desk.newUrl());
  expect(await walkIn(page, desk.passwords, 'browser')).toEqual(terminal);
});

test('the desktop door gives the same, in all but its shell', async ({
  context,
  desk,
  openDesktop,
}) => {
  await withScript(context);
  const shape = await openDesktop();
  expect(await walkIn(shape.page, desk.passwords, 'desktop')).toEqual(terminal);
});
