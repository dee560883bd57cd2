import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const main = path.join(root, 'main/hosts/terminal/main.ts');

/** The password of every person these tests make. */
export const password = 'five plain words in a row';

export interface Said {
  readonly code: number;
  /** Standard output, a JSON value a line. */
  readonly lines: readonly Record<string, unknown>[];
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  workspace: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawn(process.execPath, [main, ...args, '--workspace', workspace], {
    // A group of its own, so that the door and the desk it started can be killed together.
    detached: true,
    env: { ...process.env, RECHARGE_DESK_PASSWORD: password, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs the terminal door to its end, as a script would. */
export function desk(
  workspace: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Said> {
  const child = start(workspace, args, options.env);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (piece) => {
    stdout += piece;
  });
  child.stderr?.setEncoding('utf8').on('data', (piece) => {
    stderr += piece;
  });
  child.stdin?.end(options.input ?? '');
  return new Promise((resolve) => {
    child.once('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout,
        stderr,
        lines: stdout
          .split('\n')
          .filter((line) => line.startsWith('{') || line.startsWith('['))
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      }),
    );
  });
}

/** A running `batch`: commands in, answers out, and the whole of it can be killed. */
export function batch(workspace: string, user: string) {
  const child = start(workspace, ['batch', '--as', user]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin?.on('error', () => {});
  child.stderr?.resume();
  return {
    send: (command: object) => child.stdin?.write(`${JSON.stringify(command)}\n`),
    answers: createInterface({ input: child.stdout ?? process.stdin }),
    end: () => child.stdin?.end(),
    ended,
    /** SIGKILL to the door and the desk it started, at once. */
    kill() {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

/** A workspace with one owner and a few accounts, whose limits leave room for many small posts. */
export async function smallWorkspace(folder: string, accounts: number): Promise<string> {
  const workspace = path.join(folder, 'workspace');
  const drop = path.join(folder, 'drop');
  mkdirSync(drop, { recursive: true });
  const rows = Array.from({ length: accounts }, (_, n) => `ac_${n},user${n},2026-01-01T00:00:00Z`);
  writeFileSync(
    path.join(drop, 'accounts.csv'),
    ['account_id,username,created_at', ...rows, ''].join('\n'),
  );
  await must(desk(workspace, ['init', '--owner', 'olga', '--json']));
  await must(desk(workspace, ['import', drop, '--as', 'olga', '--json']));
  const names = ['maker_day', 'account_30d', 'case', 'goodwill_max'];
  const commands = names.map((name) =>
    JSON.stringify({ id: name, do: 'limits.set', with: { name, value: '1000000000' } }),
  );
  const { lines } = await must(
    desk(workspace, ['batch', '--as', 'olga'], { input: `${commands.join('\n')}\n` }),
  );
  const wrong = lines.find((line) => 'error' in line);
  if (wrong) throw new Error(JSON.stringify(wrong));
  return workspace;
}

async function must(said: Promise<Said>): Promise<Said> {
  const result = await said;
  if (result.code !== 0) throw new Error(`${result.stdout}\n${result.stderr}`);
  return result;
}
