import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

/** A desk that echoes, keeps count of who came, and can be told to hang up. */
export interface StubDesk {
  connect(): Promise<WebSocket>;
  /** Every message that reached it, as text. */
  readonly heard: string[];
  /** How often a door connected. */
  readonly connections: () => number;
  hangUp(code: number): void;
  close(): Promise<void>;
}

export async function startStubDesk(): Promise<StubDesk> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const heard: string[] = [];
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (data, isBinary) => {
      heard.push(String(data));
      socket.send(data as Buffer, { binary: isBinary });
    });
  });
  return {
    async connect() {
      const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await once(socket, 'open');
      return socket;
    },
    heard,
    connections: () => connections,
    hangUp(code) {
      for (const socket of server.clients) socket.close(code);
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}
