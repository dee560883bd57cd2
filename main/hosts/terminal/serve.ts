import { spawn } from 'node:child_process';
import { serveBrowser } from '../browser/browser.ts';
import { connectDesk } from '../local/connect.ts';
import { line } from './print.ts';

/** Opens the browser door, prints its address, and stays until it is stopped. */
export async function serve(
  workspace: string,
  options: { readonly port: number; readonly open: boolean; readonly json: boolean },
): Promise<void> {
  // Asked once here, so that a workspace that cannot be opened is refused before a page is.
  const first = await connectDesk({ workspace, door: 'browser' });
  const served = await serveBrowser({ workspace, port: options.port, connect: connectDesk });
  await line(
    options.json
      ? JSON.stringify({ url: served.url })
      : `Recharge Desk is at ${served.url}\nThe address works once, within ten minutes. Ctrl-C ends it.`,
  );
  if (options.open) openBrowser(served.url);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  first.close();
  await served.close();
}

/** Asks the system to open an address; a machine without a screen simply does not. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['explorer', url]
        : ['xdg-open', url];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
