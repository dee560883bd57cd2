import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import WebSocket from 'ws';
import type { DeskClient } from '../../contract/contract.ts';
import { serveBrowser } from '../../main/hosts/browser/browser.ts';
import { connectDesk } from '../../main/hosts/local/connect.ts';

/** A client through the browser door, let in as a page is. */
export async function throughBrowserDoor(
  workspace: string,
): Promise<{ client: DeskClient; close(): Promise<void> }> {
  const door = await serveBrowser({ workspace, connect: connectDesk, page: pageFolder() });
  const { origin, host } = new URL(door.url);
  const first = await fetch(door.url, { redirect: 'manual' });
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const asked = await fetch(`${origin}/token`, { method: 'POST', headers: { cookie, origin } });
  const { token } = (await asked.json()) as { token: string };
  const socket = new WebSocket(`ws://${host}/desk`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ token }));
  const client: DeskClient = createORPCClient(new RPCLink({ websocket: socket }));
  return {
    client,
    async close() {
      socket.close();
      await door.close();
    },
  };
}

function pageFolder(): string {
  return path.join(import.meta.dirname, '../../renderer');
}
