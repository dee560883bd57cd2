import { workerData } from 'node:worker_threads';

/** Ends its whole process when that holds more memory than it may: no `catch` can stand in the way. */
const most = Number(workerData);

setInterval(() => {
  if (process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL');
}, 50);
