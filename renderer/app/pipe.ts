import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

/** One open way to the desk; when it has ended another must be opened. */
export interface Pipe {
  readonly link: ClientLink<ClientContext>;
  /** Settles once, when the pipe has ended. */
  readonly ended: Promise<void>;
  close(): void;
}

/** How a door opens ways to the desk. */
export interface Pipes {
  open(): Promise<Pipe>;
  /** True where another pipe can be had without loading the page anew. */
  canReopen(): boolean;
}

/** The browser door is always this exact host; every other page is handed a port. */
function inBrowser(): boolean {
  return location.protocol === 'http:' && location.hostname === '127.0.0.1';
}

/** The port that the preload hands over when asked, once, from this very window. */
const handedPort = new Promise<MessagePort>((resolve) => {
  function take(event: MessageEvent<unknown>): void {
    const [port] = event.ports;
    if (event.source !== window || event.data !== 'desk-port' || port === undefined) return;
    window.removeEventListener('message', take);
    resolve(port);
  }
  window.addEventListener('message', take);
  if (!inBrowser()) window.postMessage('desk-port-wanted', '/');
});

/** Opens the way that this door has: the port of the window, or a socket of the browser door. */
export async function openPipe(): Promise<Pipe> {
  return inBrowser() ? openSocket() : overPort(await handedPort);
}

/** The ways of this door. */
export const pipes: Pipes = { open: openPipe, canReopen: inBrowser };

function overPort(port: MessagePort): Pipe {
  const link = new PortLink({ port });
  port.start();
  return {
    link,
    ended: new Promise((resolve) =>
      port.addEventListener('close', () => resolve(), { once: true }),
    ),
    close: () => port.close(),
  };
}

/** The token of this page, given for the cookie to a call from the page itself. */
async function pageToken(): Promise<string> {
  const answer = await fetch('/token', { method: 'POST', credentials: 'same-origin' });
  const said: unknown = answer.ok ? await answer.json() : null;
  if (typeof said === 'object' && said !== null && 'token' in said) {
    if (typeof said.token === 'string') return said.token;
  }
  throw new Error(`no page token (${answer.status})`);
}

async function openSocket(): Promise<Pipe> {
  const token = await pageToken();
  const socket = new WebSocket(`ws://${location.host}/desk`);
  // Read as a Blob, answers could overtake each other.
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('close', () => reject(new Error('no socket')), { once: true });
  });
  socket.send(JSON.stringify({ token }));
  return {
    link: new SocketLink({ websocket: socket }),
    ended: new Promise((resolve) =>
      socket.addEventListener('close', () => resolve(), { once: true }),
    ),
    close: () => socket.close(),
  };
}
