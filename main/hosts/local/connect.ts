import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect as dialSocket } from 'node:net';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { Refusal, refusalCodes, refuse } from '../../../contract/errors.ts';
import { socketAddress } from './address.ts';
import type { Greeting } from './desk-process.ts';

export type Door = 'desktop' | 'browser' | 'terminal';

/** Starts a desk process and resolves with the first line it says. */
export type StartDesk = (workspace: string, create: boolean) => Promise<string>;

export interface Where {
  readonly workspace: string;
  readonly door: Door;
  /** Make the workspace where there is none. */
  readonly create?: boolean;
  /** How to start a desk where none runs; a child process of Node unless told otherwise. */
  readonly start?: StartDesk;
}

/** Ten seconds: a desk on its way out answers what it began, and puts its files away. */
const attempts = 200;
const pauseMs = 50;
/** Between two attempts to start one, which costs a process each. */
const startEvery = 10;

/**
 * A connection to the desk of a workspace: the one that runs, or one started now. The socket
 * carries oRPC messages as they are; a door adds nothing to them. Refuses NOT_FOUND where there
 * is no workspace, NEWER_FILE or DISK where it cannot be opened, BUSY where a desk has it but
 * does not answer.
 */
export async function connectDesk(where: Where): Promise<WebSocket> {
  const start = where.start ?? startChild;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const running = await dial(socketAddress(where.workspace), where.door);
    if (running) return running;
    if (attempt % startEvery === 0) {
      const greeting = parseGreeting(await start(where.workspace, where.create ?? false));
      if (greeting.desk === 'refused') {
        const { code, message, next } = greeting.error;
        throw new Refusal(refusalCodes.find((known) => known === code) ?? 'DISK', message, next);
      }
      if (greeting.desk === 'ready') continue;
    }
    // Another desk has the workspace but does not listen yet, or is on its way out.
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw refuse(
    'BUSY',
    `Another desk has the workspace ${where.workspace} open but does not answer.`,
    'Close it, or wait a moment and try again.',
  );
}

/** The socket of a desk that listens there, or null where nobody does. */
function dial(address: string, door: Door): Promise<WebSocket | null> {
  if (process.platform !== 'win32' && !existsSync(address)) return Promise.resolve(null);
  return new Promise((resolve) => {
    // Not a ws+unix: address, which would read spaces, colons and hashes in the path as its own.
    const socket = new WebSocket(`ws://localhost/${door}`, {
      createConnection: () => dialSocket(address),
    });
    socket.once('open', () => resolve(socket));
    socket.once('error', () => {
      socket.terminate();
      resolve(null);
    });
  });
}

function parseGreeting(line: string): Greeting {
  try {
    return JSON.parse(line) as Greeting;
  } catch {
    throw refuse(
      'INTERNAL',
      'The desk process ended before it was ready.',
      'Run the same command with --debug to see what it said.',
    );
  }
}

/**
 * Starts the desk in a Node process of its own, in this process's group and without a hold on
 * it: closing this door leaves the desk to the other doors.
 */
function startChild(workspace: string, create: boolean): Promise<string> {
  const own = fileURLToPath(import.meta.url);
  const script = fileURLToPath(
    new URL(own.endsWith('.ts') ? './desk-process.ts' : './desk-process.js', import.meta.url),
  );
  const child = spawn(process.execPath, [script, workspace, ...(create ? ['create'] : [])], {
    stdio: ['ignore', 'pipe', process.env.RECHARGE_DESK_DEBUG ? 'inherit' : 'ignore'],
  });
  return new Promise((resolve) => {
    let said = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (piece: string) => {
      said += piece;
      if (!said.includes('\n')) return;
      child.stdout.destroy();
      child.unref();
      resolve(said.slice(0, said.indexOf('\n')));
    });
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', () => resolve(said.trim()));
  });
}
