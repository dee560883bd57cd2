import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { deskEnv, deskNode } from '../../../scripts/ground.mjs';
import type { FromShell, ToShell } from './wire.ts';

/** Where the page is in Chromium, which knows no scheme of ours. */
const shapeOrigin = 'https://desk.invalid';

/** The built desktop door, all but the shell: built main, built preload and built page. */
export interface DesktopShape {
  readonly page: Page;
  close(): Promise<void>;
}

/** Opens the desktop door on a workspace in a page of this context. */
export async function openDesktopShape(
  context: BrowserContext,
  workspace: string,
): Promise<DesktopShape> {
  const script = fileURLToPath(new URL('./shell.ts', import.meta.url));
  const shell = fork(script, ['--workspace', workspace], {
    execPath: deskNode(),
    execArgv: [],
    env: deskEnv(),
    serialization: 'advanced',
  });
  const heard = new Heard(shell);
  const window = await heard.next((message) => message.tell === 'window' && message);
  await servePage(context, heard);
  const page = await context.newPage();
  await joinPorts(page, heard);
  await page.addInitScript(preloadScript(window.preload));
  await page.goto(`${shapeOrigin}/`);
  return {
    page,
    async close() {
      await page.close();
      const ended = once(shell, 'exit');
      shell.disconnect();
      await ended;
    },
  };
}

/** The messages of the shell, for whoever waits for one. */
class Heard {
  readonly #shell: ChildProcess;
  readonly #listeners = new Set<(message: FromShell) => void>();
  readonly #ended: Promise<never>;

  constructor(shell: ChildProcess) {
    this.#shell = shell;
    this.#ended = once(shell, 'exit').then(([code]) =>
      Promise.reject(new Error(`the main process ended with ${code}`)),
    );
    this.#ended.catch(() => {});
    shell.on('message', (message: FromShell) => {
      for (const listener of this.#listeners) listener(message);
    });
  }

  ask(message: ToShell): void {
    this.#shell.send(message);
  }

  on(listener: (message: FromShell) => void): void {
    this.#listeners.add(listener);
  }

  next<T extends FromShell>(wanted: (message: FromShell) => T | false): Promise<T> {
    const heard = new Promise<T>((resolve, reject) => {
      const listener = (message: FromShell) => {
        const found = wanted(message);
        if (!found && message.tell !== 'refused') return;
        this.#listeners.delete(listener);
        if (found) resolve(found);
        else if (message.tell === 'refused') reject(new Error(message.why));
      };
      this.#listeners.add(listener);
    });
    return Promise.race([heard, this.#ended]);
  }
}

/** Lets the main process answer for every address of the page, with its own headers. */
async function servePage(context: BrowserContext, heard: Heard): Promise<void> {
  let asked = 0;
  await context.route(`${shapeOrigin}/**`, async (route) => {
    asked += 1;
    const id = asked;
    const got = heard.next((message) => message.tell === 'got' && message.id === id && message);
    heard.ask({ do: 'get', id, url: route.request().url().replace(shapeOrigin, 'desk://app') });
    const { status, headers, body } = await got;
    await route.fulfill({ status, headers, body: Buffer.from(body) });
  });
}

/** Bytes cross between test and page as base64. */
type Crossing = { readonly text: string } | { readonly bytes: string };

declare global {
  interface Window {
    shapeToMain(kind: 'open-port' | 'close-port' | 'say', port: number, said?: Crossing): void;
    shapePorts: Map<number, MessagePort>;
  }
}

/** Pumps the ports of the page to and from the main process. */
async function joinPorts(page: Page, heard: Heard): Promise<void> {
  await page.exposeFunction(
    'shapeToMain',
    (kind: 'open-port' | 'close-port' | 'say', port: number, said?: Crossing) => {
      if (kind !== 'say') return heard.ask({ do: kind, port });
      if (said) heard.ask({ do: 'say', port, data: uncross(said) });
    },
  );
  // One after the other: the page has to hear in the order in which the desk spoke.
  let last = Promise.resolve();
  heard.on((message) => {
    if (message.tell !== 'said' && message.tell !== 'closed') return;
    const said = message.tell === 'said' ? cross(message.data) : null;
    last = last.then(() => deliver(page, message.port, said)).catch(() => {});
  });
}

async function deliver(page: Page, id: number, said: Crossing | null): Promise<void> {
  await page.evaluate(
    ([port, data]) => {
      const there = window.shapePorts.get(port);
      if (data === null) there?.close();
      else if ('text' in data) there?.postMessage(data.text);
      else there?.postMessage(Uint8Array.from(atob(data.bytes), (byte) => byte.charCodeAt(0)));
    },
    [id, said] as const,
  );
}

function cross(data: string | Uint8Array): Crossing {
  return typeof data === 'string'
    ? { text: data }
    : { bytes: Buffer.from(data).toString('base64') };
}

function uncross(said: Crossing): string | Uint8Array {
  return 'text' in said ? said.text : new Uint8Array(Buffer.from(said.bytes, 'base64'));
}

/** The built preload, with a `require` that knows electron's part of it alone. */
function preloadScript(file: string): string {
  return `(() => {
    window.shapePorts = new Map();
    let opened = Math.floor(performance.timeOrigin);
    const ipcRenderer = {
      postMessage(channel, _message, [port]) {
        if (channel !== 'desk-port') throw new Error('no such channel: ' + channel);
        const id = (opened += 1);
        window.shapePorts.set(id, port);
        port.onmessage = ({ data }) => {
          const said = typeof data === 'string'
            ? { text: data }
            : { bytes: btoa(String.fromCharCode(...new Uint8Array(data.buffer ?? data))) };
          window.shapeToMain('say', id, said);
        };
        window.shapeToMain('open-port', id);
      },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('not in a sandboxed preload: ' + name);
      return { ipcRenderer };
    };
    const module = { exports: {} };
    ((exports) => {\n${readFileSync(file, 'utf8')}\n})(module.exports);
  })();`;
}
