import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { serveBrowser, type BrowserDoorOptions } from './browser.ts';

export interface Run extends BrowserDoorOptions {
  /** Open the system's browser too, where there is one. */
  readonly open: boolean;
  /** Told each address that may be opened. */
  readonly say: (url: string) => Promise<void> | void;
}

/**
 * The browser door for as long as this process is wanted: tells the address, opens it, tells a
 * new one at every Enter, and ends in order at Ctrl-C or when it is told to stop.
 */
export async function runBrowserDoor(run: Run): Promise<void> {
  // Asked at once: a workspace that cannot be opened is refused before a page is. Held on to, so
  // that the desk stays for a page that is opened later.
  const first = await run.connect({ workspace: run.workspace, door: 'browser' });
  try {
    await keepOpen(run);
  } finally {
    first.close();
  }
}

async function keepOpen(run: Run): Promise<void> {
  const door = await serveBrowser(run);
  await run.say(door.url);
  if (run.open) openInBrowser(door.url);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => void run.say(door.newUrl()));
  // Without a keyboard there is no end of input that means anything.
  lines.on('close', () => process.stdin.unref?.());
  const stop = new AbortController();
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) =>
    once(process, signal, { signal: stop.signal }),
  );
  await Promise.race(signals);
  stop.abort();
  await Promise.allSettled(signals);
  lines.close();
  await door.close();
}

/** The system's way to open an address; null where there is no screen to open it on. */
export function browserCommand(
  url: string,
  { platform, env }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv },
): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open', url];
  // `start` would take & and ^ in the address as its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', url] : null;
}

function openInBrowser(url: string): void {
  const [command, ...args] = browserCommand(url, process) ?? [];
  if (!command) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The printed address serves where no browser is to be had.
  child.on('error', () => {});
  child.unref();
}
