import { _electron, expect, test } from '@playwright/test';
import { electronPath, noWindow } from '../../scripts/electron.mjs';
import { root } from '../../scripts/running.mjs';
import { copyDemo, discard } from './demo-workspace.ts';

const executablePath = electronPath();
const why = executablePath
  ? noWindow({ platform: process.platform, env: process.env, uid: process.getuid?.() })
  : 'its program is not installed';

// Decided by files alone: asking the electron package would start a download.
test(`the desktop window in real Electron${why ? ` (skipped: ${why})` : ''}`, async () => {
  test.skip(why !== null, why ?? '');
  const demo = await copyDemo();
  const app = await _electron.launch({
    executablePath: executablePath ?? '',
    args: [root, '--workspace', demo.folder],
  });
  const page = await app.firstWindow();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const reach = await page.evaluate(() =>
    ['require', 'process', 'module'].filter((name) => name in window),
  );
  expect(reach).toEqual([]);
  await app.close();
  await discard(demo);
});
