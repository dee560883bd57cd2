import { defineConfig } from '@playwright/test';
import { ensureBuilt } from './scripts/build.mjs';
import { chromiumPath } from './scripts/chromium.mjs';

const root = process.getuid?.() === 0;
const executablePath = chromiumPath();

// Once a run, not once a worker: the doors are tested as they are built.
if (process.env.TEST_WORKER_INDEX === undefined) await ensureBuilt();

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // One browser at a time: the machine is shared with the desk that it drives.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(root ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-first-run',
        '--no-default-browser-check',
        '--no-pings',
      ],
    },
  },
});
