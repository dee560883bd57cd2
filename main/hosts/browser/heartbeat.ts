import type { WebSocketServer } from 'ws';

/** How often a page is asked whether it is still there. */
export const usualHeartbeatMs = 30_000;

/**
 * Asks every page now and then whether it is there, as browsers answer by themselves, and lets go of one
 * that has not answered since the last time: a machine that sleeps, a page that hangs. Gives a way to stop.
 */
export function keepPulse(sockets: WebSocketServer, everyMs: number): () => void {
  const asked = new WeakSet<object>();
  sockets.on('connection', (socket) => socket.on('pong', () => asked.delete(socket)));
  const pulse = setInterval(() => {
    for (const socket of sockets.clients) {
      // One that is not read from, for it has to wait its turn, could not be heard.
      if (socket.isPaused) asked.delete(socket);
      else if (asked.has(socket)) socket.terminate();
      else {
        asked.add(socket);
        socket.ping();
      }
    }
  }, everyMs);
  pulse.unref();
  return () => clearInterval(pulse);
}
