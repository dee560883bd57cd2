import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { deskEnv, deskNode } from '../../scripts/ground.mjs';
import { root } from '../../scripts/running.mjs';
import {
  copyDemo,
  type DemoWorkspace,
  discard,
  makeEmpty,
  type Passwords,
  untilLetGo,
} from './demo-workspace.ts';

/** A desk with the demo's records, and its browser door as people start it. */
export interface DemoDesk {
  readonly workspace: string;
  readonly passwords: Passwords;
  /** An address that lets one browser in, once. */
  newUrl(): Promise<string>;
  /** Ends the desk and starts it anew, as in the morning. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openDemoDesk(): Promise<DemoDesk> {
  return openDesk(await copyDemo());
}

/** A desk of its own key with no records in it; `owner` is all of its staff. */
export async function openEmptyDesk(): Promise<DemoDesk> {
  return openDesk(await makeEmpty());
}

async function openDesk(demo: DemoWorkspace): Promise<DemoDesk> {
  let door = await openDoor(demo);
  return {
    workspace: demo.folder,
    passwords: demo.passwords,
    newUrl: () => door.newUrl(),
    async restart() {
      await door.end();
      await untilLetGo(demo.folder);
      door = await openDoor(demo);
    },
    async close() {
      await door.end();
      await discard(demo);
    },
  };
}

/** The browser door in a process of its own, and with it a desk where none runs. */
async function openDoor(demo: DemoWorkspace) {
  const verb = ['serve', '--json', '--no-open', '--workspace', demo.folder];
  const child = spawn(deskNode(), ['scripts/desk.mjs', ...verb], {
    cwd: root,
    env: deskEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const addresses = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await addresses.next();
    if (line.done) throw new Error('the browser door has ended');
    return JSON.parse(line.value).url as string;
  };
  let unspent: string | null = await next();
  return {
    async newUrl() {
      const first = unspent;
      unspent = null;
      if (first) return first;
      child.stdin.write('\n');
      return next();
    },
    async end() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
