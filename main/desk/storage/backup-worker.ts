import { workerData } from 'node:worker_threads';
import { type BackupTask, doBackupTask } from './backup-file.ts';
import { answerFromThread } from './thread.ts';

/** A shell: one backup sealed or opened, then gone. */
await answerFromThread(() => doBackupTask(workerData as BackupTask));
