import { spawn } from 'node:child_process';
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';
import type { BrowserWindow as FakeWindow } from '../../fakes/electron.ts';
import type { FromShell, ToShell } from './wire.ts';

/**
 * Runs the built main process with the stand-in for Electron, as a process of its own: what it
 * serves and what it says to its page crosses to the test, which has a real Chromium.
 */
const standIn = new URL('../../fakes/electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'electron' ? standIn : specifier, context),
});
const { app, FakePort, ipcMain } = await import('../../fakes/electron.ts');

const tell = (message: FromShell) => process.send?.(message);
const ports = new Map<number, InstanceType<typeof FakePort>>();
let shown: FakeWindow;

app.on('test:window', (window: FakeWindow) => {
  shown = window;
  tell({ tell: 'window', preload: window.options.webPreferences?.preload ?? '' });
});
app.on('test:error-box', (why: string) => tell({ tell: 'refused', why }));
app.on('test:exit', (code: number) => process.exit(code));
app.on('test:fork', ({ script, args, child }) => {
  const desk = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: desk.stdout }).once('line', (line) => child.emit('message', line));
  desk.once('exit', () => child.emit('exit'));
  desk.unref();
});

process.on('disconnect', () => app.quit());
process.on('message', (message: ToShell) => {
  switch (message.do) {
    case 'get':
      return void get(message.id, message.url);
    case 'open-port':
      return openPort(message.port);
    case 'say':
      return ports.get(message.port)?.receive(message.data);
    case 'close-port':
      return ports.get(message.port)?.close();
  }
});

async function get(id: number, url: string): Promise<void> {
  const handler = shown.options.webPreferences?.session?.protocol.handlers.get('desk');
  const response = await handler?.({ url, method: 'GET' } as Request);
  if (!response) throw new Error('the window serves no page');
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  tell({ tell: 'got', id, status: response.status, headers, body });
}

function openPort(id: number): void {
  const port = new FakePort();
  ports.set(id, port);
  port.on('test:posted', (data: string | Uint8Array) => tell({ tell: 'said', port: id, data }));
  port.once('close', () => tell({ tell: 'closed', port: id }));
  const { webContents } = shown;
  ipcMain.emit('desk-port', {
    sender: webContents,
    senderFrame: webContents.mainFrame,
    ports: [port],
  });
}

const built = new URL('../../../out/main/index.js', import.meta.url);
await import(built.href);
