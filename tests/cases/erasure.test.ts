import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checklists } from '../../contract/cases.ts';
import { openDesk, png, type TestDesk } from './desks.ts';

let desk: TestDesk;
beforeEach(() => {
  desk = openDesk('erase');
  desk.persons.set('ac_1', ['Zoe Canary', 'zoe@canary.example']);
  desk.record('account', 'ac_1', { account_id: 'ac_1', username: 'Zoe Canary' });
  desk.record('recharge', 'rc_2', { recharge_id: 'rc_2', account_id: 'ac_2' });
  desk.ticket({
    ticket_id: 'tk_1',
    opened_at: '2026-11-01T10:00:00.000Z',
    status: 'open',
    account_id: 'ac_1',
    body: 'I am Zoe Canary',
  });
});
afterEach(() => desk.close());

const owner = () => desk.as('olga', 'owner');

function openCase(title: string): string {
  const { id } = desk.cases.create(desk.me, { title, kind: 'other' });
  const records = [
    { kind: 'account', id: 'ac_1' },
    { kind: 'recharge', id: 'rc_2' },
  ] as const;
  desk.cases.link(desk.me, { case: id, records });
  desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: 'zoe canary called again' } });
  desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: 'about somebody else' } });
  return id;
}

/** Every byte of the workspace, as somebody who holds the disk would read it. */
function allBytes(): string {
  return readdirSync(desk.folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(path.join(one.parentPath, one.name), 'latin1'))
    .join('\n')
    .toLowerCase();
}

it('erases a person everywhere in the desk, while the audit and all other words stay', async () => {
  const id = openCase('A case');
  const { tickets } = desk.cases;
  tickets.copyReply(desk.as('ana', 'agent'), {
    ticket: 'tk_1',
    language: 'en',
    text: 'Dear Zoe Canary',
  });
  tickets.saveDraft(desk.as('ana', 'agent'), {
    ticket: 'tk_1',
    language: 'en',
    text: 'PS Zoe Canary',
  });
  expect(allBytes()).toContain('zoe canary');
  const done = desk.cases.erase(owner(), { account: 'ac_1', basis: 'She asked.' });
  expect(done.erased).toMatchObject({ entries: 2, replies: 1 });
  expect(done.kept.join(' ')).toMatch(/Art\. 17/);
  expect(allBytes()).not.toContain('zoe canary');
  const view = desk.cases.show({ id });
  expect(view.notes.map(({ text }) => text)).toEqual(['about somebody else']);
  expect(view.links.map((one) => one.id)).toEqual(['rc_2']);
  expect(view.erasures).toMatchObject([{ subject: 'ac_1', basis: 'She asked.' }]);
  expect((await desk.audit.verify()).verdict).toBe('unanchored');
});

it('lets a legal hold win, and writes down what was kept and why', () => {
  const id = openCase('Held');
  desk.cases.set(desk.me, { case: id, field: 'hold', value: 'yes', reason: 'court' });
  const done = desk.cases.erase(owner(), { account: 'ac_1', basis: 'She asked.' });
  expect(done.erased.entries).toBe(0);
  expect(done.kept.join(' ')).toContain(`Case ${id} is under legal hold: 2 entries`);
  expect(desk.cases.show({ id }).notes).toHaveLength(2);
});

it('never brings erased words back by a bundle that still has them', async () => {
  const there = openDesk('there');
  try {
    const id = openCase('Carried');
    const { recipient } = await there.cases.bundles.recipient();
    const own = await desk.cases.bundles.recipient();
    const bytes = await desk.exported({ case: id, level: 'full', recipients: [recipient] });
    await there.cases.bundles.import(there.me, { upload: there.upload('bundle', bytes) });
    desk.cases.erase(owner(), { account: 'ac_1', basis: 'She asked.' });
    const back = await there.exported({ case: id, level: 'full', recipients: [own.recipient] });
    await desk.cases.bundles.import(desk.me, { upload: desk.upload('bundle', back) });
    expect(desk.cases.show({ id }).notes.map(({ text }) => text)).toEqual(['about somebody else']);
  } finally {
    there.close();
  }
});

it('lets the words of closed cases go when their time is over, and keeps those under hold', async () => {
  const [gone, held, young] = [openCase('Gone'), openCase('Held'), openCase('Young')];
  await desk.cases.attach(desk.me, { case: gone, upload: desk.upload('f', png), name: 'a.png' });
  for (const id of [gone, held]) {
    for (const { item } of checklists.other)
      desk.cases.set(desk.me, { case: id, field: `check:${item}`, value: 'done' });
    desk.cases.close(desk.me, { case: id, reason: 'done' });
  }
  desk.cases.set(desk.me, { case: held, field: 'hold', value: 'yes', reason: 'court' });
  expect(desk.cases.retain(owner(), { commit: true }).due).toEqual([]);
  desk.time.now += 366 * 86_400_000;
  expect(desk.cases.retain(owner(), { commit: false })).toMatchObject({
    due: [gone],
    erased: 0,
    held: [held],
  });
  expect(desk.cases.retain(owner(), { commit: true })).toMatchObject({ due: [gone], erased: 5 });
  expect(desk.cases.show({ id: gone })).toMatchObject({
    notes: [],
    links: [],
    attachments: [],
    status: 'closed',
  });
  expect(readdirSync(path.join(desk.layout.attachments, 'cases'))).toEqual([]);
  for (const id of [held, young]) expect(desk.cases.show({ id }).notes).toHaveLength(2);
  expect(desk.cases.retain(owner(), { commit: true }).due).toEqual([]);
});
