import os from 'node:os';

/**
 * Lets whoever answers a person go first on the processor: to be called by a worker whose work can
 * wait, about itself. Linux counts the importance of each thread by itself, and 0 means the calling
 * one; elsewhere it would be that of the whole desk, so nothing is done there.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  os.setPriority(0, os.constants.priority.PRIORITY_LOW);
}
