import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type WebSocket from 'ws';
import { refuse } from '../../contract/errors.ts';
import { tokenWaitMs } from '../../main/hosts/browser/admit.ts';
import { letIn, openSocket, pageToken, type Standing, standUp } from './browser-door.ts';

let it: Standing;
let cookie: string;
beforeAll(async () => {
  it = await standUp();
  cookie = await letIn(it);
});
afterAll(() => it.close());

/** A page that was let in and has shown its token. */
async function admitted(standing = it, withCookie = cookie): Promise<WebSocket> {
  const token = await pageToken(standing, withCookie);
  const socket = openSocket(standing, withCookie);
  await once(socket, 'open');
  socket.send(JSON.stringify({ token }));
  return socket;
}

async function refusedStatus(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response');
  socket.on('error', () => {});
  socket.terminate();
  return response.statusCode;
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, 'close');
  return code;
}

async function firstMessage(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, 'message');
  return String(data);
}

describe('the upgrade', () => {
  const changes: [string, Record<string, string | undefined>, string, number][] = [
    ['no cookie', { cookie: undefined }, '/desk', 401],
    ['a foreign cookie', { cookie: 'session=1' }, '/desk', 401],
    ['no origin', { origin: undefined }, '/desk', 403],
    ['a foreign origin', { origin: 'http://evil.example' }, '/desk', 403],
    ['the origin null', { origin: 'null' }, '/desk', 403],
    ['another site', { 'sec-fetch-site': 'same-site' }, '/desk', 403],
    ['a foreign host', { host: 'evil.example' }, '/desk', 421],
    ['another path', {}, '/other', 404],
  ];
  test.each(changes)('is refused for %s', async (_name, change, path, status) => {
    expect(await refusedStatus(openSocket(it, cookie, change, path))).toBe(status);
  });

  test('is granted to the own page', async () => {
    const socket = openSocket(it, cookie, { 'sec-fetch-site': 'same-origin' });
    await once(socket, 'open');
    socket.close();
  });
});

describe('the first message', () => {
  const wrong: [string, (token: string) => string | Buffer][] = [
    ['a wrong token', () => JSON.stringify({ token: 'x'.repeat(43) })],
    ['no JSON', (token) => token],
    ['no token', () => '{}'],
    ['a list', () => '[]'],
    ['a token in bytes', (token) => Buffer.from(JSON.stringify({ token }))],
    ['a token in too long a message', (token) => JSON.stringify({ token, pad: 'x'.repeat(2000) })],
  ];
  test.each(wrong)('that is %s ends it, and nothing reaches the desk', async (_name, message) => {
    const before = it.desk.connections();
    const token = await pageToken(it, cookie);
    const socket = openSocket(it, cookie);
    const answered: unknown[] = [];
    socket.on('message', (data) => answered.push(data));
    await once(socket, 'open');
    socket.send(message(token));
    socket.send('call');
    expect(await closeCode(socket)).toBe(4401);
    expect(answered).toEqual([]);
    expect(it.desk.connections()).toBe(before);
  });

  test('that is right opens the way to the desk', async () => {
    const before = it.desk.connections();
    const socket = await admitted();
    socket.send('call');
    expect(await firstMessage(socket)).toBe('call');
    expect(it.desk.connections()).toBe(before + 1);
    socket.close();
  });

  test('cannot be the token of another browser', async () => {
    const other = await letIn(it, it.door.newUrl());
    const token = await pageToken(it, other);
    const socket = openSocket(it, cookie);
    await once(socket, 'open');
    socket.send(JSON.stringify({ token }));
    expect(await closeCode(socket)).toBe(4401);
  });

  test('has to come within five seconds', async () => {
    const waits: (() => void)[] = [];
    const real = globalThis.setTimeout;
    const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
      work: () => void,
      ms?: number,
    ) => {
      if (ms !== tokenWaitMs) return real(work, ms);
      waits.push(work);
      return real(() => {}, 0);
    }) as typeof setTimeout);
    const socket = openSocket(it, cookie);
    await once(socket, 'open');
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    spy.mockRestore();
    expect(tokenWaitMs).toBe(5_000);
    waits[0]?.();
    expect(await closeCode(socket)).toBe(4408);
  });
});

describe('the pipe', () => {
  test('keeps order, bytes and kind, from the first message on', async () => {
    const socket = await admitted();
    const back: [string, boolean][] = [];
    socket.on('message', (data: Buffer, isBinary) => back.push([data.toString('hex'), isBinary]));
    const sent = Array.from({ length: 200 }, (_, n) => Buffer.from(`message ${n} ü`));
    sent.forEach((data, n) => socket.send(data, { binary: n % 2 === 0 }));
    await vi.waitFor(() => expect(back).toHaveLength(200));
    expect(back).toEqual(sent.map((data, n) => [data.toString('hex'), n % 2 === 0]));
    socket.close();
  });

  test('carries much more than it holds', async () => {
    const socket = await admitted();
    const piece = Buffer.alloc(2 * 1024 * 1024, 7);
    let received = 0;
    socket.on('message', (data: Buffer) => {
      received += data.length;
    });
    for (let n = 0; n < 20; n += 1) socket.send(piece);
    await vi.waitFor(() => expect(received).toBe(20 * piece.length), { timeout: 20_000 });
    socket.close();
  });

  test('breaks at a message above four megabytes', async () => {
    const socket = await admitted();
    socket.send(Buffer.alloc(4 * 1024 * 1024 + 1));
    expect(await closeCode(socket)).toBe(1009);
  });

  test('ends for the page when the desk hangs up', async () => {
    const socket = await admitted();
    socket.send('hello');
    await firstMessage(socket);
    it.desk.hangUp(1012);
    expect(await closeCode(socket)).toBe(1012);
  });

  test('ends for the desk when the page is gone', async () => {
    const upstream: WebSocket[] = [];
    const own = await standUp(async () => {
      const socket = await it.desk.connect();
      upstream.push(socket);
      return socket;
    });
    const page = await admitted(own, await letIn(own));
    page.send('hello');
    await firstMessage(page);
    page.terminate();
    await once(upstream[0] as WebSocket, 'close');
    await own.close();
  });

  test('tells the page by a code why there is no desk, and the terminal in a sentence', async () => {
    const own = await standUp(() =>
      Promise.reject(refuse('NEWER_FILE', 'A newer program wrote it.', 'Update this one.')),
    );
    const page = await admitted(own, await letIn(own));
    const [code, reason] = await once(page, 'close');
    expect([code, String(reason)]).toEqual([4503, 'NEWER_FILE']);
    expect(own.said).toEqual(['A newer program wrote it. Update this one.']);
    await own.close();
  });
});

test('closing the door lets go of every page', async () => {
  const own = await standUp();
  const page = await admitted(own, await letIn(own));
  page.send('hello');
  await firstMessage(page);
  const closed = closeCode(page);
  await own.close();
  expect(await closed).toBe(1001);
});
