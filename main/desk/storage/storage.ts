/** What the areas may use of storage. */
export { type Db, messageOf, openFile } from './database.ts';
export { type Migration, migrate } from './migrations.ts';
export { isWorkspace, type Layout, layoutOf, openWorkspace, type Workspace } from './workspace.ts';
