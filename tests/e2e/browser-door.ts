import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { deskEnv, deskNode } from '../../scripts/ground.mjs';
import { root } from '../../scripts/running.mjs';
import { copyDemo, type DemoWorkspace, discard, type Passwords } from './demo-workspace.ts';

/** A desk with the demo's records, and its browser door as people start it. */
export interface DemoDesk {
  readonly workspace: string;
  readonly passwords: Passwords;
  /** An address that lets one browser in, once. */
  newUrl(): Promise<string>;
  close(): Promise<void>;
}

export async function openDemoDesk(): Promise<DemoDesk> {
  const demo = await copyDemo();
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
    workspace: demo.folder,
    passwords: demo.passwords,
    async newUrl() {
      const first = unspent;
      unspent = null;
      if (first) return first;
      child.stdin.write('\n');
      return next();
    },
    close: () => close(child, demo),
  };
}

async function close(child: ChildProcess, demo: DemoWorkspace): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await discard(demo);
}
