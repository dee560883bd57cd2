import { ipcRenderer } from 'electron';

/**
 * Hands the page one port to the desk, once, when its scripts have run: the page hears a message
 * `'desk-port'` from its own window and origin, with the port. The other end goes to the main
 * process, which checks who sent it. Nothing of Electron is given to the page.
 */
window.addEventListener(
  'load',
  () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage('desk-port', null, [port2]);
    window.postMessage('desk-port', window.location.origin, [port1]);
  },
  { once: true },
);
