import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createRouterClient } from '@orpc/server';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { refuse } from '../../contract/errors.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';
import { identitiesIn, openSealed, sealInto } from '../../main/desk/storage/sealed.ts';
import { password, desk as terminal } from '../faults/door.ts';

const passphrase = 'a passphrase for tests';
/** Trying a passphrase costs a second on purpose; most of these need none. */
let identity: string;
let recipient: string;
let folder: string;
const open: Desk[] = [];

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-backup-'));
});
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);

function opened(name: string, create = false): { desk: Desk; client: DeskClient } {
  const desk = openDesk({ folder: at(name), create });
  open.push(desk);
  const client: DeskClient = createRouterClient(desk.router, {
    context: { connection: desk.connect('terminal') },
  });
  return { desk, client };
}

function close(desk: Desk): Promise<void> {
  open.splice(open.indexOf(desk), 1);
  return desk.close();
}

/** A workspace with an owner who is signed in. */
async function begun(name: string): Promise<{ desk: Desk; client: DeskClient }> {
  const made = opened(name, true);
  for await (const _ of await made.client.workspace.create({ owner: 'olga', password }));
  await made.client.staff.signIn({ user: 'olga', password });
  return made;
}

const names = async (client: DeskClient) =>
  (await client.staff.list()).map((member) => member.user).sort();
const add = (client: DeskClient, user: string) =>
  client.staff.add({ user, role: 'agent', password, own_accounts: [] });

describe('a backup', () => {
  it('is made while the desk is written to, holds what was answered, and is no plain text', async () => {
    const { client, desk } = await begun('here');
    await add(client, 'ana');
    const writing = Promise.all(['ben', 'cid', 'dan'].map((user) => add(client, user)));
    const made = await client.workspace.backup({ path: at('b.age'), recipient });
    await writing;
    expect(made).toMatchObject({ verdict: 'unanchored' });
    expect(readFileSync(at('b.age')).includes('SQLite format 3')).toBe(false);
    expect(readdirSync(path.join(at('here'), 'staging'))).toEqual([]);
    await close(desk);

    const there = opened('there', true);
    const restored = await there.client.workspace.restore({ path: at('b.age'), identity });
    expect(restored).toMatchObject({ as_of: made.as_of, verdict: 'unanchored', missing: 0 });
    await there.desk.restart;
    await close(there.desk);
    const after = opened('there');
    await after.client.staff.signIn({ user: 'olga', password });
    expect(await names(after.client)).toEqual(expect.arrayContaining(['ana', 'olga']));
    const noted = await after.client.audit.list({ limit: 3, command: 'workspace.restore' });
    expect(noted.rows[0]).toMatchObject({ outcome: 'done', actor: '' });
    // The same key goes on signing.
    expect(await after.client.audit.verify()).toMatchObject({ verdict: 'unanchored' });
  });

  it('brings back what opens bundles that were sealed for this desk, besides what signs', async () => {
    const { client, desk } = await begun('here');
    const mine = await client.bundles.recipient();
    await client.workspace.backup({ path: at('b.age'), recipient });
    await close(desk);
    const there = opened('there', true);
    await there.client.workspace.restore({ path: at('b.age'), identity });
    await close(there.desk);
    const after = opened('there');
    await after.client.staff.signIn({ user: 'olga', password });
    expect(await after.client.bundles.recipient()).toEqual(mine);
    for (const name of ['desk.age', 'desk.key'])
      expect(readFileSync(path.join(at('there'), name))).toEqual(
        readFileSync(path.join(at('here'), name)),
      );
  });

  it('goes on with the key of its day, whether the key was replaced after it, before it or both', async () => {
    const { client, desk } = await begun('here');
    await client.audit.anchor();
    await client.workspace.backup({ path: at('before.age'), recipient });
    await client.audit.replaceKey({});
    await client.audit.anchor();
    // Asked for at once, the two take turns: a backup never holds one key's file and another's chain.
    await Promise.all([
      client.workspace.backup({ path: at('after.age'), recipient }),
      client.audit.replaceKey({}),
    ]);
    const now = await client.audit.keyState();
    await close(desk);
    for (const [name, keys] of [
      ['before', 1],
      ['after', 2],
    ] as const) {
      const there = opened(name, true);
      await there.client.workspace.restore({ path: at(`${name}.age`), identity });
      await close(there.desk);
      const after = opened(name);
      await after.client.staff.signIn({ user: 'olga', password });
      const state = await after.client.audit.keyState();
      expect(state.keys).toEqual(now.keys.slice(0, keys));
      expect(state.key_id).toBe(now.keys[keys - 1]?.key_id);
      const anchor = await after.client.audit.anchor();
      expect(await after.client.audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
      // And it is replaced here as anywhere.
      expect((await after.client.audit.replaceKey({})).keys).toHaveLength(keys + 1);
    }
  });

  it('leaves no row that says it was made, where it was refused before it began', async () => {
    const { client } = await begun('here');
    writeFileSync(at('b.age'), 'mine');
    await client.workspace.backup({ path: at('b.age'), recipient }).catch(() => {});
    const { rows } = await client.audit.list({ limit: 9, command: 'workspace.backup' });
    expect(rows.map((row) => row.outcome)).toEqual(['BAD_INPUT']);
  });

  it("costs the desk's own thread nothing of the passphrase, neither made nor opened", async () => {
    const { client } = await begun('here');
    const control = await ownCost(() =>
      sealInto(Readable.from([Buffer.from('hello')]), at('control.age'), { passphrase }),
    );
    const made = await ownCost(() => client.workspace.backup({ path: at('b.age'), passphrase }));
    const opening = await ownCost(() =>
      client.workspace.restore({ path: at('b.age'), passphrase }),
    );
    expect(Math.max(made, opening)).toBeLessThan(control / 2);
  });

  it('of yesterday is known as such, and what was here is kept', async () => {
    const { client, desk } = await begun('here');
    await client.workspace.backup({ path: at('yesterday.age'), recipient });
    for (const user of ['ana', 'ben']) await add(client, user);
    const restored = await client.workspace.restore({ path: at('yesterday.age'), identity });
    expect(restored).toMatchObject({ verdict: 'contradicts_anchor' });
    expect(restored.missing).toBeGreaterThanOrEqual(2);
    expect(restored.sentence).toMatch(/older file/);
    await close(desk);

    const after = opened('here');
    await after.client.staff.signIn({ user: 'olga', password });
    expect(await names(after.client)).toEqual(['olga']);
    expect((await after.client.audit.verify()).verdict).toBe('unanchored');
    const kept = readdirSync(at('here')).find((name) => name.startsWith('before-restore-'));
    expect(existsSync(path.join(at('here'), kept ?? '', 'desk.db'))).toBe(true);
  });

  it('is put in place by an owner alone, where there is one', async () => {
    const { client } = await begun('here');
    await client.workspace.backup({ path: at('b.age'), recipient });
    await add(client, 'ana');
    const restore = () => client.workspace.restore({ path: at('b.age'), identity });
    await client.staff.signIn({ user: 'ana', password });
    await expect(restore()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await client.staff.signOut();
    await expect(restore()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  });

  it('is refused where it does not open or does not hold, and nothing is changed', async () => {
    const { client } = await begun('here');
    await client.workspace.backup({ path: at('b.age'), recipient });
    await client.workspace.backup({ path: at('p.age'), passphrase });
    const whole = readFileSync(at('b.age'));
    const costly = readFileSync(at('p.age'), 'latin1').replace(/(-> scrypt \S+) 18\n/, '$1 22\n');
    const wrong: [string, Buffer, object][] = [
      ['another identity', whole, { identity: await generateX25519Identity() }],
      ['a passphrase for a recipient', whole, { passphrase }],
      ['a wrong passphrase', readFileSync(at('p.age')), { passphrase: 'not this one' }],
      ['a cut file', whole.subarray(0, whole.length - 5), { identity }],
      ['a changed byte', flipped(whole, whole.length - 200), { identity }],
      ['no age file', Buffer.from('SQLite format 3'), { identity }],
      ['a passphrase of too much cost', Buffer.from(costly, 'latin1'), { passphrase }],
    ];
    for (const [what, bytes, keys] of wrong) {
      writeFileSync(at('changed.age'), bytes);
      await expect(
        client.workspace.restore({ path: at('changed.age'), ...keys }),
        what,
      ).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
    }
    expect(readdirSync(at('here')).filter((name) => name.startsWith('restore'))).toEqual([]);
    expect(await names(client)).toEqual(['olga']);
  });

  it('is refused where it would overwrite, and for two keys or none', async () => {
    const { client } = await begun('here');
    const refused = (input: object) =>
      expect(client.workspace.backup({ path: at('b.age'), ...input })).rejects.toMatchObject({
        code: 'BAD_INPUT',
      });
    await refused({});
    await refused({ passphrase, recipient });
    await refused({ recipient: 'age1nobody' });
    await refused({ path: 'b.age', recipient });
    writeFileSync(at('b.age'), 'mine');
    await refused({ recipient });
    expect(readFileSync(at('b.age'), 'utf8')).toBe('mine');
  });
});

describe('a passphrase for a backup', () => {
  it.each([['secret'], ['fourteen chars'], ['passwordpassword1'], ['abababababababababab']])(
    'is refused where it would not do as a password: %s',
    async (weak) => {
      const { client } = await begun('here');
      await expect(
        client.workspace.backup({ path: at('b.age'), passphrase: weak }),
      ).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('passphrase'),
        data: { next: expect.stringContaining('--to RECIPIENT') },
      });
      expect(existsSync(at('b.age'))).toBe(false);
    },
  );

  it('opens one that was sealed with six characters, as long ago', async () => {
    const { client } = await begun('here');
    await client.workspace.backup({ path: at('b.age'), recipient });
    const keys = { identities: [identity], passphrase: null };
    const refused = (why: string) => refuse('BUNDLE_REFUSED', why, 'none');
    await openSealed(at('b.age'), at('plain'), keys, { most: 100_000_000, refused });
    const old = { passphrase: 'secret' };
    await sealInto(Readable.from([readFileSync(at('plain'))]), at('old.age'), old);
    const restored = await opened('there', true).client.workspace.restore({
      path: at('old.age'),
      ...old,
    });
    expect(restored.verdict).toBe('unanchored');
  });
});

describe('a sealed file', () => {
  it('opens again with the identity it was made for, here and with the age tool', async () => {
    await sealInto(Readable.from([Buffer.from('hello')]), at('s.age'), {
      recipients: [recipient],
    });
    const identities = identitiesIn(`# a comment\n${identity}\n`);
    const refused = (why: string) => refuse('BUNDLE_REFUSED', why, 'none');
    const most = 1024;
    const keys = { identities, passphrase: null };
    await openSealed(at('s.age'), at('plain'), keys, { most, refused });
    expect(readFileSync(at('plain'), 'utf8')).toBe('hello');
    writeFileSync(at('id.txt'), `${identity}\n`);
    // The reference tool, where this machine has it.
    expect([null, 'hello']).toContain(ageTool(['-d', '-i', at('id.txt'), at('s.age')]));
  });
});

describe('the terminal', () => {
  it('backs up, and makes a workspace from the backup without a sign-in', async () => {
    writeFileSync(at('id.txt'), `${identity}\n`);
    await terminal(at('here'), ['init', '--owner', 'olga', '--json']);
    const made = await terminal(at('here'), [
      ...['backup', at('b.age'), '--to', recipient, '--as', 'olga', '--json'],
    ]);
    expect(made).toMatchObject({ code: 0, lines: [{ verdict: 'unanchored' }] });
    const back = await terminal(at('there'), [
      ...['restore', at('b.age'), '--identity-file', at('id.txt'), '--json'],
    ]);
    expect(back).toMatchObject({ code: 0, lines: [{ as_of: made.lines[0]?.as_of }] });
    const listed = await terminal(at('there'), ['staff', 'list', '--as', 'olga', '--json']);
    expect(listed).toMatchObject({ code: 0, lines: [{ user: 'olga' }] });
  });
});

/** Processor time that this thread, which is the desk's, spends on some work, in microseconds. */
async function ownCost(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

function flipped(bytes: Buffer, place: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

function ageTool(args: readonly string[]): string | null {
  try {
    return execFileSync('age', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
