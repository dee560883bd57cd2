import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';

const password = 'five plain words in a row';
const passphrase = 'six plain words kept in mind';
const another = 'six other words kept in mind';
let folder: string;
let desk: Desk | null = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-sealed-'));
});
afterEach(async () => {
  await desk?.close();
  desk = null;
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);

/** The desk of a workspace, started anew, its owner signed in. */
async function started(name = 'here'): Promise<DeskClient> {
  await desk?.close();
  const create = !existsSync(at(name));
  desk = openDesk({ folder: at(name), create });
  const client: DeskClient = createRouterClient(desk.router, {
    context: { connection: desk.connect('terminal') },
  });
  if (create) for await (const _ of await client.workspace.create({ owner: 'olga', password }));
  await client.staff.signIn({ user: 'olga', password });
  return client;
}

/** The same with its key sealed, and nobody who gave the passphrase. */
async function sealed(): Promise<DeskClient> {
  const client = await started();
  mkdirSync(at('drop'));
  writeFileSync(at('drop/accounts.csv'), 'account_id,username\nac_1,ann\n');
  for await (const _ of await client.records.importDrop({ path: at('drop'), commit: true }));
  await client.cases.create({ title: 'from before', kind: 'other' });
  await client.audit.protectKey({ passphrase });
  return started();
}

const caseOf = async (client: DeskClient) => (await client.cases.list({})).cases[0]?.id ?? '';
const adjustment = { account: 'ac_1', coins: '5', reason: 'GOODWILL', note: 'n' } as const;

describe('a desk whose key is sealed', () => {
  const needsKey: [string, (client: DeskClient) => Promise<unknown>][] = [
    ['audit.anchor', (client) => client.audit.anchor()],
    ['outbox.export', (client) => client.outbox.export({})],
    ['sellers.watchExport', (client) => client.sellers.watchExport({ form: 'signed' })],
    ['cases.create', (client) => client.cases.create({ title: 'new', kind: 'other' })],
    [
      'cases.set',
      async (client) =>
        client.cases.set({ case: await caseOf(client), field: 'priority', value: 'high' }),
    ],
    [
      'bundles.make',
      async (client) => client.bundles.make({ case: await caseOf(client), passphrase }),
    ],
    [
      'audit.protectKey',
      (client) => client.audit.protectKey({ passphrase: another, old_passphrase: 'no' }),
    ],
  ];

  it.each(needsKey)(
    'refuses %s in words, with its row, and does nothing of it',
    async (name, call) => {
      const client = await sealed();
      await client.adjustments.propose(adjustment);
      const before = (await client.audit.list({ limit: 1 })).total;
      await expect(call(client)).rejects.toMatchObject({ code: 'KEY_SEALED' });
      const { total, rows } = await client.audit.list({ limit: 1 });
      expect(total).toBe(before + 1);
      expect(rows[0]).toMatchObject({ command: name, outcome: 'KEY_SEALED' });
      expect((await client.cases.list({})).total).toBe(1);
      expect((await client.outbox.state()).files).toEqual([]);
    },
  );

  it('goes on with everything else, and signs it once the passphrase is there', async () => {
    const client = await sealed();
    await client.staff.add({ user: 'ana', role: 'agent', own_accounts: [] });
    const made = await client.adjustments.propose(adjustment);
    expect(made.state).toBe('approved');
    expect((await client.sellers.watchExport({ form: 'csv' })).name).toMatch(/csv$/);
    const lines: string[] = [];
    for await (const piece of await client.audit.export()) lines.push(...piece.lines);
    expect(lines.at(-1)).not.toContain('recharge-desk-anchor/1');
    expect((await client.audit.keyState()).unsigned).toBeGreaterThan(3);
    expect((await client.audit.unlockKey({ passphrase })).unsigned).toBe(0);
    expect((await client.outbox.export({})).adjustments).toBe(1);
    const anchor = await client.audit.anchor();
    expect(await client.audit.verify({ anchor })).toMatchObject({
      ...{ verdict: 'anchored', key_protected: true },
    });
  });

  it('is backed up as it is, sealed, and put back opens with the passphrase of then', async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const client = await sealed();
    const { key_id } = await client.audit.keyState();
    await client.workspace.backup({ path: at('b.age'), recipient });
    await client.audit.protectKey({ passphrase: another, old_passphrase: passphrase });

    const there = await started('there');
    await there.workspace.restore({ path: at('b.age'), identity });
    const back = await started('there');
    expect(await back.audit.keyState()).toMatchObject({ key_id, protected: true, open: false });
    expect(readFileSync(at('there/desk.key'), 'utf8')).not.toMatch(/PRIVATE/);
    await expect(back.audit.unlockKey({ passphrase: another })).rejects.toMatchObject({
      code: 'KEY_SEALED',
    });
    expect((await back.audit.unlockKey({ passphrase })).open).toBe(true);
    const anchor = await back.audit.anchor();
    expect(await back.audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
  });
});

describe('a passphrase of the key', () => {
  it('is not one that is guessed first', async () => {
    const client = await started();
    for (const weak of ['short', 'passwordpassword', 'aaaaaaaaaaaaaaaa'])
      await expect(client.audit.protectKey({ passphrase: weak })).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('passphrase'),
      });
    expect((await client.audit.keyState()).protected).toBe(false);
  });
});
