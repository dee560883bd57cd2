import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import {
  type BrowserDoor,
  type BrowserDoorOptions,
  serveBrowser,
} from '../../main/hosts/browser/browser.ts';
import { type StubDesk, startStubDesk } from './stub-desk.ts';

/** A browser door before a stub desk, with a page of three files, and what a browser knows of it. */
export interface Standing {
  readonly door: BrowserDoor;
  readonly desk: StubDesk;
  readonly port: number;
  readonly host: string;
  readonly origin: string;
  /** The door's clock; a test moves it. */
  readonly clock: { now: number };
  readonly said: string[];
  close(): Promise<void>;
}

export async function standUp(
  connect?: () => Promise<WebSocket>,
  limits: Pick<BrowserDoorOptions, 'pace' | 'monotonicMs' | 'heartbeatMs'> = {},
): Promise<Standing> {
  const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<p nonce="__CSP_NONCE__">shell</p>');
  writeFileSync(path.join(folder, 'assets/index-1.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.key'), 'not part of a page');
  const desk = await startStubDesk();
  const clock = { now: Date.UTC(2026, 10, 23) };
  const said: string[] = [];
  const door = await serveBrowser({
    workspace: folder,
    page: folder,
    connect: connect ?? desk.connect,
    now: () => clock.now,
    log: (sentence) => said.push(sentence),
    ...limits,
  });
  const { port, host, origin } = new URL(door.url);
  return {
    door,
    desk,
    port: Number(port),
    host,
    origin,
    clock,
    said,
    async close() {
      await door.close();
      await desk.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends these very bytes and reads until the door hangs up. */
export function sendRaw(port: number, bytes: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = dial(port, '127.0.0.1');
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => resolve(parseReply(Buffer.concat(pieces).toString())));
    socket.write(bytes);
  });
}

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  /** Header lines beside Host and Connection; `host` null leaves Host out. */
  readonly headers?: readonly string[];
  readonly host?: string | null;
  readonly body?: string;
}

/** One request with exactly these headers, which no client library would tidy. */
export function ask(standing: Standing, { method = 'GET', body = '', ...rest }: Ask = {}) {
  const host = rest.host === undefined ? standing.host : rest.host;
  const lines = [
    `${method} ${rest.path ?? '/'} HTTP/1.1`,
    ...(host === null ? [] : [`Host: ${host}`]),
    'Connection: close',
    ...(rest.headers ?? []),
  ];
  return sendRaw(standing.port, `${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Opens the printed address as a browser does; returns the Cookie header line. */
export async function letIn(standing: Standing, url = standing.door.url): Promise<string> {
  const { pathname, search } = new URL(url);
  const reply = await ask(standing, { path: pathname + search });
  return `Cookie: ${reply.headers['set-cookie']?.split(';')[0] ?? 'none=1'}`;
}

/** Asks for a page token as the page does. */
export async function pageToken(standing: Standing, cookie: string): Promise<string> {
  const headers = [cookie, `Origin: ${standing.origin}`, 'Content-Length: 0'];
  const reply = await ask(standing, { method: 'POST', path: '/token', headers });
  return JSON.parse(reply.body).token;
}

/** A WebSocket as a page opens it; headers can be changed or, with undefined, left out. */
export function openSocket(
  standing: Standing,
  cookie: string,
  change: Readonly<Record<string, string | undefined>> = {},
  urlPath = '/desk',
  options: { autoPong?: boolean } = {},
): WebSocket {
  const wanted = { origin: standing.origin, cookie: cookie.slice('Cookie: '.length), ...change };
  const headers = Object.fromEntries(
    Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return new WebSocket(`ws://${standing.host}${urlPath}`, { headers, ...options });
}

function parseReply(text: string): Reply {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: body.join('\r\n\r\n'),
  };
}
