import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { Refusal } from '../../../contract/errors.ts';
import { type Desk, openDesk, requireWorkspace } from '../../desk/desk.ts';
import { socketAddress } from './address.ts';
import { type Lock, takeLock } from './lock.ts';
import { keyringOf, type ParentPort } from './parent-keyring.ts';

/** Largest message a door may pass on; uploads come in pieces well below it. */
const longestMessage = 4 * 1024 * 1024;
/** How long a desk waits for a door before it ends: long at first, short after the last one left. */
const patience = { firstMs: 20_000, lastMs: 1_500 } as const;

/**
 * A desk that starts anew waits no longer than this for calls that it still answers, and for doors
 * to take its goodbye; every desk that leaves, for its threads.
 */
const goodbyeMs = { calls: 5_000, doors: 1_000, threads: 2_000 } as const;

/** Told to doors whose desk starts anew: they find their way to the next one (RFC 6455, restart). */
const startsAnew = 1012;

/** What the process tells the door that started it, as one line of JSON. */
export type Greeting =
  | { readonly desk: 'ready' | 'elsewhere' }
  | { readonly desk: 'refused'; readonly error: { code: string; message: string; next: string } };

/** For the keyring to open the signing key before the first door is let in. */
const keyringMs = 2_000;

/** Under Electron the parent listens on its own port; elsewhere on standard output. */
const parent: ParentPort | null =
  'parentPort' in process && process.parentPort ? process.parentPort : null;

const doors = new Set(['desktop', 'browser', 'terminal']);

async function main(): Promise<void> {
  const [workspace, mode] = process.argv.slice(2);
  if (!workspace) throw new Error('usage: desk-process WORKSPACE [create]');
  // Records and decisions are for this user alone.
  process.umask(0o077);
  // A door may be stopped together with its whole process group; the desk is also for the other
  // doors, and ends by itself when none is left.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});
  let lock: Lock | null = null;
  try {
    if (mode === 'create') mkdirSync(workspace, { recursive: true, mode: 0o700 });
    else requireWorkspace(workspace);
    lock = takeLock(workspace);
    if (!lock) return greet({ desk: 'elsewhere' });
    const keyring = parent === null ? null : await keyringOf(parent);
    const desk = openDesk({ folder: workspace, create: mode === 'create', keyring });
    // A keyring that is locked itself may ask a person; the desk does not wait for them.
    await Promise.race([desk.keyringAsked, pause(keyringMs)]);
    listen(desk, workspace, lock);
  } catch (error) {
    lock?.release();
    greet({ desk: 'refused', error: describe(error, workspace) });
    process.exitCode = 1;
  }
}

function listen(desk: Desk, workspace: string, lock: Lock): void {
  const address = socketAddress(workspace);
  // The lock is ours, so a socket that is still there belongs to a desk that was killed.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  let leaving = false;
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({
    server,
    maxPayload: longestMessage,
    // One that was on its way when the desk left looks for the next desk.
    verifyClient: () => !leaving,
  });
  const handler = new RPCHandler(desk.router);

  let ending = setTimeout(end, patience.firstMs);
  sockets.on('connection', (socket, request) => {
    const door = (request.url ?? '/').slice(1);
    if (!doors.has(door)) return socket.close(1008, 'unknown door');
    clearTimeout(ending);
    const connection = desk.connect(door);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      connection.close();
      if (sockets.clients.size === 0 && !leaving) ending = setTimeout(end, patience.lastMs);
    });
    void handler.upgrade(socket, { context: { connection } });
  });

  // What was open is replaced. Nobody comes in any more, so that no door meets the desk that goes;
  // who was promised an answer gets it, and every door finds its way to the process that follows.
  void desk.restart.then(async () => {
    leaving = true;
    clearTimeout(ending);
    server.close();
    await Promise.race([desk.quiet, pause(goodbyeMs.calls)]);
    // The last answer is encoded and handed to its socket in this turn.
    await new Promise((resolve) => setImmediate(resolve));
    const gone = [...sockets.clients].map((socket) => {
      socket.close(startsAnew, 'the desk starts anew');
      return once(socket, 'close');
    });
    await Promise.race([Promise.all(gone), pause(goodbyeMs.doors)]);
    await leave();
  });

  /** The lock is held to the end: whoever opens the workspace next finds its files closed. */
  async function leave(): Promise<void> {
    leaving = true;
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    // A process that exits while a thread still loads SQLite aborts.
    await Promise.race([desk.close(), pause(goodbyeMs.threads)]);
    lock.release();
    process.exit(0);
  }

  function end(): void {
    if (sockets.clients.size > 0 || leaving) return;
    if (desk.busy()) {
      ending = setTimeout(end, patience.lastMs);
      return;
    }
    void leave();
  }
  server.listen(address, () => {
    if (process.platform !== 'win32') chmodSync(address, 0o600);
    greet({ desk: 'ready' });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function greet(greeting: Greeting): void {
  const line = `${JSON.stringify(greeting)}\n`;
  if (parent) parent.postMessage(line);
  else process.stdout.write(line);
}

function describe(error: unknown, workspace: string | undefined) {
  if (error instanceof Refusal)
    return { code: error.code, message: error.message, next: error.next };
  const said = error instanceof Error ? error.message : String(error);
  return {
    code: 'DISK',
    message: `The workspace ${workspace} could not be opened: ${said}.`,
    next: 'Check that the folder is on a local disk and that you may write to it.',
  };
}

await main();
