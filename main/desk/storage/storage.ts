/** What the areas may use of storage. */
export { noteOnce, openBackup, scheduleRestore, writeBackup } from './backup.ts';
export {
  assertRecipients,
  generateX25519Identity,
  identitiesIn,
  identityToRecipient,
  type OpenWith,
  openSealed,
  type SealFor,
  sealInto,
} from './sealed.ts';
export { type Db, flushFile, flushFolder, messageOf, openFile } from './database.ts';
export { giveWay } from './give-way.ts';
export { createGroupCommit } from './group-commit.ts';
export { readThrough } from './read-through.ts';
export { type Migration, migrate } from './migrations.ts';
export { keepThreadsSteady } from './steady-threads.ts';
export { answerFromThread, endingOf, inThread } from './thread.ts';
export {
  type Layout,
  layoutOf,
  openWorkspace,
  requireWorkspace,
  type Workspace,
} from './workspace.ts';
