/** What the areas may use of storage. */
export { type Db, messageOf, openFile } from './database.ts';
export { type Migration, migrate } from './migrations.ts';
export {
  type Layout,
  layoutOf,
  openWorkspace,
  requireWorkspace,
  type Workspace,
} from './workspace.ts';
