import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { RPCLink } from '@orpc/client/message-port';
import { ORPCError, os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, test, vi } from 'vitest';
import { connect } from '../../../renderer/app/connection.ts';
import type { Pipe, Pipes } from '../../../renderer/app/pipe.ts';

/** What the desk behind the pipes does and saw. */
interface FakeDesk {
  readonly heard: string[];
  signedIn: boolean;
  /** Why what needs a fresh password, or an open sign-in, is refused; null where it is not. */
  refuses: 'PASSWORD_NEEDED' | 'KEY_SEALED' | 'LOCKED' | null;
  /** Lets the calls that wait be answered. */
  answer: () => void;
}

function deskBehind(port: MessagePort, desk: FakeDesk): void {
  const router = {
    workspace: {
      status: os.handler(() => {
        desk.heard.push('status');
        return { version: '1', ready: true, demo: null };
      }),
    },
    staff: {
      me: os.handler(() => {
        desk.heard.push('me');
        if (desk.refuses !== null)
          throw new ORPCError(desk.refuses, { message: 'No.', data: { next: 'Password.' } });
        if (!desk.signedIn)
          throw new ORPCError('SIGNED_OUT', { message: 'Nobody.', data: { next: 'Sign in.' } });
        return { user: 'ann', role: 'agent' };
      }),
      list: os.handler(async () => {
        desk.heard.push('list');
        await new Promise<void>((resolve) => {
          desk.answer = resolve;
        });
        return [];
      }),
    },
  };
  new RPCHandler(router).upgrade(port);
  port.start();
}

/** Pipes over real message ports; `cut` ends the one that stands, as a lost connection does. */
function fakePipes(desk: FakeDesk, canReopen: boolean) {
  let cut: () => void = () => {};
  let opened = 0;
  const pipes: Pipes = {
    canReopen: () => canReopen,
    async open(): Promise<Pipe> {
      opened += 1;
      const { port1, port2 } = new MessageChannel();
      deskBehind(port2, desk);
      const link = new RPCLink({ port: port1 });
      port1.start();
      cut = () => port2.close();
      const ended = new Promise<void>((resolve) => port1.once('close', () => resolve()));
      return { link, ended, close: () => port1.close() };
    },
  };
  return { pipes, cut: () => cut(), opened: () => opened };
}

function connected(canReopen = true) {
  const desk: FakeDesk = { heard: [], signedIn: true, refuses: null, answer: () => {} };
  const way = fakePipes(desk, canReopen);
  const onSignedOut = vi.fn<() => void>();
  const onReturn = vi.fn<() => void>();
  const onLocked = vi.fn<() => void>();
  const askPassword = vi.fn<() => Promise<boolean>>();
  const askPassphrase = vi.fn<() => Promise<boolean>>();
  const connection = connect({
    pipes: way.pipes,
    greet: async (client) => void (await client.workspace.status()),
    onSignedOut,
    onLocked,
    askPassword,
    askPassphrase,
    onReturn,
  });
  const until = (state: string) =>
    vi.waitFor(() => expect(connection.state()).toBe(state), { timeout: 10_000 });
  return {
    desk,
    way,
    connection,
    onSignedOut,
    onLocked,
    askPassword,
    askPassphrase,
    onReturn,
    until,
  };
}

describe('the way to the desk', () => {
  test('a call waits for the first pipe, and the greeting comes before it', async () => {
    const { connection, desk, way } = connected();
    expect(await connection.client.staff.me()).toEqual({ user: 'ann', role: 'agent' });
    expect(desk.heard).toEqual(['status', 'me']);
    way.cut();
  });

  test('a call that is cut off says that nobody knows what became of it', async () => {
    const { connection, desk, way, until } = connected();
    await until('open');
    const call = connection.client.staff.list();
    await vi.waitFor(() => expect(desk.heard).toContain('list'));
    way.cut();
    await expect(call).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('not known'),
    });
  });

  test('a call without a pipe is refused as not sent, and the desk never hears it', async () => {
    const { connection, desk, way, until } = connected(false);
    await until('open');
    way.cut();
    await until('gone');
    await expect(connection.client.staff.me()).rejects.toMatchObject({
      message: expect.stringContaining('not sent'),
    });
    expect(desk.heard).toEqual(['status']);
  });

  test('a lost pipe is replaced, greeted first, and the screens are told', async () => {
    const { connection, desk, way, onReturn, until } = connected();
    await until('open');
    way.cut();
    await until('lost');
    await until('open');
    expect(onReturn).toHaveBeenCalledOnce();
    expect(way.opened()).toBe(2);
    await connection.client.staff.me();
    expect(desk.heard).toEqual(['status', 'status', 'me']);
    way.cut();
  });

  test('where only a new page gives another pipe, it is gone and not tried again', async () => {
    const { way, until } = connected(false);
    await until('open');
    way.cut();
    await until('gone');
    expect(way.opened()).toBe(1);
  });

  test('a sign-in that the desk ended is told, in words of the page', async () => {
    const { connection, desk, way, onSignedOut } = connected();
    desk.signedIn = false;
    await expect(connection.client.staff.me()).rejects.toMatchObject({
      code: 'SIGNED_OUT',
      message: expect.stringContaining('not done'),
    });
    expect(onSignedOut).toHaveBeenCalledOnce();
    way.cut();
  });

  test('what needs the password once more is asked again with it, and not without', async () => {
    const { connection, desk, way, askPassword, onSignedOut } = connected();
    desk.refuses = 'PASSWORD_NEEDED';
    askPassword.mockImplementationOnce(async () => {
      desk.refuses = null;
      return true;
    });
    expect(await connection.client.staff.me()).toEqual({ user: 'ann', role: 'agent' });
    expect(desk.heard).toEqual(['status', 'me', 'me']);
    desk.refuses = 'PASSWORD_NEEDED';
    askPassword.mockResolvedValueOnce(false);
    await expect(connection.client.staff.me()).rejects.toMatchObject({ code: 'PASSWORD_NEEDED' });
    expect(desk.heard).toHaveLength(4);
    expect(onSignedOut).not.toHaveBeenCalled();
    way.cut();
  });

  test('what needs the signing key is asked again once it is open, after the password too', async () => {
    const { connection, desk, way, askPassword, askPassphrase } = connected();
    desk.refuses = 'PASSWORD_NEEDED';
    askPassword.mockImplementationOnce(async () => {
      desk.refuses = 'KEY_SEALED';
      return true;
    });
    askPassphrase.mockImplementationOnce(async () => {
      desk.refuses = null;
      return true;
    });
    expect(await connection.client.staff.me()).toEqual({ user: 'ann', role: 'agent' });
    expect(desk.heard).toEqual(['status', 'me', 'me', 'me']);
    // A desk that goes on refusing is not asked for ever.
    desk.refuses = 'KEY_SEALED';
    askPassphrase.mockResolvedValue(true);
    await expect(connection.client.staff.me()).rejects.toMatchObject({ code: 'KEY_SEALED' });
    expect(askPassphrase).toHaveBeenCalledTimes(2);
    way.cut();
  });

  test('a locked sign-in is told, and nothing is asked again', async () => {
    const { connection, desk, way, onLocked } = connected();
    desk.refuses = 'LOCKED';
    await expect(connection.client.staff.me()).rejects.toMatchObject({ code: 'LOCKED' });
    expect(onLocked).toHaveBeenCalledOnce();
    expect(desk.heard).toEqual(['status', 'me']);
    way.cut();
  });

  test('a desk that does not answer in time is never said not to have done it', async () => {
    const { connection, desk, way, until } = connected();
    await until('open');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const call = connection.client.staff.list();
      await Promise.all([
        expect(call).rejects.toMatchObject({
          code: 'CONNECTION',
          message: expect.stringContaining('may still do this, or have done it'),
        }),
        vi.advanceTimersByTimeAsync(31_000),
      ]);
    } finally {
      vi.useRealTimers();
    }
    desk.answer();
    way.cut();
  });
});
