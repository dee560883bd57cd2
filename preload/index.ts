import { ipcRenderer } from 'electron';

/**
 * Hands the page one port to the desk, once, when it asks: to a message `'desk-port-wanted'` from
 * its own window it answers `'desk-port'`, with the port, to its own origin. The other end goes to
 * the main process, which checks who sent it. Nothing of Electron is given to the page.
 */
window.addEventListener('message', function handOver(event) {
  if (event.source !== window || event.data !== 'desk-port-wanted') return;
  window.removeEventListener('message', handOver);
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage('desk-port', null, [port2]);
  window.postMessage('desk-port', window.location.origin, [port1]);
});
