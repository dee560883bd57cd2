import WebSocket from 'ws';
import type { Allowance } from './pace.ts';

/** Above this much unsent, the sending side is not read from until it is down to the lower mark. */
const highMark = 8 * 1024 * 1024;
const lowMark = 1024 * 1024;

type Message = readonly [data: Buffer, isBinary: boolean];

/**
 * Passes every message on as it is, both ways, until either side ends; then ends the other. What a
 * page sends faster than it is allowed waits, unread; nothing of it is lost, and its order is kept.
 */
export function pump(page: WebSocket, desk: WebSocket, allowance: Allowance): void {
  forward(page, desk, allowance);
  forward(desk, page, null);
}

function forward(from: WebSocket, to: WebSocket, allowance: Allowance | null): void {
  let unsent = 0;
  let full = false;
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  // Messages that had come already when reading stopped: what one read of the socket brought.
  let early: Message[] = [];

  const readOn = () => {
    if (!over && (full || timer !== null)) from.pause();
    else if (from.isPaused) from.resume();
  };
  const pass = ([data, isBinary]: Message) => {
    if (to.readyState !== WebSocket.OPEN) return;
    unsent += data.length;
    if (unsent > highMark) full = true;
    to.send(data, { binary: isBinary }, () => {
      unsent -= data.length;
      if (!full || unsent > lowMark) return;
      full = false;
      readOn();
    });
  };
  const passWhatMay = () => {
    timer = null;
    const waiting = early;
    early = [];
    for (const message of waiting) take(message);
    readOn();
  };
  const take = (message: Message) => {
    if (over) return;
    if (early.length === 0 && (allowance === null || allowance.take())) pass(message);
    else {
      early.push(message);
      timer ??= setTimeout(passWhatMay, Math.max(1, allowance?.waitMs() ?? 0));
    }
  };

  from.on('message', (data: Buffer, isBinary: boolean) => {
    take([data, isBinary]);
    if (full || timer !== null) readOn();
  });
  from.on('error', () => from.terminate());
  const end = () => {
    over = true;
    early = [];
    if (timer) clearTimeout(timer);
  };
  to.once('close', () => {
    end();
    // What still comes is thrown away, and read for the goodbye that stands behind it.
    readOn();
  });
  from.once('close', (code, reason) => {
    end();
    if (to.readyState === WebSocket.OPEN) to.close(passableCode(code), reason.toString());
  });
}

/** A code that may be sent; those for "no code" and "broken off" may not. */
function passableCode(code: number): number {
  if (code === 1005) return 1000;
  return code === 1006 || code === 1015 ? 1011 : code;
}
