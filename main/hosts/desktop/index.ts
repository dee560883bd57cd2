import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, dialog, protocol } from 'electron';
import envPaths from 'env-paths';
import { Refusal } from '../../../contract/errors.ts';
import { connectDesk } from '../local/connect.ts';
import { readPageFiles } from '../page-files.ts';
import { confineAllContents } from './confine.ts';
import { deskScheme } from './scheme.ts';
import { startDeskFrom } from './start-desk.ts';
import { openWindow } from './window.ts';

/** Where the build has put this file; the page and the preload lie beside its folder. */
const here = path.dirname(fileURLToPath(import.meta.url));

/** The workspace that was named when the program was started, else the user's own. */
function workspaceOf(argv: readonly string[]): string {
  const { values } = parseArgs({
    args: [...argv],
    options: { workspace: { type: 'string' } },
    strict: false,
  });
  if (typeof values.workspace === 'string') return path.resolve(values.workspace);
  return process.env.RECHARGE_DESK_HOME ?? envPaths('recharge-desk', { suffix: '' }).data;
}

async function open(workspace: string): Promise<void> {
  const start = startDeskFrom(path.join(here, 'desk-process.js'));
  const connect = () => connectDesk({ workspace, door: 'desktop', start });
  // A workspace that cannot be opened is refused in words, before a window is.
  const first = await connect();
  app.once('will-quit', () => first.close());
  const window = openWindow({
    page: readPageFiles(path.join(here, '../renderer')),
    preload: path.join(here, '../preload/index.cjs'),
    connect,
    log: console.error,
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

function explain(fault: unknown): void {
  const said = fault instanceof Refusal ? `${fault.message}\n\n${fault.next}` : String(fault);
  dialog.showErrorBox('Recharge Desk could not open', said);
  app.exit(1);
}

protocol.registerSchemesAsPrivileged([deskScheme]);
app.enableSandbox();
confineAllContents();
app.on('window-all-closed', () => app.quit());
if (app.requestSingleInstanceLock())
  app
    .whenReady()
    .then(() => open(workspaceOf(process.argv.slice(1))))
    .catch(explain);
else app.quit();
