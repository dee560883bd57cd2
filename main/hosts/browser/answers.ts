import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newNonce, pageHeaders } from '../page-headers.ts';
import type { Turned } from './guards.ts';

interface Answer {
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly nonce?: string;
}

/** Answers with the headers that every answer of this door has. */
export function answer(response: ServerResponse, status: number, what: Answer = {}): void {
  const { type = 'text/plain; charset=utf-8', body = '', headers = {}, nonce = newNonce() } = what;
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    ...pageHeaders(nonce),
    'Content-Type': type,
    'Content-Length': String(bytes.length),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

/** Turns a request away, and its connection with it, so that a body it may have is never read. */
export function turnAway(response: ServerResponse, { status, why }: Turned): void {
  const headers: Record<string, string> = { Connection: 'close' };
  if (status === 405) headers.Allow = 'GET, HEAD, POST';
  answer(response, status, { body: `${why}\n`, headers });
}

/** The same where there is no response to write to: a refused upgrade, or what was not HTTP. */
export function turnAwayRaw(socket: Duplex, { status, why }: Turned): void {
  if (!socket.writable) return void socket.destroy();
  const body = `${why}\n`;
  const headers = {
    ...pageHeaders(newNonce()),
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
