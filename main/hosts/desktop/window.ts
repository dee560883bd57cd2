import { BrowserWindow, ipcMain, session } from 'electron';
import type { WebSocket } from 'ws';
import type { PageFiles } from '../page-files.ts';
import { confineSession } from './confine.ts';
import { isOwnPage, pumpPort } from './port.ts';
import { pageUrl, servePage } from './scheme.ts';

export interface DeskWindow {
  readonly page: PageFiles;
  /** The built preload. */
  readonly preload: string;
  readonly connect: () => Promise<WebSocket>;
  readonly log: (fault: unknown) => void;
}

/** Opens the window on the page: sandboxed, confined, with one port to the desk and no more. */
export function openWindow({ page, preload, connect, log }: DeskWindow): BrowserWindow {
  // In memory only: nothing of a page's work stays on the disk.
  const own = session.fromPartition('desk', { cache: false });
  confineSession(own);
  servePage(own, page);
  const window = new BrowserWindow({
    title: 'Recharge Desk',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      session: own,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  const take = givePorts(window, connect, log);
  ipcMain.on('desk-port', take);
  window.once('closed', () => ipcMain.off('desk-port', take));
  window.loadURL(pageUrl).catch(log);
  return window;
}

/** Joins the port of our own page with the desk; closes any other, and the one before it. */
function givePorts(
  window: BrowserWindow,
  connect: DeskWindow['connect'],
  log: DeskWindow['log'],
): (event: Electron.IpcMainEvent) => void {
  const { webContents } = window;
  let current: Electron.MessagePortMain | null = null;
  return (event) => {
    const [port, ...more] = event.ports;
    if (!port || more.length > 0 || !isOwnPage(event, webContents)) {
      for (const stranger of event.ports) stranger.close();
      return;
    }
    current?.close();
    current = port;
    void pumpPort(port, connect, log);
  };
}
