import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import type { WatchedDrop } from '../../contract/drops.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';

const password = 'five plain words in a row';
const settleMs = 300;

interface Place {
  readonly inbox: string;
  readonly workspace: string;
  readonly outside: string;
  client(): DeskClient;
  start(): Promise<DeskClient>;
  stop(): Promise<void>;
}

/** A desk on real files with a folder beside it, into which drops are put. */
async function place(): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-watch-'));
  const [inbox, workspace, outside] = ['inbox', 'workspace', 'outside'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  mkdirSync(inbox);
  mkdirSync(outside);
  let desk: Desk | null = null;
  let client: DeskClient | null = null;
  const made = {
    inbox,
    workspace,
    outside,
    client() {
      if (!client) throw new Error('the desk is closed');
      return client;
    },
    async start() {
      const create = !existsSync(workspace);
      desk = openDesk({ folder: workspace, create, settleMs });
      client = createRouterClient(desk.router, {
        context: { connection: desk.connect('terminal') },
      }) as DeskClient;
      if (create)
        for await (const _ of await client.workspace.create({ owner: 'owner', password }));
      await client.staff.signIn({ user: 'owner', password });
      return client;
    },
    async stop() {
      await desk?.close();
      desk = null;
      client = null;
    },
  };
  onTestFinished(async () => {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await made.start();
  return made;
}

const tableOf = (ids: readonly string[]) => `device_id\n${ids.join('\n')}\n`;
const devices = (...ids: string[]) => tableOf(ids);

function put(folder: string, name: string, files: Readonly<Record<string, string>>): string {
  const drop = path.join(folder, name);
  mkdirSync(drop);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(drop, file), text);
  return drop;
}

/** The drops as soon as they stand so; name and state, oldest first. */
async function standing(client: DeskClient, wanted: readonly string[]): Promise<WatchedDrop[]> {
  return vi.waitFor(
    async () => {
      const drops = (await client.drops.list()).drops.toReversed();
      expect(drops.map(({ name, state }) => `${name} ${state}`)).toEqual(wanted);
      return drops;
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Every event of the folder has been heard and answered: a drop put in last stands there. */
async function afterAnother({ client, inbox }: Place, before: readonly string[]) {
  const name = `last-${before.length}`;
  put(inbox, name, { 'devices.csv': devices(name) });
  return standing(client(), [...before, `${name} waiting`]);
}

async function imported(client: DeskClient, id: string) {
  for await (const event of await client.drops.take({ id }))
    if (event.kind === 'done') return event.result;
  throw new Error('no result');
}

const many = tableOf(Array.from({ length: 150_000 }, (_, number) => `d${number}`));

/** The only drop, as soon as it is in work and says how far. */
async function inWork(client: DeskClient, state: 'planning' | 'importing'): Promise<WatchedDrop> {
  return vi.waitFor(
    async () => {
      const [drop] = (await client.drops.list()).drops;
      expect(drop?.state).toBe(state);
      expect(drop?.progress?.parts.length).toBeGreaterThan(1);
      return drop as WatchedDrop;
    },
    { timeout: 60_000, interval: 5 },
  );
}

const count = async (client: DeskClient) => (await client.records.runs()).length;

describe('the watched folder', { timeout: 120_000 }, () => {
  it('plans what is put there and waits: a yes imports what was planned, a no leaves it out', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    put(w.inbox, 'monday', { 'devices.csv': devices('d1', 'd2', '') });
    put(w.inbox, 'tuesday', { 'devices.csv': devices('d9') });
    const [monday, tuesday] = await standing(client, ['monday waiting', 'tuesday waiting']);
    expect(monday?.tables?.devices).toMatchObject({ inserted: 2 });
    expect(await count(client)).toBe(0);
    const { tables, run } = await imported(client, monday?.id ?? '');
    expect(tables).toEqual(monday?.tables);
    await client.drops.leave({ id: tuesday?.id ?? '' });
    const [done, left] = await standing(client, ['monday imported', 'tuesday left']);
    expect(done).toMatchObject({ run, decided_by: 'owner' });
    expect(left).toMatchObject({ run: null, decided_by: 'owner' });
    expect(await count(client)).toBe(1);
    for (const id of [monday?.id ?? '', tuesday?.id ?? ''])
      await expect(imported(client, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const acts = (await client.audit.list({ limit: 50 })).rows.map(({ command }) => command);
    for (const act of ['drops.watch', 'drops.leave', 'records.importDrop'])
      expect(acts).toContain(act);
  });

  it('sees the same content once, whatever it is called and however often the desk starts', async () => {
    const w = await place();
    await w.client().drops.watch({ folder: w.inbox, automatic: false });
    const drop = put(w.inbox, 'one', { 'devices.csv': devices('d1') });
    const [one] = await standing(w.client(), ['one waiting']);
    cpSync(drop, path.join(w.inbox, 'copy of one'), { recursive: true });
    await afterAnother(w, ['one waiting']);
    await w.stop();
    put(w.inbox, 'while closed', { 'devices.csv': devices('d7') });
    const client = await w.start();
    await standing(client, ['one waiting', 'last-1 waiting', 'while closed waiting']);
    expect((await imported(client, one?.id ?? '')).tables.devices).toMatchObject({ inserted: 1 });
  });

  it('imports by itself only where an owner allows it, in that owner’s name', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: true });
    put(w.inbox, 'nightly', { 'devices.csv': devices('d1') });
    const [nightly] = await standing(client, ['nightly imported']);
    expect(nightly?.decided_by).toBe('owner');
    expect(await client.records.runs()).toMatchObject([{ run: nightly?.run, by: 'owner' }]);
    await client.drops.watch({ folder: w.inbox, automatic: false });
    put(w.inbox, 'next', { 'devices.csv': devices('d2') });
    await standing(client, ['nightly imported', 'next waiting']);
    expect(await count(client)).toBe(1);
  });

  it('an owner who is none any more allows nothing', async () => {
    const w = await place();
    const client = w.client();
    await client.staff.add({ user: 'second', role: 'owner', password, own_accounts: [] });
    await client.staff.signIn({ user: 'second', password });
    await client.drops.watch({ folder: w.inbox, automatic: true });
    await client.staff.signIn({ user: 'owner', password });
    await client.staff.disable({ user: 'second' });
    put(w.inbox, 'nightly', { 'devices.csv': devices('d1') });
    await standing(client, ['nightly waiting']);
    expect(await count(client)).toBe(0);
  });

  it('waits until a copy has come to an end, and passes over what is called unfinished', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    const drop = put(w.inbox, 'slow', { 'devices.csv': devices('d0') });
    put(w.inbox, 'half.part', { 'devices.csv': devices('x') });
    put(w.inbox, '.hidden', { 'devices.csv': devices('y') });
    for (let piece = 1; piece <= 10; piece++) {
      await new Promise((resolve) => setTimeout(resolve, settleMs / 3));
      appendFileSync(path.join(drop, 'devices.csv'), `d${piece}\n`);
    }
    const drops = await vi.waitFor(
      async () => {
        const found = (await client.drops.list()).drops;
        expect(found[0]?.tables?.devices).toMatchObject({ inserted: 11 });
        return found;
      },
      { timeout: 60_000 },
    );
    // A machine that stands still in between may see the half; then it says that it changed.
    expect(drops.slice(1).every(({ state }) => state === 'changed')).toBe(true);
    renameSync(path.join(w.inbox, 'half.part'), path.join(w.inbox, 'half'));
    await vi.waitFor(async () => expect((await client.drops.list()).drops[0]?.name).toBe('half'), {
      timeout: 60_000,
    });
  });

  it('does not import what was written to after its plan', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    const drop = put(w.inbox, 'drop', { 'devices.csv': devices('d1') });
    const [planned] = await standing(client, ['drop waiting']);
    appendFileSync(path.join(drop, 'devices.csv'), 'd2\n');
    await expect(imported(client, planned?.id ?? '')).rejects.toMatchObject({
      code: 'STALE_EVIDENCE',
    });
    const [, anew] = await standing(client, ['drop changed', 'drop waiting']);
    expect(anew?.tables?.devices).toMatchObject({ inserted: 2 });
    expect(await count(client)).toBe(0);
  });

  it('plans content anew that gave way to other and is back, and finds a drop that was renamed', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    const drop = put(w.inbox, 'drop', { 'devices.csv': devices('d1') });
    const [first] = await standing(client, ['drop waiting']);
    appendFileSync(path.join(drop, 'devices.csv'), 'd2\n');
    await standing(client, ['drop changed', 'drop waiting']);
    writeFileSync(path.join(drop, 'devices.csv'), devices('d1'));
    const back = await vi.waitFor(
      async () => {
        const found = (await client.drops.list()).drops.find(({ id }) => id === first?.id);
        expect(found?.state).toBe('waiting');
        return found;
      },
      { timeout: 60_000 },
    );
    renameSync(drop, path.join(w.inbox, 'renamed'));
    expect((await imported(client, back?.id ?? '')).tables.devices).toMatchObject({ inserted: 1 });
    await standing(client, ['drop changed', 'drop imported']);
  });

  it('names what has not come to rest yet, and what was there before only where it changes', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    const coming = async () => (await client.drops.list()).settling.map(({ name }) => name);
    const drop = put(w.inbox, '4242424242424242', { 'devices.csv': devices('d1') });
    await vi.waitFor(async () => expect(await coming()).toEqual(['424242******4242']));
    await standing(client, ['424242******4242 waiting']);
    expect(await coming()).toEqual([]);
    await client.drops.watch({ folder: w.inbox, automatic: false });
    expect(await coming()).toEqual([]);
    await afterAnother(w, ['424242******4242 waiting']);
    appendFileSync(path.join(drop, 'devices.csv'), 'd2\n');
    await vi.waitFor(async () => expect(await coming()).toEqual(['424242******4242']));
  });

  it('says how far a plan or an import is, and a no stops either', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    put(w.inbox, 'large', { 'accounts.csv': 'account_id\na\n', 'devices.csv': many });
    const planned = await inWork(client, 'planning');
    expect(planned.progress?.parts.map(({ name }) => name)).toContain('devices.csv');
    await client.drops.leave({ id: planned.id });
    await standing(client, ['large left']);
    await client.drops.watch({ folder: w.inbox, automatic: true });
    appendFileSync(path.join(w.inbox, 'large', 'accounts.csv'), 'b\n');
    const taken = await inWork(client, 'importing');
    await client.drops.leave({ id: taken.id });
    await standing(client, ['large left', 'large left']);
    expect(await count(client)).toBe(0);
    await expect(imported(client, taken.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const acts = (await client.audit.list({ limit: 50 })).rows;
    expect(acts.find(({ outcome }) => outcome === 'failed')?.sentence).toContain('did not happen');
  });

  it('keeps the list of rejected rows for as long as a drop waits, then that of the run', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: false });
    put(w.inbox, 'one', { 'devices.csv': `${devices('d1', '')},\n=x,y\n` });
    put(w.inbox, 'two', { 'devices.csv': `${devices('d2')}-a,b\n` });
    const [one, two] = await standing(client, ['one waiting', 'two waiting']);
    const list = one?.reject_list ?? '';
    const { csv } = await client.records.rejects({ list });
    expect(csv).toContain("'=x,y");
    const { rejects } = await client.records.firstRejects({ list });
    expect(rejects.at(-1)).toMatchObject({ code: 'TOO_MANY_FIELDS', original: '=x,y' });
    const { run } = await imported(client, one?.id ?? '');
    await client.drops.leave({ id: two?.id ?? '' });
    const [done, left] = await standing(client, ['one imported', 'two left']);
    expect(done?.reject_list).toBe(run);
    expect((await client.records.rejects({ list: run ?? '' })).csv).toBe(csv);
    expect(left?.reject_list).toBeNull();
    for (const gone of [list, two?.reject_list ?? ''])
      await expect(client.records.rejects({ list: gone })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
  });

  it('takes nothing through links and keeps no card number of a name', async () => {
    const w = await place();
    const client = w.client();
    await client.drops.watch({ folder: w.inbox, automatic: true });
    const secret = put(w.outside, 'secret', { 'devices.csv': devices('secret') });
    symlinkSync(secret, path.join(w.inbox, 'link'));
    const inside = put(w.inbox, 'inside', {});
    symlinkSync(path.join(secret, 'devices.csv'), path.join(inside, 'devices.csv'));
    await standing(client, ['inside refused']);
    const hostile = '4242424242424242 \u202egnp.exe; rm -rf $HOME';
    put(w.inbox, hostile, { 'devices.csv': devices('d1') });
    const [refused, taken] = await standing(client, [
      'inside refused',
      `${hostile.replace('4242424242424242', '424242******4242')} imported`,
    ]);
    expect(refused?.reason).toContain('link');
    expect(taken?.name).not.toContain('4242424242424242');
    expect(await client.records.runs()).toHaveLength(1);
  });

  it('refuses a folder that is not there or belongs to the workspace, and ends when told so', async () => {
    const w = await place();
    const client = w.client();
    for (const folder of [
      path.join(w.inbox, 'none'),
      'relative',
      w.workspace,
      path.join(w.workspace, 'staging'),
      path.dirname(w.workspace),
    ])
      await expect(client.drops.watch({ folder, automatic: true })).rejects.toMatchObject({
        code: 'BAD_INPUT',
      });
    await client.drops.watch({ folder: w.inbox, automatic: false });
    const off = await client.drops.watch({ folder: null, automatic: true });
    expect(off.setting).toMatchObject({ folder: null, automatic: false, by: 'owner' });
    put(w.inbox, 'late', { 'devices.csv': devices('d1') });
    await client.drops.watch({ folder: w.outside, automatic: false });
    put(w.outside, 'seen', { 'devices.csv': devices('d2') });
    await standing(client, ['seen waiting']);
    rmSync(w.outside, { recursive: true });
    await w.stop();
    const after = await w.start();
    expect((await after.drops.list()).trouble).toContain('cannot be read');
  });
});
