import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDoor, openDoor } from '../../main/hosts/terminal/door.ts';
import { desk, password } from '../faults/door.ts';

let folder: string;
let workspace: string;
let identity: string;
const open: OpenDoor[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-again-'));
  workspace = path.join(folder, 'here');
  identity = await generateX25519Identity();
  await desk(workspace, ['init', '--owner', 'olga', '--json']);
});
afterEach(() => {
  for (const door of open.splice(0)) door.close();
  rmSync(folder, { recursive: true, force: true });
});

const backupFile = () => path.join(folder, 'b.age');

async function signedIn(): Promise<OpenDoor> {
  const door = await openDoor(workspace);
  open.push(door);
  await door.client.staff.signIn({ user: 'olga', password });
  return door;
}

const add = (door: OpenDoor, user: string) =>
  door.client.staff.add({ user, role: 'agent', password, own_accounts: [] });
const names = async (door: OpenDoor) => (await door.client.staff.list()).map(({ user }) => user);

describe('a desk whose backup was put back', () => {
  it('is met by no door any more: whoever comes after the answer finds what was restored', async () => {
    const door = await signedIn();
    await door.client.workspace.backup({
      path: backupFile(),
      recipient: await identityToRecipient(identity),
    });
    for (let round = 0; round < 5; round += 1) {
      const before = round === 0 ? door : await signedIn();
      await add(before, 'ana');
      await before.client.workspace.restore({ path: backupFile(), identity });
      // At once, while the old one still has things to put away.
      expect(await names(await signedIn())).toEqual(['olga']);
    }
  });

  it('acknowledges nothing more, at any door that was open', async () => {
    const [door, other] = [await signedIn(), await signedIn()];
    await door.client.workspace.backup({
      path: backupFile(),
      recipient: await identityToRecipient(identity),
    });
    let restored = false;
    const late: string[] = [];
    const writing = (async () => {
      for (let n = 0; n < 500; n += 1) {
        await other.client.staff.present();
        const begun = restored;
        await add(other, `user${n}`);
        if (begun) late.push(`user${n}`);
      }
    })().catch((error: unknown) => error);
    await door.client.workspace.restore({ path: backupFile(), identity });
    restored = true;
    expect(await writing).toBeInstanceOf(Error);
    expect(late).toEqual([]);
    expect(await names(await signedIn())).toEqual(['olga']);
  });
});
