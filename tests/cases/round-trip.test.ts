import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { inWorker } from '../../main/desk/cases/cases.ts';
import { identitiesIn, openSealed, sealInto } from '../../main/desk/storage/sealed.ts';
import { code, openDesk, png, type TestDesk } from './desks.ts';

const open: TestDesk[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) desk.close();
});

function twoDesks(): [TestDesk, TestDesk] {
  const pair: [TestDesk, TestDesk] = [openDesk('berlin'), openDesk('lagos')];
  open.push(...pair);
  return pair;
}

async function carry(from: TestDesk, to: TestDesk, id: string) {
  const { recipient } = await to.cases.bundles.recipient();
  const bytes = await from.exported({ case: id, level: 'full', recipients: [recipient] });
  const taken = await to.cases.bundles.import(to.me, { upload: to.upload('bundle', bytes) });
  return { bytes, ...taken };
}

/** What a case says, without who had the bundles in hand: that differs by the last journey. */
function said(desk: TestDesk, id: string) {
  const { custody: _, entries: __, changed_at: ___, ...rest } = desk.cases.show({ id });
  return rest;
}

/** One change that a person makes, chosen by number; what cannot be done now is let be. */
function change(desk: TestDesk, id: string, dice: number, count: number): void {
  const view = desk.cases.show({ id });
  const at = <T>(list: readonly T[]): T | undefined => list[dice % Math.max(1, list.length)];
  const text = `${desk.name} ${count}`;
  const set = (field: string, value: string | null) =>
    desk.cases.set(desk.me, { case: id, field, value });
  switch (dice % 9) {
    case 0:
      return void set('title', text);
    case 1:
      return void set('priority', at(['low', 'high', 'urgent'] as const) ?? 'low');
    case 2:
      return void set(`tag:${dice % 5}`, dice % 2 === 0 ? 'on' : 'off');
    case 3:
      return void desk.cases.add(desk.me, { case: id, what: { kind: 'task', text } });
    case 4: {
      const task = at(view.tasks);
      return void (task && set(`task:${task.entry}`, dice % 2 === 0 ? 'done' : 'open'));
    }
    case 5: {
      const note = at(view.notes);
      return void (note && set(`note:${note.entry}`, `edited ${text}`));
    }
    case 6: {
      desk.record('recharge', `rc_${dice}`, { coins: String(dice), seen_by: desk.name });
      const records = [{ kind: 'recharge', id: `rc_${dice}` }] as const;
      return void desk.cases.link(desk.me, { case: id, records });
    }
    case 7: {
      const conflict = at(view.conflicts);
      const value = conflict?.choices[0]?.value ?? null;
      return void (conflict && value !== null && set(conflict.field, value));
    }
    default:
      return void desk.cases.add(desk.me, { case: id, what: { kind: 'note', text } });
  }
}

describe('a case between two desks', () => {
  it('is the same at both after ten rounds of changes on both sides: 0 lost, 0 doubled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.array(fc.nat(1000), { maxLength: 5 }),
            fc.array(fc.nat(1000), { maxLength: 5 }),
          ),
          { minLength: 10, maxLength: 10 },
        ),
        async (rounds) => {
          const [one, two] = twoDesks();
          const { id } = one.cases.create(one.me, { title: 'A ring', kind: 'seller_ring' });
          await carry(one, two, id);
          let count = 0;
          const notes = new Set<string>();
          for (const [here, there] of rounds) {
            for (const dice of here) change(one, id, dice, ++count);
            for (const dice of there) change(two, id, dice, ++count);
            for (const desk of [one, two])
              for (const { entry } of desk.cases.show({ id }).notes) notes.add(entry);
            await carry(one, two, id);
            await carry(two, one, id);
          }
          expect(said(two, id)).toEqual(said(one, id));
          const kept = said(one, id).notes.map(({ entry }) => entry);
          expect(new Set(kept).size).toBe(kept.length);
          expect(new Set(kept)).toEqual(notes);
          for (const desk of open.splice(0)) desk.close();
        },
      ),
      { numRuns: Number(process.env.ROUND_TRIPS ?? 1), seed: 20261127, endOnFailure: true },
    );
  }, 1_800_000);

  it('changes nothing where a bundle is imported twice', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Twice', kind: 'other' });
    const { bytes, joined } = await carry(one, two, id);
    expect(joined).toMatchObject({ new_case: true, known: 0, conflicts: [] });
    const before = two.cases.show({ id });
    const again = await two.cases.bundles.import(two.me, { upload: two.upload('bundle', bytes) });
    expect(again).toMatchObject({ verdict: { seen: 'same' }, joined: { added: 0 } });
    expect(two.cases.show({ id })).toEqual(before);
  });

  it('lists what both changed side by side, keeps both, and lets a person decide for both', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'A title', kind: 'other' });
    await carry(one, two, id);
    const set = (desk: TestDesk, value: string) =>
      desk.cases.set(desk.me, { case: id, field: 'title', value });
    set(one, 'Seen from Berlin');
    set(two, 'Seen from Lagos');
    const { joined } = await carry(two, one, id);
    expect(joined.conflicts).toEqual(['title']);
    const [conflict] = one.cases.show({ id }).conflicts;
    expect(conflict?.choices.map(({ value, by }) => [value, by])).toEqual([
      ['Seen from Berlin', 'berlin-person'],
      ['Seen from Lagos', 'lagos-person'],
    ]);
    expect(set(one, 'Seen from Lagos').conflicts).toEqual([]);
    await carry(one, two, id);
    expect(two.cases.show({ id })).toMatchObject({ title: 'Seen from Lagos', conflicts: [] });
  });

  it('brings attachments, records as they were, and cases it took up; and grants nothing', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Whole', kind: 'other' });
    const other = one.cases.create(one.me, { title: 'Part', kind: 'other' });
    one.record('account', 'ac_1', { username: 'ana' });
    one.cases.link(one.me, { case: id, records: [{ kind: 'account', id: 'ac_1' }] });
    await one.cases.attach(one.me, { case: id, upload: one.upload('f', png), name: 'shot.png' });
    one.cases.absorb(one.me, { case: id, other: other.id, reason: 'the same' });
    const before = two.audit.list({ limit: 1000 }).total;
    await carry(one, two, id);
    const view = two.cases.show({ id });
    const [file] = view.attachments;
    const got = two.cases.attachment({ entry: file?.entry ?? '', from: 0 });
    expect(Buffer.from(got.piece, 'base64')).toEqual(png);
    const [link] = view.links;
    expect(two.cases.copied({ entry: link?.entry ?? '' }).fields).toEqual({ username: 'ana' });
    expect(view.absorbs).toEqual([other.id]);
    expect(two.cases.show({ id: other.id }).absorbed_by).toBe(id);
    // Its own import is all that the audit of the second desk says.
    const rows = two.audit.list({ limit: 1000 });
    expect(rows.total - before).toBe(1);
    expect(rows.rows[0]).toMatchObject({ command: 'bundles.import', actor: 'lagos-person' });
  });

  it('brings words that came masked before, and keeps erased ones erased', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Masked first', kind: 'other' });
    one.cases.add(one.me, { case: id, what: { kind: 'note', text: 'the words' } });
    const { recipient } = await two.cases.bundles.recipient();
    const masked = await one.exported({ case: id, level: 'masked', recipients: [recipient] });
    await two.cases.bundles.import(two.me, { upload: two.upload('bundle', masked) });
    expect(two.cases.show({ id }).notes[0]?.text).toBe('[masked, 9 characters]');
    await carry(one, two, id);
    expect(two.cases.show({ id }).notes[0]?.text).toBe('the words');
  });

  it('goes through a worker of its own in the product', async () => {
    const desk = openDesk('worker', inWorker);
    open.push(desk);
    const { id } = desk.cases.create(desk.me, { title: 'By worker', kind: 'other' });
    const passphrase = 'correct horse battery';
    const bytes = await desk.exported({ case: id, level: 'full', passphrase });
    const upload = desk.upload('bundle', bytes);
    const { verdict, would } = await desk.cases.bundles.verify({ upload, passphrase });
    expect(verdict).toMatchObject({ verdict: 'whole', signer: 'own' });
    expect(would.added).toBe(0);
    await expect(
      desk.cases.bundles.verify({ upload, passphrase: 'wrong horse battery' }),
    ).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
  });
});

describe('the passphrase of a bundle', () => {
  it('is as long as that of a backup, and is none that is guessed first; nothing is written before', async () => {
    const [one] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Sealed', kind: 'other' });
    const before = one.audit.list({ limit: 1 }).total;
    for (const passphrase of ['eight it', 'fourteen chars', 'aaaaaaaaaaaaaaaaaaaa']) {
      const made = one.cases.bundles.make(one.me, { case: id, level: 'full', passphrase });
      await expect(made, passphrase).rejects.toMatchObject({
        code: 'BAD_INPUT',
        next: expect.stringContaining('--to RECIPIENT'),
      });
    }
    expect(one.audit.list({ limit: 1 }).total).toBe(before);
  });

  it('is never measured where it opens: what was sealed with a short one before still opens', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Old', kind: 'other' });
    const { recipient } = await two.cases.bundles.recipient();
    const bytes = await one.exported({ case: id, level: 'full', recipients: [recipient] });
    const identities = identitiesIn(readFileSync(path.join(two.folder, 'desk.age'), 'utf8'));
    const [sealed, plain, old] = ['sealed', 'plain', 'old'].map((name) =>
      path.join(one.folder, name),
    ) as [string, string, string];
    writeFileSync(sealed, bytes);
    const any = { most: 1e9, refused: () => new Error('refused') as never };
    await openSealed(sealed, plain, { identities, passphrase: null }, any);
    await sealInto(createReadStream(plain), old, { passphrase: 'eight it' });
    const taken = await two.cases.bundles.import(two.me, {
      upload: two.uploadFile(old),
      passphrase: 'eight it',
    });
    expect(taken).toMatchObject({ verdict: { verdict: 'whole' }, joined: { case: id } });
  });
});

describe('a desk that was met', () => {
  it('is called by the name that people here gave it, beside its key and never instead of it', async () => {
    const [one, two] = twoDesks();
    const { id } = one.cases.create(one.me, { title: 'Named', kind: 'other' });
    const { bytes } = await carry(one, two, id);
    const key = one.key.id;
    const mine = two.cases.bundles.desks();
    expect(mine.map(({ own, name, key_id }) => [own, name, key_id])).toContainEqual([
      false,
      null,
      key,
    ]);
    const named = two.cases.bundles.nameDesk(two.me, { key_id: key, name: 'Berlin' });
    expect(named.find((met) => met.key_id === key)?.name).toBe('Berlin');
    const upload = two.upload('bundle', bytes);
    const { verdict } = await two.cases.bundles.verify({ upload });
    expect(verdict).toMatchObject({ signer: 'known', signer_key: key, signer_name: 'Berlin' });
    expect(verdict.sentence).toContain(`the desk called Berlin here (${key})`);
    expect(two.audit.list({ limit: 1 }).rows[0]).toMatchObject({
      command: 'bundles.nameDesk',
      object: key,
    });
  });

  it('shares no name with another one, and none is given to a desk nobody met', async () => {
    const [one, two] = twoDesks();
    const third = openDesk('lima');
    open.push(third);
    for (const from of [one, third])
      await carry(from, two, from.cases.create(from.me, { title: 'x', kind: 'other' }).id);
    const name = (key_id: string, given: string | null) =>
      code(() => two.cases.bundles.nameDesk(two.me, { key_id, name: given }));
    expect(await name(one.key.id, 'Berlin')).toBe('done');
    expect(await name(third.key.id, 'BERLIN')).toBe('BAD_INPUT');
    expect(await name('0'.repeat(16), 'Nobody')).toBe('NOT_FOUND');
    expect(await name(one.key.id, null)).toBe('done');
    expect(await name(third.key.id, 'BERLIN')).toBe('done');
  });
});
