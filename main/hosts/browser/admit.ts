import type WebSocket from 'ws';
import { Refusal } from '../../../contract/errors.ts';
import type { Allowance } from './pace.ts';
import { pump } from './pump.ts';

/** How long a page that has connected may take to show its token. */
export const tokenWaitMs = 5_000;

const longestTokenMessage = 1024;

/** Why a page was turned away, as the close code that it sees. */
export const closeCodes = { badToken: 4401, noToken: 4408, noDesk: 4503 } as const;

export interface Admission {
  /** True for a token that was given to a page of this browser. */
  readonly isPage: (token: string) => boolean;
  /** Opens the connection to the desk; called only after the token was found right. */
  readonly connect: () => Promise<WebSocket>;
  /** How fast the page may send. */
  readonly allowance: Allowance;
  /** Told what goes wrong behind the door, for the terminal that it was started in. */
  readonly log: (sentence: string) => void;
}

/**
 * Waits for the first message of a page, `{"token":…}`. Until it is there and right, nothing is
 * answered and nothing passed on; after that the door is a pipe.
 */
export function admit(socket: WebSocket, admission: Admission): void {
  const late = setTimeout(() => socket.close(closeCodes.noToken, 'no token'), tokenWaitMs);
  socket.on('error', () => socket.terminate());
  socket.once('close', () => clearTimeout(late));
  socket.once('message', (data: Buffer, isBinary: boolean) => {
    clearTimeout(late);
    const token = isBinary ? null : readToken(data);
    if (token === null || !admission.isPage(token))
      return socket.close(closeCodes.badToken, 'bad token');
    void join(socket, admission);
  });
}

/** Connects an admitted page with the desk; what it says meanwhile is kept in order. */
async function join(page: WebSocket, { connect, log, allowance }: Admission): Promise<void> {
  const early: [Buffer, boolean][] = [];
  const keep = (data: Buffer, isBinary: boolean) => early.push([data, isBinary]);
  page.on('message', keep);
  page.pause();
  try {
    const desk = await connect();
    page.off('message', keep);
    if (page.readyState !== page.OPEN) return desk.close(1001);
    pump(page, desk, allowance);
    for (const [data, isBinary] of early) page.emit('message', data, isBinary);
    page.resume();
  } catch (error) {
    const code = error instanceof Refusal ? error.code : 'INTERNAL';
    log(error instanceof Refusal ? `${error.message} ${error.next}` : String(error));
    page.close(closeCodes.noDesk, code);
    page.resume();
  }
}

function readToken(data: Buffer): string | null {
  if (data.length > longestTokenMessage) return null;
  try {
    const said: unknown = JSON.parse(data.toString());
    if (typeof said !== 'object' || said === null || !('token' in said)) return null;
    return typeof said.token === 'string' ? said.token : null;
  } catch {
    return null;
  }
}
