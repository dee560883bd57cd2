import { runBrowserDoor } from '../browser/run.ts';
import { connectDesk } from '../local/connect.ts';
import { line } from './print.ts';

/** Opens the browser door, prints its address, and stays until it is stopped. */
export async function serve(
  workspace: string,
  options: { readonly port: number; readonly open: boolean; readonly json: boolean },
): Promise<void> {
  await runBrowserDoor({
    workspace,
    port: options.port,
    open: options.open,
    connect: connectDesk,
    log: (sentence) => process.stderr.write(`${sentence}\n`),
    say: (url) =>
      line(
        options.json
          ? JSON.stringify({ url })
          : `Recharge Desk is at ${url}\nThe address works once, within ten minutes; Enter gives a new one. Ctrl-C ends it.`,
      ),
  });
}
