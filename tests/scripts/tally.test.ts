import { expect, test } from 'vitest';
import { readPlaywright, readVitest } from '../../scripts/test.mjs';

const suite = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test('a suite that could not be loaded counts as one that failed', () => {
  const counts = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  const loaded = [suite('passed', 'passed'), suite('failed', 'passed', 'failed')];
  expect(readVitest({ ...counts, testResults: loaded })).toEqual({
    passed: 3,
    failed: 1,
    skipped: 3,
  });
  const unloaded = [...loaded, suite('failed')];
  expect(readVitest({ ...counts, testResults: unloaded }).failed).toBe(2);
});

test('an error outside of the browser tests counts as one that failed', () => {
  const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 1 };
  expect(readPlaywright({ stats })).toEqual({ passed: 5, failed: 2, skipped: 1 });
  expect(readPlaywright({ stats, errors: [{}] }).failed).toBe(3);
});
