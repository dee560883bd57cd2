import type { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';
import { startDeskFrom } from '../../main/hosts/desktop/start-desk.ts';
import { keyringOf } from '../../main/hosts/local/parent-keyring.ts';
import { app, safeStorage } from '../fakes/electron.ts';

const password = 'five plain words in a row';
const passphrase = 'six plain words kept in mind';
let folder: string;
let desk: Desk | null = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-ring-'));
  Object.assign(safeStorage, {
    ...{ available: true, backend: 'gnome_libsecret', mark: 'one', stale: false },
  });
});
afterEach(async () => {
  await desk?.close();
  desk = null;
  rmSync(folder, { recursive: true, force: true });
});

/** The window starts a desk's process; this is what that one sees of it. */
async function lent() {
  const forked = new Promise<EventEmitter & { postMessage(said: unknown): void }>((resolve) =>
    app.once('test:fork', ({ child }) => resolve(child)),
  );
  void startDeskFrom('desk-process.js')(folder, false);
  const child = await forked;
  const parent = {
    postMessage: (said: unknown) => child.emit('message', said),
    on: (_event: 'message', listener: (event: { data: unknown }) => void) =>
      child.on('test:posted', (data: unknown) => listener({ data })),
  };
  return keyringOf(parent);
}

/** The desk as its process opens it, an owner signed in. */
async function opened(create = false): Promise<DeskClient> {
  await desk?.close();
  const keyring = await lent();
  desk = openDesk({ folder: path.join(folder, 'here'), create, keyring });
  await desk.keyringAsked;
  const client: DeskClient = createRouterClient(desk.router, {
    context: { connection: desk.connect('desktop') },
  });
  if (create) for await (const _ of await client.workspace.create({ owner: 'olga', password }));
  await client.staff.signIn({ user: 'olga', password });
  return client;
}

describe("the window's keyring", () => {
  test('opens the signing key at every start, once an owner has said so', async () => {
    const first = await opened(true);
    await first.audit.protectKey({ passphrase });
    expect((await first.audit.keyState()).keyring).toMatchObject({ holds: false });
    await first.audit.keepKey({ keep: true });
    const again = await opened();
    expect(await again.audit.keyState()).toMatchObject({
      ...{ protected: true, open: true },
      keyring: { holds: true },
    });
    await again.audit.anchor();
    expect(readFileSync(path.join(folder, 'here/desk.keyring'), 'utf8')).not.toContain(passphrase);
  });

  test('that has changed leaves the key to its passphrase, and nothing is lost', async () => {
    const first = await opened(true);
    await first.audit.protectKey({ passphrase });
    await first.audit.keepKey({ keep: true });
    safeStorage.mark = 'two';
    const again = await opened();
    expect((await again.audit.keyState()).open).toBe(false);
    await expect(again.audit.anchor()).rejects.toMatchObject({ code: 'KEY_SEALED' });
    expect((await again.audit.unlockKey({ passphrase })).open).toBe(true);
    await again.audit.keepKey({ keep: true });
    expect((await (await opened()).audit.keyState()).open).toBe(true);
  });

  test('whose own key is renewed has the secret ciphered anew', async () => {
    const first = await opened(true);
    await first.audit.protectKey({ passphrase });
    await first.audit.keepKey({ keep: true });
    const kept = () => readFileSync(path.join(folder, 'here/desk.keyring'), 'utf8');
    const before = kept();
    expect((await (await opened()).audit.keyState()).open).toBe(true);
    expect(kept()).toBe(before);
    safeStorage.stale = true;
    expect((await (await opened()).audit.keyState()).open).toBe(true);
    expect(kept()).not.toBe(before);
  });

  test.each([
    ['a password that every copy of the program knows', { backend: 'basic_text' }],
    ['nobody', { available: false }],
    ['a store that is not known', { backend: 'unknown' }],
  ])('that is guarded by %s is none, and nothing claims it', async (_what, of) => {
    if (process.platform !== 'linux' && 'backend' in of) return;
    Object.assign(safeStorage, of);
    const client = await opened(true);
    await client.audit.protectKey({ passphrase });
    expect((await client.audit.keyState()).keyring).toBeNull();
    await expect(client.audit.keepKey({ keep: true })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(existsSync(path.join(folder, 'here/desk.keyring'))).toBe(false);
  });
});
