import { defineConfig } from 'vitest/config';
import { steadyFlag } from './main/desk/storage/steady-threads.ts';

const report = process.env.VITEST_REPORT;

export default defineConfig({
  test: {
    name: 'node',
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    globalSetup: './tests/own-temporary-folder.ts',
    alias: { electron: new URL('./tests/fakes/electron.ts', import.meta.url).pathname },
    ...(report ? { outputFile: { json: report } } : {}),
    pool: 'forks',
    execArgv: [steadyFlag],
    // One on two cores would be the default, and most tests wait for a disk, a timer or a process.
    maxWorkers: 2,
    // Real files and real password hashing on a small shared machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
