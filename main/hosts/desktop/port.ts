import type { IpcMainEvent, MessagePortMain, WebContents } from 'electron';
import WebSocket from 'ws';
import { pageOrigin } from './scheme.ts';

/** Largest message that a page may send, as at the browser door. */
const longestMessage = 4 * 1024 * 1024;

/** True for the top page of this very window, at its own address. */
export function isOwnPage(event: IpcMainEvent, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return (
    event.sender === contents &&
    frame !== null &&
    frame === contents.mainFrame &&
    frame.origin === pageOrigin
  );
}

/**
 * Passes messages between a page's port and the desk as they are, until either ends; then ends
 * the other. What the page says before the desk is there waits in the port. What is no text and
 * no bytes, or too long, ends it.
 */
export async function pumpPort(
  port: MessagePortMain,
  connect: () => Promise<WebSocket>,
  log: (fault: unknown) => void,
): Promise<void> {
  let gone = false;
  port.once('close', () => {
    gone = true;
  });
  try {
    const desk = await connect();
    if (gone) return desk.close(1001);
    join(port, desk);
  } catch (fault) {
    log(fault);
    port.close();
  }
}

function join(port: MessagePortMain, desk: WebSocket): void {
  port.on('message', ({ data }) => {
    if (desk.readyState !== WebSocket.OPEN) return;
    if (isMessage(data)) desk.send(data);
    else desk.close(1009);
  });
  desk.on('message', (data: Buffer, isBinary) =>
    port.postMessage(isBinary ? new Uint8Array(data) : data.toString()),
  );
  desk.on('error', () => desk.terminate());
  desk.once('close', () => port.close());
  port.once('close', () => desk.close(1001));
  port.start();
}

function isMessage(data: unknown): data is string | Uint8Array {
  const length =
    typeof data === 'string'
      ? Buffer.byteLength(data)
      : data instanceof Uint8Array
        ? data.byteLength
        : Number.POSITIVE_INFINITY;
  return length <= longestMessage;
}
