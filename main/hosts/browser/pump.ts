import WebSocket from 'ws';

/** Above this much unsent, the sending side is not read from until it is down to the lower mark. */
const highMark = 8 * 1024 * 1024;
const lowMark = 1024 * 1024;

/** Passes every message on as it is, both ways, until either side ends; then ends the other. */
export function pump(page: WebSocket, desk: WebSocket): void {
  forward(page, desk);
  forward(desk, page);
}

function forward(from: WebSocket, to: WebSocket): void {
  let unsent = 0;
  from.on('message', (data: Buffer, isBinary: boolean) => {
    if (to.readyState !== WebSocket.OPEN) return;
    unsent += data.length;
    if (unsent > highMark) from.pause();
    to.send(data, { binary: isBinary }, () => {
      unsent -= data.length;
      if (unsent <= lowMark && from.isPaused) from.resume();
    });
  });
  from.on('error', () => from.terminate());
  from.once('close', (code, reason) => {
    if (to.readyState === WebSocket.OPEN) to.close(passableCode(code), reason.toString());
    // A side that is not read from would never see the closing message of the other.
    if (to.isPaused) to.resume();
  });
}

/** A code that may be sent; those for "no code" and "broken off" may not. */
function passableCode(code: number): number {
  if (code === 1005) return 1000;
  return code === 1006 || code === 1015 ? 1011 : code;
}
