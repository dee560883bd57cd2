import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuse } from '../../../contract/errors.ts';
import { readPageFiles } from '../page-files.ts';
import { admit } from './admit.ts';
import { turnAway, turnAwayRaw } from './answers.ts';
import { checkHost, checkOrigin, siteOf, type Turned } from './guards.ts';
import { keepPulse, usualHeartbeatMs } from './heartbeat.ts';
import { createAllowance, type Pace, usualPace } from './pace.ts';
import { type Door, route, sessionOf } from './routes.ts';
import { Secrets } from './secrets.ts';

/** Largest message that a page may send; uploads come in pieces well below it. */
const longestMessage = 4 * 1024 * 1024;
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  // Answered by us instead, with the headers that every answer has.
  requireHostHeader: false,
} as const;
const mostConnections = 64;
/** Half of them, so that pages which stay open leave room for one that opens. */
const mostPages = 32;
const builtPage = fileURLToPath(new URL('../../../out/renderer', import.meta.url));

export interface BrowserDoorOptions {
  readonly workspace: string;
  /** 0, or left out, for one that is free. */
  readonly port?: number;
  /** Opens a connection to the desk of the workspace. */
  readonly connect: (where: { workspace: string; door: 'browser' }) => Promise<WebSocket>;
  /** The folder of the built page. */
  readonly page?: string;
  /** UTC ms; the clock that ages the printed address. */
  readonly now?: () => number;
  /** How fast one page may send. */
  readonly pace?: Pace;
  /** Milliseconds that never go back; what the pace is counted by. */
  readonly monotonicMs?: () => number;
  /** How often pages are asked whether they are there, in ms. */
  readonly heartbeatMs?: number;
  /** Told in a sentence what goes wrong behind the door. */
  readonly log?: (sentence: string) => void;
}

export interface BrowserDoor {
  /** The address to open: works once, within ten minutes. */
  readonly url: string;
  /** Another such address; the one before is void then. */
  newUrl(): string;
  /** Lets go of every page and of the port. */
  close(): Promise<void>;
}

/**
 * Serves the page on 127.0.0.1 and passes its messages to the desk. Refuses BUSY where the port
 * is taken, NOT_FOUND where the page is not built.
 */
export async function serveBrowser(options: BrowserDoorOptions): Promise<BrowserDoor> {
  const page = readPageFiles(options.page ?? builtPage);
  const secrets = new Secrets(options.now ?? Date.now);
  const server = createServer(limits);
  server.maxConnections = mostConnections;
  const port = await listen(server, options.port ?? 0);
  const door: Door = { site: siteOf(port), secrets, page, cookie: `recharge-desk-${port}` };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
  });
  const { workspace, connect, log = () => {}, pace = usualPace } = options;
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const endPulse = keepPulse(sockets, options.heartbeatMs ?? usualHeartbeatMs);

  server.on('error', (error) => log(`The browser door had a fault: ${error.message}.`));
  server.on('request', (request, response) => route(door, request, response));
  for (const event of ['checkContinue', 'checkExpectation'] as const)
    server.on(event, (_request, response) =>
      turnAway(response, { status: 417, why: 'Nothing can be sent here.' }),
    );
  server.on('clientError', (error, socket) => turnAwayRaw(socket, faultOf(error)));
  server.on('connect', (_request, socket) =>
    turnAwayRaw(socket, { status: 405, why: 'That is not done here.' }),
  );
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = sessionOf(door, request);
    const turned = checkUpgrade(door, request);
    if (turned) return turnAwayRaw(socket, turned);
    if (!session) return turnAwayRaw(socket, { status: 401, why: 'This browser was not let in.' });
    if (sockets.clients.size >= mostPages)
      return turnAwayRaw(socket, { status: 503, why: 'Too many pages are open; close one.' });
    sockets.handleUpgrade(request, socket, head, (opened) => {
      sockets.emit('connection', opened, request);
      admit(opened, {
        isPage: (token) => secrets.isPage(session, token),
        connect: () => connect({ workspace, door: 'browser' }),
        allowance: createAllowance(pace, monotonicMs),
        log,
      });
    });
  });

  sockets.on('wsClientError', (_error, socket) =>
    turnAwayRaw(socket, { status: 400, why: 'That is not a WebSocket.' }),
  );

  const newUrl = () => `${door.site.origin}/?k=${secrets.newAddress()}`;
  return {
    url: newUrl(),
    newUrl,
    close() {
      endPulse();
      return close(server, sockets);
    },
  };
}

/** The only upgrade there is: a WebSocket at /desk, asked for by this door's own page. */
function checkUpgrade(door: Door, request: IncomingMessage): Turned | null {
  const turned = checkHost(request, door.site);
  if (turned) return turned;
  if (request.url !== '/desk' || request.headers.upgrade?.toLowerCase() !== 'websocket')
    return { status: 404, why: 'There is nothing here.' };
  return checkOrigin(request, door.site);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(
        refuse(
          'BUSY',
          `Port ${port} on this machine is taken or may not be used.`,
          'Choose another with --port, or leave it out for a free one.',
        ),
      ),
    );
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function faultOf(error: Error): Turned {
  const code = 'code' in error ? error.code : '';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, why: 'That took too long.' };
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, why: 'These headers are too long.' };
  return { status: 400, why: 'That is not a request.' };
}

function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'the door closes');
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    // Pages that do not answer the goodbye are cut off.
    setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
    }, 500).unref();
  });
}
