import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { refuse } from '../../contract/errors.ts';
import { confineAllContents } from '../../main/hosts/desktop/confine.ts';
import { openWindow } from '../../main/hosts/desktop/window.ts';
import { readPageFiles } from '../../main/hosts/page-files.ts';
import { BrowserWindow, FakeContents, FakePort, ipcMain } from '../fakes/electron.ts';
import { type StubDesk, startStubDesk } from './stub-desk.ts';

let desk: StubDesk;
let folder: string;
const said: unknown[] = [];
beforeAll(async () => {
  confineAllContents();
  desk = await startStubDesk();
  folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  writeFileSync(path.join(folder, 'index.html'), '<p nonce="__CSP_NONCE__">shell</p>');
  writeFileSync(path.join(folder, 'index.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.key'), 'not part of a page');
});
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

let window: BrowserWindow;
beforeEach(() => {
  window?.emit('closed');
  window = opened(() => desk.connect());
});

function opened(connect: () => Promise<WebSocket>): BrowserWindow {
  const page = readPageFiles(folder);
  openWindow({ page, preload: '/preload.cjs', connect, log: (fault) => said.push(fault) });
  return BrowserWindow.opened.at(-1) as BrowserWindow;
}

/** What the preload of a page sends. */
function handOver(port: FakePort, from: { sender?: FakeContents; senderFrame?: unknown } = {}) {
  const { webContents } = window;
  const sent = { sender: webContents, senderFrame: webContents.mainFrame, ports: [port], ...from };
  ipcMain.emit('desk-port', sent);
}

function sessionOf(of: BrowserWindow) {
  const own = of.options.webPreferences?.session;
  if (!own) throw new Error('the window has no session of its own');
  return own;
}

describe('the window', () => {
  test('is sandboxed, isolated, and loads nothing but our page', () => {
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    });
    expect(window.loaded).toEqual(['desk://app/']);
    expect(sessionOf(window).partition.startsWith('persist:')).toBe(false);
  });

  test('opens no other window', () => {
    expect(window.webContents.windowOpen({ url: 'https://example.com' })).toEqual({
      action: 'deny',
    });
    expect(new FakeContents().windowOpen({ url: 'https://example.com' }).action).toBe('allow');
  });

  const addresses = ['https://example.com/', 'file:///etc/passwd', 'desk://other/', 'desk://app/x'];
  test.each(addresses)('does not go to %s, but may load itself anew', (url) => {
    const go = (to: string, isMainFrame: boolean) => {
      const event = { url: to, isMainFrame, preventDefault: vi.fn() };
      window.webContents.emit('will-frame-navigate', event);
      return event.preventDefault.mock.calls.length === 0;
    };
    expect(go(url, true)).toBe(false);
    expect(go(url, false)).toBe(false);
    expect(go('desk://app/', false)).toBe(false);
    expect(go('desk://app/', true)).toBe(true);
    expect(go('desk://app/#/recharge/rc_1', true)).toBe(true);
  });

  test('attaches no webview, follows no redirect, downloads nothing', () => {
    const event = { preventDefault: vi.fn() };
    window.webContents.emit('will-attach-webview', event);
    window.webContents.emit('will-redirect', event);
    sessionOf(window).emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledTimes(3);
  });

  test('has the permission to copy and no other', () => {
    const own = sessionOf(window);
    const names = [
      'media',
      'geolocation',
      'clipboard-read',
      'hid',
      'serial',
      'usb',
      'openExternal',
    ];
    const granted = (name: string) => {
      let answer = false;
      own.request?.(null, name, (yes) => {
        answer = yes;
      });
      return answer || own.check?.(null, name);
    };
    expect(names.filter(granted)).toEqual([]);
    expect(granted('clipboard-sanitized-write')).toBe(true);
    expect(own.device?.()).toBe(false);
  });

  test('asks nobody but our own scheme', () => {
    const { webRequest } = sessionOf(window);
    const wrong = ['https://example.com/', 'http://127.0.0.1/', 'file:///x', 'desk://application/'];
    expect(wrong.filter((url) => webRequest.lets(url))).toEqual([]);
    expect(webRequest.lets('desk://app/index.js')).toBe(true);
  });
});

describe('the scheme', () => {
  const get = async (url: string, method = 'GET') => {
    const handler = sessionOf(window).protocol.handlers.get('desk');
    // A Request refuses some of these addresses; Electron hands over what the page asked.
    return (await handler?.({ url, method } as Request)) as Response;
  };

  test('serves the shell with a nonce of its own, and the files of the page', async () => {
    const shell = await get('desk://app/');
    const html = await shell.text();
    const nonce = /nonce="(?<value>[^"]+)"/.exec(html)?.groups?.value;
    expect(shell.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    const file = await get('desk://app/index.js');
    expect(await file.text()).toBe('export {};');
    expect(file.headers.get('content-type')).toContain('text/javascript');
    expect(file.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  const nowhere = [
    'desk://app/secret.key',
    'desk://app/../secret.key',
    'desk://app/..%2fsecret.key',
    'desk://app/%5c..%5csecret.key',
    'desk://app//index.js',
    'desk://app/INDEX.JS',
    'desk://app/index.js%00',
    'desk://app/index.js?x',
    'desk://app/index.html',
    'desk://application/index.js',
    'desk://other/',
  ];
  test.each(nowhere)('has nothing at %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  test('takes nothing', async () => {
    expect((await get('desk://app/', 'POST')).status).toBe(405);
  });
});

describe('the port', () => {
  test('of our own page is joined with the desk, in order, text and bytes', async () => {
    const port = new FakePort();
    port.receive('said before the desk was there');
    handOver(port);
    await vi.waitFor(() => expect(port.posted).toHaveLength(1));
    port.receive('then text ü');
    port.receive(new Uint8Array([0, 255]));
    await vi.waitFor(() => expect(port.posted).toHaveLength(3));
    expect(port.posted).toEqual([
      'said before the desk was there',
      'then text ü',
      new Uint8Array([0, 255]),
    ]);
    port.close();
  });

  const strangers: [string, () => Parameters<typeof handOver>[1]][] = [
    ['a frame within the page', () => ({ senderFrame: { origin: 'desk://app' } })],
    ['a frame that is gone', () => ({ senderFrame: null })],
    ['another window', () => ({ sender: new FakeContents() })],
  ];
  test.each(strangers)('of %s is closed, and no desk is asked', (_name, from) => {
    const before = desk.connections();
    const port = new FakePort();
    handOver(port, from());
    expect(port.closed).toBe(true);
    expect(desk.connections()).toBe(before);
  });

  test('of a page that has left its address is closed', () => {
    window.webContents.mainFrame.origin = 'https://example.com';
    const port = new FakePort();
    handOver(port);
    expect(port.closed).toBe(true);
  });

  test('takes the place of the one before', async () => {
    const [first, second] = [new FakePort(), new FakePort()];
    handOver(first);
    handOver(second);
    expect(first.closed).toBe(true);
    second.receive('hello');
    await vi.waitFor(() => expect(second.posted).toEqual(['hello']));
    second.close();
  });

  test.each([
    ['no text and no bytes', { call: 1 }],
    ['too long', 'x'.repeat(4 * 1024 * 1024 + 1)],
  ])('is closed at what is %s', async (_name, data) => {
    const port = new FakePort();
    handOver(port);
    port.receive(data);
    await vi.waitFor(() => expect(port.closed).toBe(true));
    expect(port.posted).toEqual([]);
  });

  test('is closed when the desk hangs up', async () => {
    const port = new FakePort();
    handOver(port);
    port.receive('hello');
    await vi.waitFor(() => expect(port.posted).toEqual(['hello']));
    desk.hangUp(1000);
    await vi.waitFor(() => expect(port.closed).toBe(true));
  });

  test('is closed where there is no desk to be had, and the reason is told', async () => {
    window.emit('closed');
    const fault = refuse('NEWER_FILE', 'A newer program wrote it.', 'Update this one.');
    window = opened(() => Promise.reject(fault));
    const port = new FakePort();
    handOver(port);
    await vi.waitFor(() => expect(port.closed).toBe(true));
    expect(said).toContain(fault);
  });
});
