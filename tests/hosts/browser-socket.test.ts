import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type WebSocket from 'ws';
import { refuse } from '../../contract/errors.ts';
import { tokenWaitMs } from '../../main/hosts/browser/admit.ts';
import { ask, letIn, openSocket, pageToken, type Standing, standUp } from './browser-door.ts';

let it: Standing;
let cookie: string;
beforeAll(async () => {
  it = await standUp();
  cookie = await letIn(it);
});
afterAll(() => it.close());

/** A page that was let in and has shown its token. */
async function admitted(
  standing = it,
  withCookie = cookie,
  options: { autoPong?: boolean } = {},
): Promise<WebSocket> {
  const token = await pageToken(standing, withCookie);
  const socket = openSocket(standing, withCookie, {}, '/desk', options);
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

describe('a page that sends without end', () => {
  const many = Array.from({ length: 300 }, (_, n) => `message ${n}`);
  const pace = { burst: 100, perSecond: 50 };

  /** A door whose time stands still until it is moved, and two pages of it. */
  async function twoPages(limits: Parameters<typeof standUp>[1]) {
    const own = await standUp(undefined, limits);
    const withCookie = await letIn(own);
    const [wild, calm] = [await admitted(own, withCookie), await admitted(own, withCookie)];
    const heard = () => own.desk.heard.filter((text) => text.startsWith('message'));
    return { own, wild, calm, heard };
  }

  test('waits for itself; the other pages do not, and nothing is lost or out of order', async () => {
    const time = { now: 0 };
    const { own, wild, calm, heard } = await twoPages({ pace, monotonicMs: () => time.now });
    for (const text of many) wild.send(text);
    await vi.waitFor(() => expect(heard()).toHaveLength(pace.burst));
    for (let n = 0; n < 20; n += 1) {
      calm.send(`calm ${n}`);
      expect(await firstMessage(calm)).toBe(`calm ${n}`);
    }
    expect(heard()).toHaveLength(pace.burst);
    time.now += 1_000;
    await vi.waitFor(() => expect(heard()).toHaveLength(pace.burst + pace.perSecond));
    await vi.waitFor(() => {
      time.now += 1_000;
      expect(heard()).toEqual(many);
    });
    for (const page of [wild, calm]) page.close();
    await own.close();
  });

  test('control: where it is not held back everything comes through at once', async () => {
    const unbound = { burst: Number.POSITIVE_INFINITY, perSecond: 1 };
    const { own, wild, heard } = await twoPages({ pace: unbound, monotonicMs: () => 0 });
    for (const text of many) wild.send(text);
    await vi.waitFor(() => expect(heard()).toEqual(many));
    await own.close();
  });

  test('is let go of while it waits, and what it had sent too much is thrown away', async () => {
    const { own, wild, heard } = await twoPages({ pace, monotonicMs: () => 0 });
    for (const text of many) wild.send(text);
    await vi.waitFor(() => expect(heard()).toHaveLength(pace.burst));
    const closed = once(wild, 'close');
    own.desk.hangUp(1012);
    await closed;
    expect(heard()).toHaveLength(pace.burst);
    await own.close();
  });

  test('is let go of as well with much of it still unread', async () => {
    const { own, wild, heard } = await twoPages({ pace, monotonicMs: () => 0 });
    // More than one read of a socket brings: most of it comes after the desk has hung up.
    for (const text of many) wild.send(text.padEnd(8 * 1024));
    await vi.waitFor(() => expect(heard()).toHaveLength(pace.burst));
    const closed = closeCode(wild);
    own.desk.hangUp(1012);
    expect(await closed).toBe(1012);
    expect(heard()).toHaveLength(pace.burst);
    await own.close();
  });
});

describe('a page that answers no more', () => {
  test('is let go of, and its way to the desk with it; one that is there stays', async () => {
    const own = await standUp(undefined, { heartbeatMs: 50 });
    const withCookie = await letIn(own);
    const there = await admitted(own, withCookie);
    const gone = await admitted(own, withCookie, { autoPong: false });
    let beats = 0;
    there.on('ping', () => {
      beats += 1;
    });
    expect(await closeCode(gone)).toBe(1006);
    await vi.waitFor(() => expect(beats).toBeGreaterThan(3), { timeout: 10_000 });
    there.send('still here');
    expect(await firstMessage(there)).toBe('still here');
    await own.close();
  });
});

test('so many pages at a time, and one more when one has gone', async () => {
  const own = await standUp();
  const withCookie = await letIn(own);
  const pages: WebSocket[] = [];
  for (let n = 0; n < 32; n += 1) {
    const page = openSocket(own, withCookie);
    await once(page, 'open');
    pages.push(page);
  }
  expect(await refusedStatus(openSocket(own, withCookie))).toBe(503);
  // The door itself goes on answering.
  expect((await ask(own)).status).toBe(401);
  pages[0]?.close();
  await vi.waitFor(async () => {
    const page = openSocket(own, withCookie);
    const opened = await Promise.race([
      once(page, 'open').then(() => true),
      refusedStatus(page).then(() => false),
    ]);
    expect(opened).toBe(true);
  });
  await own.close();
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
