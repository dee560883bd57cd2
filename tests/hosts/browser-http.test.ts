import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addressLifeMs } from '../../main/hosts/browser/secrets.ts';
import { type Ask, ask, letIn, type Standing, sendRaw, standUp } from './browser-door.ts';

let it: Standing;
beforeAll(async () => {
  it = await standUp();
});
afterAll(() => it.close());

const newPath = () => {
  const { pathname, search } = new URL(it.door.newUrl());
  return pathname + search;
};

describe('the printed address', () => {
  test('lets one browser in, once', async () => {
    const path = newPath();
    const first = await ask(it, { path });
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']).toMatch(
      /^recharge-desk-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    const second = await ask(it, { path });
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('Press Enter');
  });

  test('is void after ten minutes, and not a moment earlier', async () => {
    const since = it.clock.now;
    const late = newPath();
    it.clock.now = since + addressLifeMs;
    expect((await ask(it, { path: late })).status).toBe(403);
    const inTime = newPath();
    it.clock.now += addressLifeMs - 1;
    expect((await ask(it, { path: inTime })).status).toBe(303);
  });

  test('is void once another was printed', async () => {
    const before = newPath();
    const after = newPath();
    expect((await ask(it, { path: before })).status).toBe(403);
    expect((await ask(it, { path: after })).status).toBe(303);
  });

  test('is not used up by a browser that looks ahead, or by a HEAD', async () => {
    const path = newPath();
    const ahead = await ask(it, { path, headers: ['Sec-Purpose: prefetch;prerender'] });
    expect(ahead.status).toBe(403);
    expect((await ask(it, { path, method: 'HEAD' })).status).toBe(403);
    expect((await ask(it, { path })).status).toBe(303);
  });

  test('leads a browser that is in already on, without a new cookie', async () => {
    const url = it.door.newUrl();
    const cookie = await letIn(it, url);
    const { pathname, search } = new URL(url);
    const again = await ask(it, { path: pathname + search, headers: [cookie] });
    expect(again.status).toBe(303);
    expect(again.headers['set-cookie']).toBeUndefined();
  });
});

describe('the shell', () => {
  test('opens with the cookie only, with a nonce of its own each time', async () => {
    const cookie = await letIn(it, it.door.newUrl());
    const [first, second] = [
      await ask(it, { headers: [cookie] }),
      await ask(it, { headers: [cookie] }),
    ];
    expect(first.status).toBe(200);
    const nonce = /nonce="(?<value>[^"]+)"/.exec(first.body)?.groups?.value ?? '';
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(second.body).not.toBe(first.body);
    expect((await ask(it)).status).toBe(401);
    expect((await ask(it, { headers: ['Cookie: recharge-desk-1=x'] })).status).toBe(401);
  });

  test('takes the right cookie also beside another of the same name', async () => {
    const cookie = await letIn(it, it.door.newUrl());
    const value = cookie.replace('Cookie: ', '');
    const name = value.split('=')[0];
    expect((await ask(it, { headers: [`Cookie: ${name}=tossed; ${value}`] })).status).toBe(200);
    expect((await ask(it, { headers: [`Cookie: ${name}=tossed`] })).status).toBe(401);
  });
});

describe('the host', () => {
  const wrong = [
    'localhost',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.1',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '127.0.0.1.nip.io',
    'localhost@evil.example',
    '2130706433',
    '0x7f000001',
    '127.0.0.1:',
    'evil.example',
    '',
  ];
  test.each(wrong)('%s is misdirected, with this port as well', async (name) => {
    const cookie = await letIn(it, it.door.newUrl());
    for (const host of [name, `${name}:${it.port}`]) {
      if (host === it.host) continue;
      const reply = await ask(it, { host, headers: [cookie] });
      expect([400, 421], host).toContain(reply.status);
    }
    expect((await ask(it, { headers: [cookie] })).status).toBe(200);
  });

  test('must be there, once, and not be overruled by the request line', async () => {
    const cookie = await letIn(it, it.door.newUrl());
    expect((await ask(it, { host: null, headers: [cookie] })).status).toBe(421);
    expect((await ask(it, { headers: [cookie, 'Host: evil.example'] })).status).toBe(421);
    const whole = `http://${it.host}/`;
    expect((await ask(it, { path: whole, headers: [cookie] })).status).toBe(400);
  });
});

describe('a page token', () => {
  const tokenFor = (headers: readonly string[]) =>
    ask(it, { method: 'POST', path: '/token', headers: [...headers, 'Content-Length: 0'] });

  test('is given to the own page of a browser that was let in', async () => {
    const cookie = await letIn(it, it.door.newUrl());
    const own = `Origin: ${it.origin}`;
    const good = await tokenFor([cookie, own, 'Sec-Fetch-Site: same-origin']);
    expect(good.status).toBe(200);
    expect(JSON.parse(good.body).token).toMatch(/^[\w-]{43}$/);
    expect((await tokenFor([cookie, own])).status).toBe(200);
    expect((await tokenFor([own])).status).toBe(401);
    expect((await ask(it, { path: '/token', headers: [cookie, own] })).status).toBe(404);
  });

  const origins = [
    'null',
    '',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:PORT.evil.example',
    'http://evil.example',
    'http://evil.example/127.0.0.1:PORT',
    'HTTP://127.0.0.1:PORT',
    'http://127.0.0.1:PORT/',
    'http://user@127.0.0.1:PORT',
  ];
  test.each(origins)('is not given to origin %s', async (origin) => {
    const cookie = await letIn(it, it.door.newUrl());
    const sent = `Origin: ${origin.replace('PORT', String(it.port))}`;
    expect((await tokenFor([cookie, sent])).status).toBe(403);
    expect((await tokenFor([cookie, sent, `Origin: ${it.origin}`])).status).toBe(403);
  });

  test.each(['cross-site', 'same-site', 'none'])(
    'is not given when the fetch is %s',
    async (from) => {
      const cookie = await letIn(it, it.door.newUrl());
      const headers = [cookie, `Origin: ${it.origin}`, `Sec-Fetch-Site: ${from}`];
      expect((await tokenFor(headers)).status).toBe(403);
      expect((await tokenFor([cookie])).status).toBe(403);
    },
  );
});

describe('files', () => {
  test('are those of the page, by their exact path', async () => {
    const file = await ask(it, { path: '/assets/index-1.js' });
    expect(file.status).toBe(200);
    expect(file.headers['content-type']).toContain('text/javascript');
    expect(file.body).toBe('export {};');
    const head = await ask(it, { path: '/assets/index-1.js', method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  test('nothing else answers, however it is spelled', async () => {
    const tricks = fc.constantFrom(
      '..',
      '%2e%2e',
      '..%2f',
      '%5c',
      '\\',
      '//',
      '%00',
      '.',
      'ASSETS',
    );
    const spelled = fc
      .array(
        fc.oneof(tricks, fc.constantFrom('assets', 'index-1.js', 'secret.key', 'etc/passwd')),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map((parts) => `/${parts.join('/')}`)
      .filter((path) => path !== '/assets/index-1.js');
    await fc.assert(
      fc.asyncProperty(spelled, async (path) => {
        expect((await ask(it, { path })).status).toBe(404);
      }),
      { numRuns: 200 },
    );
    for (const path of ['/secret.key', '/index.html', '/assets/index-1.js?', '/assets/'])
      expect((await ask(it, { path })).status, path).toBe(404);
  });
});

describe('every answer', () => {
  const asks: [string, Ask | string, number][] = [
    ['a file', { path: '/assets/index-1.js' }, 200],
    ['no cookie', {}, 401],
    ['nothing there', { path: '/nowhere' }, 404],
    ['wrong host', { host: 'evil.example' }, 421],
    ['no token for strangers', { method: 'POST', path: '/token' }, 403],
    ['another method', { method: 'DELETE' }, 405],
    [
      'a body',
      { method: 'POST', path: '/token', headers: ['Content-Length: 9'], body: '{"a":"b"}' },
      413,
    ],
    ['a body in pieces', { method: 'POST', headers: ['Transfer-Encoding: chunked'] }, 413],
    ['something expected', { headers: ['Expect: 100-continue', 'Content-Length: 9'] }, 417],
    ['something else expected', { headers: ['Expect: miracles'] }, 417],
    ['headers without end', { headers: [`X-Long: ${'a'.repeat(17_000)}`] }, 431],
    ['no request', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /token HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n', 405],
    ['another upgrade', { headers: ['Connection: upgrade', 'Upgrade: h2c'] }, 404],
    [
      'a socket for strangers',
      { path: '/desk', headers: ['Connection: upgrade', 'Upgrade: websocket'] },
      403,
    ],
  ];
  test.each(asks)('%s: carries the headers that protect', async (_name, what, status) => {
    const reply = typeof what === 'string' ? await sendRaw(it.port, what) : await ask(it, what);
    expect(reply.status).toBe(status);
    expect(reply.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const policy = reply.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a broken handshake of a browser that was let in carries them too', async () => {
    const cookie = await letIn(it, it.door.newUrl());
    const headers = [cookie, `Origin: ${it.origin}`, 'Connection: upgrade', 'Upgrade: websocket'];
    const reply = await ask(it, { path: '/desk', headers });
    expect(reply.status).toBe(400);
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

test('more than 64 connections at a time are not taken', async () => {
  const own = await standUp();
  const sockets = Array.from({ length: 64 }, () => dial(own.port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const oneMore = dial(own.port, '127.0.0.1').resume();
  oneMore.on('error', () => {});
  await new Promise((resolve) => oneMore.once('close', resolve));
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(async () => expect((await ask(own)).status).toBe(401));
  await own.close();
});

test('the door is shut to other addresses of this machine', async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .flatMap((card) => (card && !card.internal ? [card.address] : []));
  const opened = await Promise.all([...others, '::1'].map((address) => opens(address)));
  expect(opened.filter(Boolean)).toEqual([]);
  expect(await opens('127.0.0.1')).toBe(true);
});

function opens(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial({ host: address, port: it.port, timeout: 2_000 });
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.on('connect', () => settle(true));
    for (const event of ['error', 'timeout'] as const) socket.on(event, () => settle(false));
  });
}
