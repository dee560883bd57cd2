import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { revealedMs } from '../../contract/policy.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';

const password = 'five plain words in a row';
const email = 'maria.silva@example.com';
const now = Date.UTC(2026, 10, 20, 12);

let folder: string;
let desk: Desk;
const clients = new Map<string, DeskClient>();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-reveal-'));
  desk = openDesk({ folder, create: true, clock: () => now });
  const owner = client('owner');
  for await (const _ of await owner.workspace.create({ owner: 'owner', password }));
  await owner.staff.signIn({ user: 'owner', password });
  for (const role of ['agent', 'reviewer'] as const) {
    await owner.staff.add({ user: role, role, password, own_accounts: [] });
    await client(role).staff.signIn({ user: role, password });
  }
  const records = new Database(path.join(folder, 'records.db'));
  records.exec(`
    insert into accounts (account_id, username, email, phone, origin_run, origin_file, origin_line)
      values ('ac_1', 'maria', '${email}', '+491701234567', 1, 1, 1);
    insert into terms (term, kind, id, field) values
      ('${email}', 'account', 'ac_1', 'email'), ('maria', 'account', 'ac_1', 'username');
  `);
  records.close();
});
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

function client(user: string): DeskClient {
  const known = clients.get(user);
  if (known) return known;
  const made: DeskClient = createRouterClient(desk.router, {
    context: { connection: desk.connect('browser') },
  });
  clients.set(user, made);
  return made;
}

const newestRow = async () => (await client('owner').audit.list({ limit: 1 })).rows[0];

describe('contact data', () => {
  it('is found by all of it, and shown in part', async () => {
    const found = await client('agent').records.search({ text: email });
    expect(found.hits).toMatchObject([
      { kind: 'account', id: 'ac_1', why: [{ field: 'email', value: 'm•••@e•••.com' }] },
    ]);
    const whole = await client('owner').records.search({ text: email });
    expect(whole.hits[0]?.why[0]?.value).toBe(email);
  });

  it('cannot be told letter by letter, not even by counting', async () => {
    expect(await client('agent').records.search({ text: 'maria.s' })).toMatchObject({ total: 0 });
    // The control: somebody who may see it finds it by its start.
    expect(await client('owner').records.search({ text: 'maria.s' })).toMatchObject({ total: 1 });
  });

  it('is masked on every page that shows the record', async () => {
    const agent = client('agent');
    const pages = [
      await agent.records.show({ kind: 'account', id: 'ac_1' }),
      await agent.records.account({ id: 'ac_1' }),
    ];
    expect(JSON.stringify(pages)).not.toMatch(/maria\.silva|1701234567/);
  });

  it('is revealed with a reason, for a minute, and both are in the audit', async () => {
    const shown = await client('agent').records.reveal({
      kind: 'account',
      id: 'ac_1',
      reason: 'calls from another number',
    });
    expect(shown).toEqual({
      fields: { email, phone: '+491701234567' },
      until: new Date(now + revealedMs).toISOString(),
    });
    const row = await newestRow();
    expect(row).toMatchObject({
      actor: 'agent',
      command: 'records.reveal',
      object: 'account/ac_1',
      outcome: 'done',
      sentence: 'agent revealed email, phone of account ac_1.',
    });
  });

  it.each([
    ['without a reason', 'agent', 'ac_1', ' ', 'BAD_INPUT'],
    ['by a role that may not', 'reviewer', 'ac_1', 'curious', 'FORBIDDEN'],
    ['of what is not there', 'agent', 'ac_2', 'calls', 'NOT_FOUND'],
  ])('is not revealed %s, and that is in the audit too', async (_how, user, id, reason, code) => {
    await expect(
      client(user).records.reveal({ kind: 'account', id, reason }),
    ).rejects.toMatchObject({ code });
    expect(await newestRow()).toMatchObject({
      actor: user,
      command: 'records.reveal',
      outcome: code,
    });
  });
});
