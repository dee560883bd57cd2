import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '../../main/desk/storage/storage.ts';
import { code, openDesk, type TestDesk } from './desks.ts';

let desk: TestDesk;
beforeEach(() => {
  desk = openDesk('queue');
  for (let n = 1; n <= 4; n++)
    desk.ticket({
      ticket_id: `tk_${n}`,
      opened_at: `2026-11-0${n}T10:00:00.000Z`,
      status: n === 4 ? 'closed' : 'open',
      locale: n === 2 ? 'pt' : 'en',
      priority: 'normal',
      subject: `Subject ${n}`,
      recharge_id: 'rc_1',
      account_id: 'ac_1',
    });
  desk.record('recharge', 'rc_1', {
    coins: '1400',
    external_id: 'GPA.1',
    currency: 'USD',
    amount_minor: '1999',
    created_at: '2026-11-01T10:00:00.000Z',
  });
  desk.record('account', 'ac_1', { username: 'ana' });
});
afterEach(() => desk.close());

const agent = () => desk.as('ana', 'agent');
const other = () => desk.as('ben', 'agent');
const ids = async (show: 'work' | 'free' | 'mine' | 'closed' | 'all', more = {}) => {
  const asked = { show, limit: 100, offset: 0, ...more };
  const { tickets } = await desk.cases.tickets.queue(agent(), asked);
  return tickets.map(({ fields }) => fields.ticket_id);
};

describe('the queue of tickets', () => {
  it('has the longest waiting first, and gives each to one person', async () => {
    const { tickets } = desk.cases;
    expect(await ids('work')).toEqual(['tk_1', 'tk_2', 'tk_3']);
    expect(await tickets.take(agent(), {})).toEqual({ ticket: 'tk_1' });
    expect(await tickets.take(other(), {})).toEqual({ ticket: 'tk_2' });
    expect(await code(() => tickets.take(other(), { ticket: 'tk_1' }))).toBe('BAD_INPUT');
    expect(await ids('mine')).toEqual(['tk_1']);
    expect(await ids('free')).toEqual(['tk_3']);
    tickets.release(agent(), { ticket: 'tk_1' });
    expect(await ids('free')).toEqual(['tk_1', 'tk_3']);
    await tickets.take(other(), { ticket: 'tk_3' });
    await tickets.take(other(), { ticket: 'tk_1' });
    expect(await tickets.take(agent(), {})).toEqual({ ticket: null });
  });

  it('is narrowed by language and text', async () => {
    expect(await ids('all', { locale: 'pt' })).toEqual(['tk_2']);
    expect(await ids('all', { text: 'subject 3' })).toEqual(['tk_3']);
  });

  it('is narrowed by whatever the list of tickets can be narrowed by, and comes a page at a time', async () => {
    const later = { op: 'range', column: 'opened_at', from: '2026-11-02T00:00:00Z', to: null };
    expect(await ids('work', { filter: [later] })).toEqual(['tk_2', 'tk_3']);
    expect(await ids('work', { offset: 1, limit: 1 })).toEqual(['tk_2']);
    const asked = { show: 'work', offset: 2, limit: 100 } as const;
    expect(await desk.cases.tickets.queue(agent(), asked)).toMatchObject({
      total: 3,
      locales: ['en', 'pt'],
      priorities: ['normal'],
    });
  });

  it('knows what was closed here among thousands that were', async () => {
    for (let n = 5; n < 2505; n++)
      desk.ticket({ ticket_id: `tk_${n}`, opened_at: '2026-11-05T10:00:00.000Z', status: 'open' });
    const stand = desk.desk.prepare(`insert into ticket_standings values (?, null, 'closed', ?)`);
    for (let n = 5; n < 2500; n++) stand.run(`tk_${n}`, n);
    const asked = { show: 'work', offset: 0, limit: 100 } as const;
    expect(await desk.cases.tickets.queue(agent(), asked)).toMatchObject({ total: 3 + 5 });
    expect((await desk.cases.tickets.queue(agent(), { ...asked, show: 'closed' })).total).toBe(
      1 + 2495,
    );
  });

  it('lets everybody who takes the next have another one, though all ask at once', async () => {
    const people = Array.from({ length: 3 }, (_, n) => desk.as(`agent-${n}`, 'agent'));
    const got = await Promise.all(people.map((one) => desk.cases.tickets.take(one, {})));
    const taken = new Set(got.map(({ ticket }) => ticket));
    expect(taken).toEqual(new Set(['tk_1', 'tk_2', 'tk_3']));
  });

  it('keeps a draft as it was typed, for its writer alone, until the reply is copied', () => {
    const { tickets } = desk.cases;
    const ticket = 'tk_1';
    tickets.saveDraft(agent(), { ticket, language: 'pt', text: 'Olá' });
    tickets.saveDraft(agent(), { ticket, language: 'pt', text: 'Olá Ana' });
    expect(tickets.work(agent(), { ticket }).draft).toMatchObject({
      language: 'pt',
      text: 'Olá Ana',
    });
    expect(tickets.work(other(), { ticket }).draft).toBeNull();
    tickets.copyReply(agent(), { ticket, language: 'pt', text: 'Olá Ana' });
    const { draft, replies } = tickets.work(agent(), { ticket });
    expect(draft).toBeNull();
    expect(replies).toMatchObject([{ by: 'ana', language: 'pt', text: 'Olá Ana', sent: null }]);
  });

  it('has a draft on the disk when it says so: what a killed desk leaves behind holds it', () => {
    const draft = { ticket: 'tk_1', language: 'en', text: 'Half a sentence' } as const;
    desk.cases.tickets.saveDraft(agent(), draft);
    // The files as they lie there now, without the goodbye of a desk that ends.
    const left = mkdtempSync(path.join(tmpdir(), 'desk-left-'));
    try {
      for (const name of readdirSync(desk.folder).filter((one) => one.startsWith('desk.db')))
        copyFileSync(path.join(desk.folder, name), path.join(left, name));
      const db = openFile(path.join(left, 'desk.db'), 'final', 'write');
      const texts = db.prepare('select text from ticket_drafts').pluck().all();
      db.close();
      expect(texts).toEqual(['Half a sentence']);
    } finally {
      rmSync(left, { recursive: true, force: true });
    }
  });

  it('sends away closings that stand and replies that were marked as sent, and nothing else', async () => {
    const { tickets } = desk.cases;
    const ticket = 'tk_1';
    const { replies } = tickets.copyReply(agent(), { ticket, language: 'en', text: 'Hello' });
    expect(tickets.decisions()).toEqual([]);
    const reply = replies[0]?.id ?? '';
    tickets.markSent(agent(), { reply });
    tickets.markSent(agent(), { reply });
    tickets.close(agent(), { ticket, reason: 'solved', note: 'done' });
    tickets.close(agent(), { ticket: 'tk_2', reason: 'spam', note: 'spam' });
    tickets.reopen(agent(), { ticket: 'tk_2', note: 'was not' });
    expect(tickets.decisions()).toMatchObject([
      {
        kind: 'reply_sent',
        fields: { ticket_id: ticket, language: 'en', text: 'Hello', by: 'ana' },
      },
      { kind: 'ticket_closed', fields: { ticket_id: ticket, reason: 'solved' } },
    ]);
    expect(await ids('closed')).toEqual(['tk_1', 'tk_4']);
  });

  it('fills in what is known and names what is not', () => {
    const { tickets } = desk.cases;
    const filled = tickets.fill(agent(), {
      ticket: 'tk_1',
      language: 'en',
      text: '{{username}}: {{coins}} coins of {{ order }}, {{nothing}} {{constructor}} {{verdict}}',
    });
    expect(filled.text).toBe('ana: 1,400 coins of GPA.1, {{nothing}} {{constructor}} {{verdict}}');
    expect(filled.unknown).toEqual(['nothing', 'constructor', 'verdict']);
  });

  it.each([
    ['en', '1,400 / $19.99 / November 1, 2026'],
    ['tr', '1.400 / $19,99 / 1 Kasım 2026'],
    ['pt', '1.400 / US$ 19,99 / 1 de novembro de 2026'],
    ['ja', '1,400 / $19.99 / 2026年11月1日'],
  ] as const)('says coins, money and day as its language does: %s', (language, said) => {
    const { text } = desk.cases.tickets.fill(agent(), {
      ticket: 'tk_1',
      language,
      text: '{{coins}} / {{amount}} / {{date}}',
    });
    expect(text.replaceAll('\u00a0', ' ')).toBe(said);
  });

  it('keeps saved replies with all their versions, finds and removes them', async () => {
    const { tickets } = desk.cases;
    const made = tickets.saveReply(agent(), {
      title: 'Wait',
      language: 'en',
      text: 'Please wait',
      closes: null,
    });
    tickets.saveReply(agent(), { ...made, text: 'Please wait an hour' });
    expect(tickets.replies({ text: 'HOUR' })).toMatchObject([{ id: made.id, title: 'Wait' }]);
    tickets.removeReply(agent(), { id: made.id });
    expect(tickets.replies({})).toEqual([]);
    expect(await code(() => tickets.removeReply(agent(), { id: made.id }))).toBe('NOT_FOUND');
    expect(desk.desk.prepare('select count(*) from saved_replies').pluck().get()).toBe(3n);
  });

  it('keeps the views of each person apart', () => {
    const { tickets } = desk.cases;
    tickets.saveView(agent(), { name: 'Portuguese', filter: { show: 'work', locale: 'pt' } });
    expect(tickets.views(agent())).toEqual([
      { name: 'Portuguese', filter: { show: 'work', locale: 'pt' } },
    ]);
    expect(tickets.views(other())).toEqual([]);
  });

  it('never keeps a card number, nor lets what was done be rewritten', () => {
    const { tickets } = desk.cases;
    const text = 'Your card 4111 1111 1111 1111';
    tickets.saveDraft(agent(), { ticket: 'tk_1', language: 'en', text });
    tickets.copyReply(agent(), { ticket: 'tk_1', language: 'en', text });
    const kept = desk.desk.prepare('select group_concat(text) from ticket_acts').pluck().get();
    expect(String(kept)).not.toContain('4111 1111 1111 1111');
    expect(() => desk.desk.exec("update ticket_acts set by = 'x'")).toThrow(/never changes/);
    expect(() => desk.desk.exec('delete from ticket_acts')).toThrow(/never deleted/);
  });
});

describe('what another desk gave', () => {
  it('stands in the way of giving it again, until that desk takes it back', async () => {
    const there = openDesk('there');
    try {
      const { id } = there.cases.create(there.me, { title: 'Given there', kind: 'other' });
      const adjustment = {
        coins: '1400',
        reason: 'PAID_NOT_DELIVERED',
        recharge: 'rc_1',
        account: 'ac_1',
        external_id: null,
        reverses: null,
      };
      there.record('adjustment', 'adj_1', { ...adjustment, state: 'approved' });
      there.given.push({ id: 'adj_1', state: 'approved' });
      const carry = async () => {
        const { recipient } = await desk.cases.bundles.recipient();
        const bytes = await there.exported({ case: id, level: 'full', recipients: [recipient] });
        await desk.cases.bundles.import(desk.me, { upload: desk.upload('bundle', bytes) });
      };
      const asked = () => desk.cases.decidedElsewhere({ recharges: ['rc_1'], externals: [] });
      expect(asked()).toEqual([]);
      await carry();
      expect(asked()).toMatchObject([{ id: 'adj_1', coins: 1400n }]);
      expect(there.cases.decidedElsewhere({ recharges: ['rc_1'], externals: [] })).toEqual([]);
      there.record('adjustment', 'adj_2', {
        ...adjustment,
        coins: '-1400',
        reason: 'REVERSAL_OF_ADJUSTMENT',
        reverses: 'adj_1',
        state: 'approved',
      });
      there.given.push({ id: 'adj_2', state: 'approved' });
      await carry();
      expect(asked().filter(({ coins }) => coins > 0n)).toEqual([]);
    } finally {
      there.close();
    }
  });
});
