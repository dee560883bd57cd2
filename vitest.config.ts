import { defineConfig } from 'vitest/config';

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
    // Real files and real password hashing on a small shared machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
