import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/**
 * Stands in for Electron where its program is not to be had: the names that main/hosts/desktop
 * uses, as small emitters that remember what they were told. It shows no window and enforces
 * nothing; a test asks it what the real one would have been asked.
 */

/** Fails to compile where the stand-in has a name that Electron has not. */
type NamesOf<Fake, Real, Own extends string = never> =
  Exclude<keyof Fake, keyof EventEmitter | Own> extends keyof Real ? true : never;

class App extends EventEmitter {
  readonly isPackaged = false;
  sandboxed = false;
  readonly exits: number[] = [];

  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  quit(): void {
    this.emit('will-quit');
    this.exit(0);
  }
  exit(code: number): void {
    this.exits.push(code);
    this.emit('test:exit', code);
  }
}

export const app = new App();
true satisfies NamesOf<App, Electron.App, 'sandboxed' | 'exits'>;

class Protocol {
  readonly schemes: Electron.CustomScheme[] = [];
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>();

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.schemes.push(...schemes);
  }
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.handlers.set(scheme, handler);
  }
}

export const protocol = new Protocol();
true satisfies NamesOf<Protocol, Electron.Protocol, 'schemes' | 'handlers'>;

type OnBeforeRequest = (
  details: { url: string },
  decide: (answer: { cancel?: boolean }) => void,
) => void;

class WebRequest {
  #before: OnBeforeRequest | null = null;

  onBeforeRequest(listener: OnBeforeRequest): void {
    this.#before = listener;
  }
  /** Whether a request to this address would be let through. */
  lets(url: string): boolean {
    let cancelled = false;
    this.#before?.({ url }, (answer) => {
      cancelled = answer.cancel ?? false;
    });
    return !cancelled;
  }
}
true satisfies NamesOf<WebRequest, Electron.WebRequest, 'lets'>;

type Decide = (contents: null, permission: string, callback: (granted: boolean) => void) => void;
type Check = (contents: null, permission: string) => boolean;

export class FakeSession extends EventEmitter {
  readonly protocol = new Protocol();
  readonly webRequest = new WebRequest();
  request: Decide | null = null;
  check: Check | null = null;
  device: (() => boolean) | null = null;
  readonly partition: string;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }
  setPermissionRequestHandler(handler: Decide): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: Check): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}
true satisfies NamesOf<FakeSession, Electron.Session, 'request' | 'check' | 'device' | 'partition'>;

export const session = {
  fromPartition: (partition: string) => new FakeSession(partition),
};
true satisfies NamesOf<typeof session, typeof Electron.session>;

type WindowOpen = (details: { url: string }) => { action: 'deny' | 'allow' };

export class FakeContents extends EventEmitter {
  readonly mainFrame = { origin: 'desk://app' };
  windowOpen: WindowOpen = () => ({ action: 'allow' });

  setWindowOpenHandler(handler: WindowOpen): void {
    this.windowOpen = handler;
  }
}
true satisfies NamesOf<FakeContents, Electron.WebContents, 'windowOpen'>;

export class BrowserWindow extends EventEmitter {
  /** Every window that was opened, the newest last. */
  static readonly opened: BrowserWindow[] = [];
  readonly webContents = new FakeContents();
  readonly options: Electron.BrowserWindowConstructorOptions & {
    webPreferences?: { session?: FakeSession };
  };
  readonly loaded: string[] = [];
  shown = false;

  constructor(options: BrowserWindow['options']) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    app.emit('test:window', this);
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
}
true satisfies NamesOf<BrowserWindow, Electron.BrowserWindow, 'options' | 'loaded' | 'shown'>;

export const ipcMain = new EventEmitter();

/** A port as the main process holds it: silent until it is started, closed at both ends at once. */
export class FakePort extends EventEmitter {
  readonly posted: unknown[] = [];
  closed = false;
  #started = false;
  readonly #waiting: unknown[] = [];

  postMessage(data: unknown): void {
    this.posted.push(data);
    this.emit('test:posted', data);
  }
  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit('close');
  }
  /** What the page posts at its end. */
  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}
true satisfies NamesOf<FakePort, Electron.MessagePortMain, 'posted' | 'closed' | 'receive'>;

/** Not an Electron process: the desk is started as a child of Node, in the same way. */
export const utilityProcess = {
  fork(script: string, args: string[]) {
    const child = Object.assign(new EventEmitter(), {
      /** What the desk's process hears of the window. */
      postMessage: (message: unknown) => child.emit('test:posted', message),
    });
    app.emit('test:fork', { script, args, child });
    return child;
  },
};
true satisfies NamesOf<typeof utilityProcess, typeof Electron.utilityProcess>;

/** A keyring of one process: what another cannot read, as after the system's own was lost. */
class SafeStorage {
  available = true;
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  mark = 'one';
  stale = false;
  #made = 0;

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }
  getSelectedStorageBackend() {
    return this.backend;
  }
  async encryptStringAsync(text: string): Promise<Buffer> {
    // Never the same twice, as with any cipher.
    this.#made += 1;
    return Buffer.from(`${this.mark}:${Buffer.from(text).toString('hex')}:${this.#made}`);
  }
  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const [mark, hex = ''] = encrypted.toString().split(':');
    if (mark !== this.mark) throw new Error('another key ciphered this');
    return { shouldReEncrypt: this.stale, result: Buffer.from(hex, 'hex').toString() };
  }
}

export const safeStorage = new SafeStorage();
true satisfies NamesOf<
  SafeStorage,
  Electron.SafeStorage,
  'available' | 'backend' | 'mark' | 'stale'
>;

export const dialog = {
  shown: [] as string[],
  showErrorBox(title: string, content: string): void {
    this.shown.push(`${title}: ${content}`);
    app.emit('test:error-box', content);
  },
};
true satisfies NamesOf<typeof dialog, Electron.Dialog, 'shown'>;
