import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { freshMs, type Policy, policy } from '../../contract/policy.ts';
import { type Role, roles } from '../../contract/staff.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';
import { idleMs } from '../../main/desk/staff/sessions.ts';
import { callOf } from './calls.ts';

const password = 'five plain words in a row';
const doors = ['browser', 'desktop', 'terminal'] as const;
const states = ['open', 'stale', 'locked'] as const;
type State = (typeof states)[number];

let folder: string;
let desk: Desk;
let audit: Database.Database;
const time = { monotonic: 0 };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-matrix-'));
  desk = openDesk({ folder, create: true, monotonicMs: () => time.monotonic });
  audit = new Database(path.join(folder, 'desk.db'), { readonly: true });
  const client = at('terminal');
  for await (const _ of await client.workspace.create({ owner: 'owner', password }));
  await client.staff.signIn({ user: 'owner', password });
  for (const role of roles)
    if (role !== 'owner') await client.staff.add({ user: role, role, password, own_accounts: [] });
});
afterAll(async () => {
  audit.close();
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A client on a connection of its own, as a door hands it on. */
function at(door: (typeof doors)[number]): DeskClient {
  return createRouterClient(desk.router, { context: { connection: desk.connect(door) } });
}

/** Every procedure with what is declared for it. */
const procedures = Object.entries(policy).flatMap(([area, own]) =>
  Object.entries(own).map(([name, declared]): [string, Policy] => [`${area}.${name}`, declared]),
);

/** What would change the sign-in or the workspace that this test stands on, or ends it. */
const apart = new Set([
  ...['signIn', 'resume', 'recover', 'signOut', 'lock', 'unlock'].map((name) => `staff.${name}`),
  'workspace.create',
]);

/** The code that the declaration asks for before the command begins; null where it may begin. */
function declaredFor(declared: Policy, role: Role | 'nobody', state: State): string | null {
  if (declared.may === 'anyone') return null;
  if (role === 'nobody') return 'SIGNED_OUT';
  if (state === 'locked' && !declared.whileLocked) return 'LOCKED';
  if (declared.may !== 'staff' && !declared.may.includes(role)) return 'FORBIDDEN';
  return declared.fresh && state !== 'open' ? 'PASSWORD_NEEDED' : null;
}

const ofSignIn = ['SIGNED_OUT', 'LOCKED', 'FORBIDDEN', 'PASSWORD_NEEDED'];
const rows = () => Number(audit.prepare('select count(*) from audit').pluck().get());

/** Calls everything once and says what was not as declared, audit rows included. */
async function faultsAt(client: DeskClient, role: Role | 'nobody', state: State) {
  const call = callOf(client);
  const faults: string[] = [];
  let calls = 0;
  for (const [name, declared] of procedures) {
    if (apart.has(name)) continue;
    const before = rows();
    const reply = await call(name, undefined);
    calls += 1;
    const code = 'error' in reply && ofSignIn.includes(reply.error.code) ? reply.error.code : null;
    const wanted = declaredFor(declared, role, state);
    if (code !== wanted) faults.push(`${name} as ${role} (${state}): ${code}, not ${wanted}`);
    const written = rows() - before;
    const audited = wanted !== null && (declared.audited !== false || wanted === 'FORBIDDEN');
    if (wanted !== null && written !== (audited ? 1 : 0))
      faults.push(`${name} as ${role} (${state}): ${written} rows in the audit`);
  }
  return { faults, calls };
}

/** Every role at one door, and at the others those that may most and least of the daily work. */
const walked: readonly (readonly [(typeof doors)[number], readonly Role[]])[] = [
  ['browser', roles],
  ['desktop', ['agent', 'owner']],
  ['terminal', ['agent', 'owner']],
];

describe.each(walked)('at the %s door', (door, whom) => {
  it('nobody does anything but what is for anyone', async () => {
    expect((await faultsAt(at(door), 'nobody', 'open')).faults).toEqual([]);
  });

  it.each(whom)(
    '%s does what is declared: signed in, with an old password, locked',
    async (role) => {
      const client = at(door);
      await client.staff.signIn({ user: role, password });
      const open = await faultsAt(client, role, 'open');
      expect(open.faults).toEqual([]);
      expect(open.calls).toBeGreaterThan(30);
      // A terminal gave the password for this very run.
      time.monotonic += freshMs + 1;
      const stale = await faultsAt(client, role, door === 'terminal' ? 'open' : 'stale');
      expect(stale.faults).toEqual([]);
      if (door === 'terminal') await client.staff.lock();
      else time.monotonic += idleMs + 1;
      expect((await faultsAt(client, role, 'locked')).faults).toEqual([]);
      await client.staff.unlock({ password });
      expect(await client.staff.me()).toEqual({ user: role, role });
      // Signing out ends it everywhere at once.
      await client.staff.signOut();
      await expect(client.staff.me()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    },
  );
});

it('control: what is declared otherwise is found', async () => {
  const client = at('browser');
  await client.staff.signIn({ user: 'owner', password });
  expect((await faultsAt(client, 'agent', 'open')).faults.length).toBeGreaterThan(5);
  expect((await faultsAt(client, 'owner', 'locked')).faults.length).toBeGreaterThan(30);
});

it('disabling somebody ends their sign-ins at every door at once', async () => {
  const owner = at('terminal');
  await owner.staff.signIn({ user: 'owner', password });
  await owner.staff.add({ user: 'leaver', role: 'agent', password, own_accounts: [] });
  const clients = doors.map(at);
  for (const client of clients) await client.staff.signIn({ user: 'leaver', password });
  await owner.staff.disable({ user: 'leaver' });
  for (const client of clients)
    await expect(client.staff.me()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
});
