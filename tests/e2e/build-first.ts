import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureDemo } from './demo-workspace.ts';

/**
 * Before the browser tests, whoever starts them: the doors are tested as they are built, and the
 * demo is made once for all workers.
 */
export default async function buildFirst(): Promise<void> {
  await ensureBuilt();
  await ensureDemo();
}
