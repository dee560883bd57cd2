import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askHidden } from '../../main/hosts/terminal/ask.ts';
import { batch, desk } from '../faults/door.ts';

const passphrase = 'six plain words kept in mind';
let folder: string;
let workspace: string;
const as = ['--as', 'olga', '--json'];
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-key-door-'));
  workspace = at('here');
  writeFileSync(at('right'), `${passphrase}\n`);
  writeFileSync(at('wrong'), 'another one\n');
  await desk(workspace, ['init', '--owner', 'olga', '--json']);
  await desk(workspace, ['key', 'protect', '--passphrase-file', at('right'), ...as]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run over a desk that was started anew, whose key nobody opened yet. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  // The one before ends by itself soon after its last door has left.
  await expect
    .poll(async () => (await desk(workspace, ['key', ...as])).lines[0]?.open, {
      timeout: 20_000,
      interval: 2_000,
    })
    .toBe(false);
  return desk(workspace, [...args, ...as], { env });
}

describe('the key at the terminal', () => {
  it('is asked for where something has to be signed, and only there', async () => {
    const anchor = await run(['audit', 'anchor', at('none.json')]);
    expect(anchor).toMatchObject({ code: 1, lines: [{ error: { code: 'KEY_SEALED' } }] });
    expect((await run(['limits'])).code).toBe(0);
  });

  it('opens by a file, a descriptor or the environment, with whatever verb', async () => {
    const verb = (name: string) => ['audit', 'anchor', at(name)];
    const byFile = await run([...verb('a.json'), '--key-passphrase-file', at('right')]);
    expect(byFile.code).toBe(0);
    const env = { RECHARGE_DESK_KEY_PASSPHRASE: passphrase };
    expect((await run(verb('b.json'), env)).code).toBe(0);
    const wrong = await run([...verb('c.json'), '--key-passphrase-file', at('wrong')]);
    expect(wrong.lines[0]).toMatchObject({ error: { code: 'KEY_SEALED' } });
  });

  it('stays open for every door, until the desk ends', async () => {
    const held = batch(workspace, 'olga');
    held.send({ id: 1, do: 'key.unlock', with: { passphrase_file: at('right') } });
    for await (const line of held.answers) {
      expect(JSON.parse(line)).toMatchObject({ id: 1, ok: { open: true, protected: true } });
      const other = await desk(workspace, ['audit', 'anchor', at('d.json'), ...as]);
      expect(other.code).toBe(0);
      held.end();
    }
    await held.ended;
  });

  it('is never an argument, and is told where it was made here', async () => {
    const typed = await desk(workspace, ['key', 'unlock', passphrase, ...as]);
    expect(typed.code).toBe(2);
    const none = await run(['key', 'unlock']);
    expect(none.lines[0]).toMatchObject({ error: { code: 'BAD_INPUT' } });
    const changed = await run(['key', 'protect', '--old-passphrase-file', at('right')]);
    const made = String(changed.lines[0]?.passphrase);
    expect(made).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){4}$/);
    writeFileSync(at('made'), made);
    const released = await run(['key', 'release', '--passphrase-file', at('made')]);
    expect(released.lines[0]).toMatchObject({ protected: false, open: true });
  });
});

describe('a person at the keys', () => {
  it('types it unseen', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = askHidden('Passphrase: ', { input, output });
    input.write('six plain words\r');
    expect(await asked).toBe('six plain words');
    expect(String(output.read())).toBe('Passphrase: \n');
  });

  it('may break it off', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = askHidden('Passphrase: ', { input, output });
    input.write('half of i\u0003');
    await expect(asked).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
