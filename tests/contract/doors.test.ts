import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { policy } from '../../contract/policy.ts';
import { type Role, roles } from '../../contract/staff.ts';
import { openDoor } from '../../main/hosts/terminal/door.ts';
import { desk } from '../faults/door.ts';
import { throughBrowserDoor } from './browser-client.ts';
import { callOf } from './calls.ts';
import { type Transcript, walk } from './suite.ts';

let folder: string;
let workspace: string;
const passwords = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-doors-'));
  workspace = path.join(folder, 'demo');
  const made = await desk(workspace, ['init', '--demo', '--json']);
  for (const one of (made.lines[0]?.staff ?? []) as { user: string; password: string }[])
    passwords.set(one.user, one.password);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const credentials = () => ({
  agent: passwords.get('agent') ?? '',
  senior: passwords.get('senior') ?? '',
  owner: passwords.get('owner') ?? '',
});

describe('every door', () => {
  let terminal: Transcript;

  it('answers the contract: the terminal', async () => {
    const door = await openDoor(workspace);
    terminal = await walk(callOf(door.client), credentials(), 'terminal');
    door.close();
    const steps = new Map(terminal);
    expect(steps.get('nothing else is, before sign-in')).toMatchObject({ refused: 'SIGNED_OUT' });
    expect(steps.get('an unknown recharge is a verdict')).toMatchObject([
      { root_cause: 'not_found' },
    ]);
    expect(steps.get('an adjustment')).toMatchObject({ state: 'approved' });
    expect(steps.get('gives the first answer')).toBe(true);
    expect(steps.get('the same key for something else')).toMatchObject({ refused: 'KEY_REUSED' });
    for (const coins of ['"1e3"', '"0x10"', '""', '"７"', '"9223372036854775808"', '7'])
      expect(steps.get(`coins as ${coins}`)).toMatchObject({ refused: 'BAD_INPUT' });
    expect(steps.get('the audit is not for agents')).toMatchObject({ refused: 'FORBIDDEN' });
    expect(steps.get('and out it is')).toMatchObject({ refused: 'SIGNED_OUT' });
    expect(steps.get('imports no folder that is not there')).toMatchObject({ hasNext: true });
  });

  it('gives the same answers and the same refusals: the browser', async () => {
    const { client, close } = await throughBrowserDoor(workspace);
    const browser = await walk(callOf(client), credentials(), 'browser');
    await close();
    expect(browser).toEqual(terminal);
  });

  it('reaches the one desk of the workspace', async () => {
    const [one, other] = [await openDoor(workspace), await openDoor(workspace)];
    await one.client.staff.signIn({ user: 'owner', password: credentials().owner });
    await other.client.staff.signIn({ user: 'owner', password: credentials().owner });
    const before = await one.client.audit.list({ limit: 1 });
    await other.client.staff.add({ user: `new${Date.now()}`, role: 'agent', own_accounts: [] });
    const after = await one.client.audit.list({ limit: 1 });
    expect(after.total).toBe(before.total + 1);
    one.close();
    other.close();
  });
});

describe('the policy', () => {
  /**
   * The procedures that a role could call though it may not. That it may call the others is shown
   * over an empty workspace in matrix.test.ts: here each would work through a whole demo.
   */
  async function wrongsAt(client: DeskClient, role: Role | 'nobody'): Promise<string[]> {
    const call = callOf(client);
    const wrong: string[] = [];
    if (role !== 'nobody')
      await client.staff.signIn({ user: role, password: passwords.get(role) ?? '' });
    for (const [area, procedures] of Object.entries(policy))
      for (const [name, declared] of Object.entries(procedures)) {
        if (mayCall(declared.may, role)) continue;
        const reply = await call(`${area}.${name}`, undefined);
        const refused = 'error' in reply && ['FORBIDDEN', 'SIGNED_OUT'].includes(reply.error.code);
        if (!refused) wrong.push(`${role} ${area}.${name}`);
      }
    return wrong;
  }

  it('holds for every procedure and every role, as declared, at the terminal', async () => {
    const door = await openDoor(workspace);
    for (const role of ['nobody', ...roles] as const)
      expect(await wrongsAt(door.client, role)).toEqual([]);
    door.close();
  });

  it('holds in the browser as well', async () => {
    const { client, close } = await throughBrowserDoor(workspace);
    for (const role of ['nobody', ...roles] as const)
      expect(await wrongsAt(client, role)).toEqual([]);
    await close();
  });
});

function mayCall(may: 'anyone' | 'staff' | readonly Role[], role: Role | 'nobody'): boolean {
  if (may === 'anyone') return true;
  if (role === 'nobody') return false;
  return may === 'staff' || may.includes(role);
}
