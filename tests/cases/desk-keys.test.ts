import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDesk, type TestDesk } from './desks.ts';

const open: TestDesk[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) desk.close();
});

function desks<const N extends readonly string[]>(...names: N): { [K in keyof N]: TestDesk } {
  const made = names.map((name) => openDesk(name));
  open.push(...made);
  return made as { [K in keyof N]: TestDesk };
}

async function bundle(from: TestDesk, to: TestDesk, id: string): Promise<Buffer> {
  const { recipient } = await to.cases.bundles.recipient();
  return from.exported({ case: id, level: 'full', recipients: [recipient] });
}

const take = (to: TestDesk, bytes: Buffer) =>
  to.cases.bundles.import(to.me, { upload: to.upload('bundle', bytes) });

const carry = async (from: TestDesk, to: TestDesk, id: string) =>
  take(to, await bundle(from, to, id));

const refused = (
  call: Promise<unknown>,
): Promise<{ code: string; message: string; next: string }> =>
  call.then(
    () => ({ code: 'done', message: '', next: '' }),
    (error) => error,
  );

const replace = async (desk: TestDesk) => {
  const before = desk.key.id;
  desk.time.now += 60_000;
  await desk.guarding.replace(desk.me, {});
  return before;
};

/** The key is lost: a new one takes over without its word. */
async function lose(desk: TestDesk) {
  await desk.guarding.protect(desk.me, { passphrase: 'a passphrase nobody keeps' });
  const again = openDesk(desk.name, undefined, desk.folder);
  again.time.now = desk.time.now;
  await again.guarding.replaceLost(again.me, {});
  return again;
}

/** The same desk as it stood, in another folder: stolen, or put back from a backup. */
function twin(desk: TestDesk, name: string): TestDesk {
  desk.desk.pragma('wal_checkpoint(TRUNCATE)');
  const folder = mkdtempSync(path.join(tmpdir(), `desk-cases-${name}-`));
  cpSync(desk.folder, folder, {
    recursive: true,
    filter: (file) => !/-(wal|shm)$|lock$/.test(file),
  });
  const other = openDesk(name, undefined, folder);
  open.push(other);
  return other;
}

const said = (desk: TestDesk, id: string) => {
  const { custody: _, entries: __, changed_at: ___, ...rest } = desk.cases.show({ id });
  return rest;
};

describe('a desk that replaced its key', () => {
  it('is known by the old one and the new one, with its name, and the other desk is told', async () => {
    const [one, two] = desks('berlin', 'lagos');
    const { id } = one.cases.create(one.me, { title: 'A ring', kind: 'seller_ring' });
    await carry(one, two, id);
    two.cases.bundles.nameDesk(two.me, { key_id: one.key.id, name: 'Berlin' });
    const old = await replace(one);
    one.cases.add(one.me, { case: id, what: { kind: 'note', text: 'with the new key' } });

    const came = await carry(one, two, id);
    expect(came.verdict).toMatchObject({ signer: 'known', signer_name: 'Berlin', seen: 'no' });
    expect(came.verdict.warnings).toEqual([
      expect.stringContaining(`${one.key.id} signs for it since 2026-11-20, and ${old} signed`),
    ]);
    expect(said(two, id)).toEqual(said(one, id));
    // From then on it is simply that desk.
    const next = await carry(one, two, id);
    expect(next.verdict).toMatchObject({ signer: 'known', signer_name: 'Berlin', warnings: [] });
    expect(next.manifest.sequence).toBe(3);
    const known = two.cases.bundles.desks().filter(({ own }) => !own);
    expect(
      known.map(({ key_id, name, followed_by }) => [key_id, name, followed_by?.key_id]),
    ).toEqual([
      [old, 'Berlin', one.key.id],
      [one.key.id, 'Berlin', undefined],
    ]);
    // A name is given to the desk, whichever key it is given by.
    two.cases.bundles.nameDesk(two.me, { key_id: one.key.id, name: 'Berlin South' });
    expect(two.cases.bundles.desks().filter(({ name }) => name === 'Berlin South')).toHaveLength(2);
  });

  it('stays one desk at home: its bundles are its own, its holds are its to end', async () => {
    const [one, two] = desks('berlin', 'lagos');
    const { id } = one.cases.create(one.me, { title: 'Held', kind: 'other' });
    one.cases.set(one.me, { case: id, field: 'hold', value: 'yes', reason: 'a letter' });
    const before = await bundle(one, two, id);
    await take(two, before);
    const back = await bundle(two, one, id);
    await replace(one);
    expect((await take(one, back)).verdict.signer).toBe('new');
    const own = await bundle(one, one, id);
    expect((await take(one, own)).verdict.signer).toBe('own');

    one.cases.set(one.me, { case: id, field: 'hold', value: 'no', reason: 'it is over' });
    expect(one.cases.show({ id }).hold).toBe(false);
    await carry(one, two, id);
    expect(two.cases.show({ id }).hold).toBe(false);
    expect(one.cases.bundles.desks().filter((desk) => desk.own)).toHaveLength(2);
  });

  it('is followed through two keys that a desk never met, and by one that another desk passed on', async () => {
    const [one, two, three] = desks('berlin', 'lagos', 'lima');
    const { id } = one.cases.create(one.me, { title: 'Far', kind: 'other' });
    await carry(one, two, id);
    await replace(one);
    await replace(one);
    one.cases.add(one.me, { case: id, what: { kind: 'note', text: 'the third key' } });
    const came = await carry(one, two, id);
    expect(came.verdict.signer).toBe('known');
    expect(came.verdict.warnings).toHaveLength(2);
    await carry(two, three, id);
    expect(said(three, id)).toEqual(said(two, id));
    const known = three.cases.bundles.desks().filter(({ followed_by }) => followed_by !== null);
    expect(known.length).toBeGreaterThan(0);
  });

  it('is not whoever still holds the old key: what that signs later is refused, what it signed before is not', async () => {
    const [one, two] = desks('berlin', 'lagos');
    const { id } = one.cases.create(one.me, { title: 'Stolen', kind: 'other' });
    await carry(one, two, id);
    const thief = twin(one, 'thief');
    const before = await bundle(one, two, id);
    await replace(one);
    await carry(one, two, id);
    const early = await take(two, before);
    expect(early.verdict.warnings.join()).toContain('signed by an earlier key of that desk');

    thief.time.now = one.time.now + 60_000;
    const no = await refused(carry(thief, two, id));
    expect(no).toMatchObject({ code: 'BUNDLE_REFUSED' });
    expect(no.message).toContain(`had replaced by ${one.key.id} before it was made`);
  });

  it('is not believed where two keys say that they follow the same one, until a person decides', async () => {
    const [one, two] = desks('berlin', 'lagos');
    const { id } = one.cases.create(one.me, { title: 'Forked', kind: 'other' });
    await carry(one, two, id);
    const restored = twin(one, 'restored');
    await replace(one);
    await carry(one, two, id);
    await replace(restored);
    const bytes = await bundle(restored, two, id);
    const no = await refused(take(two, bytes));
    expect(no).toMatchObject({ code: 'BUNDLE_REFUSED' });
    expect(no.message).toContain(`it was followed by ${one.key.id}`);
    expect(no.next).toContain(`case accept-key ${one.key.id} ${restored.key.id}`);
    two.cases.bundles.acceptKey(two.me, { key_id: one.key.id, new_key_id: restored.key.id });
    expect((await take(two, bytes)).verdict.signer).toBe('known');
  });
});

describe('a desk that lost its key', () => {
  it('is refused until a person takes its new key, and is that desk from then on', async () => {
    const [one, two] = desks('berlin', 'lagos');
    const { id } = one.cases.create(one.me, { title: 'Lost', kind: 'other' });
    await carry(one, two, id);
    two.cases.bundles.nameDesk(two.me, { key_id: one.key.id, name: 'Berlin' });
    const old = one.key.id;
    const again = await lose(one);
    const bytes = await bundle(again, two, id);
    const no = await refused(take(two, bytes));
    expect(no.code).toBe('BUNDLE_REFUSED');
    expect(no.message).toContain('says the other one was lost, which proves nothing');
    expect(no.next).toContain(`case accept-key ${old} ${again.key.id}`);

    two.cases.bundles.acceptKey(two.me, { key_id: old, new_key_id: again.key.id });
    expect(two.audit.list({ limit: 1 }).rows[0]?.sentence).toContain('no signature says so');
    const came = await take(two, bytes);
    expect(came.verdict).toMatchObject({ signer: 'known', signer_name: 'Berlin' });
    const wrong = { key_id: old, new_key_id: again.key.id };
    expect(
      await refused(Promise.resolve().then(() => two.cases.bundles.acceptKey(two.me, wrong))),
    ).toMatchObject({
      code: 'BAD_INPUT',
    });
    again.desk.close();
  });
});
