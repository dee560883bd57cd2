import os from 'node:os';

/**
 * A third of the share of a thread that has not given way. With the lowest of Linux (19) it would be
 * a seventieth, and an import would stand still for as long as another program keeps the processor busy.
 */
const behind = 5;

/**
 * Lets whoever answers a person go first on the processor: to be called by a worker whose work can
 * wait, about itself. Linux counts the importance of each thread by itself, and 0 means the calling
 * one; elsewhere it would be that of the whole desk, so nothing is done there.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  os.setPriority(0, behind);
}
