import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseView, checklists } from '../../contract/cases.ts';
import type { Verdict } from '../../contract/diagnosis.ts';
import { code, openDesk, png, type TestDesk } from './desks.ts';

let desk: TestDesk;
beforeEach(() => {
  desk = openDesk('a');
});
afterEach(() => desk.close());

const open = (title = 'Coins that never came') =>
  desk.cases.create(desk.me, { title, kind: 'failed_recharge' });

function finishChecklist(id: string) {
  for (const { item } of checklists.failed_recharge)
    desk.cases.set(desk.me, { case: id, field: `check:${item}`, value: 'done' });
}

describe('a case', () => {
  it('keeps a record as it was when it was linked, whatever the copy says later', () => {
    desk.record('recharge', 'rc_1', { coins: '1400', status: 'paid' });
    const { id } = open();
    const [link] = desk.cases.link(desk.me, {
      case: id,
      records: [{ kind: 'recharge', id: 'rc_1' }],
    }).links;
    desk.record('recharge', 'rc_1', { coins: '1400', status: 'refunded' });
    const again = desk.cases.link(desk.me, {
      case: id,
      records: [{ kind: 'recharge', id: 'rc_1' }],
    });
    expect(again.links).toHaveLength(1);
    const copied = desk.cases.copied({ entry: link?.entry ?? '' });
    expect(copied.fields.status).toBe('paid');
    expect(copied.provenance).toEqual([{ file: 'recharges.csv', line: 2, run: 'run_1' }]);
  });

  it('links all of the records or none, where one of them is not there', async () => {
    desk.record('recharge', 'rc_1', { coins: '1' });
    const { id } = open();
    const records = [
      { kind: 'recharge', id: 'rc_1' },
      { kind: 'recharge', id: 'rc_404' },
    ] as const;
    expect(await code(() => desk.cases.link(desk.me, { case: id, records }))).toBe('NOT_FOUND');
    expect(desk.cases.show({ id }).links).toEqual([]);
  });

  it('is made of a recharge with the tickets that name it, or of a ticket with its recharge', async () => {
    const opened_at = '2026-11-20T10:00:00.000Z';
    desk.record('recharge', 'rc_1', { coins: '1400', account_id: 'ac_1' });
    desk.ticket({ ticket_id: 'tk_1', recharge_id: 'rc_1', subject: 'no coins', opened_at });
    desk.ticket({
      ticket_id: 'tk_2',
      recharge_id: 'rc_404',
      subject: '4111 1111 1111 1111',
      opened_at,
    });
    desk.verdicts.set('rc_1', { root_cause: 'double_charge' } as Verdict);
    const records = (view: CaseView) => view.links.map(({ kind, id }) => `${kind} ${id}`);
    const one = desk.cases.ofRecord(desk.me, { kind: 'recharge', id: 'rc_1' });
    expect(one).toMatchObject({
      title: 'Recharge rc_1: Double charge',
      kind: 'double_charge',
      owner: desk.me.user,
    });
    expect(records(one)).toEqual(['recharge rc_1', 'ticket tk_1']);
    const two = desk.cases.ofRecord(desk.me, { kind: 'ticket', id: 'tk_1' });
    expect(two).toMatchObject({ title: 'no coins', kind: 'double_charge' });
    expect(records(two)).toEqual(['ticket tk_1', 'recharge rc_1']);
    const three = desk.cases.ofRecord(desk.me, { kind: 'ticket', id: 'tk_2' });
    expect(three.kind).toBe('failed_recharge');
    expect(three.title).not.toContain('4111 1111');
    expect(records(three)).toEqual(['ticket tk_2']);
    const before = desk.cases.list({ status: 'any', archived: false, limit: 10 }).total;
    expect(await code(() => desk.cases.ofRecord(desk.me, { kind: 'ticket', id: 'tk_404' }))).toBe(
      'NOT_FOUND',
    );
    expect(desk.cases.list({ status: 'any', archived: false, limit: 10 }).total).toBe(before);
  });

  it('is closed only when its checklist and tasks are finished, or waived with a reason', async () => {
    const { id } = open();
    const close = () => code(() => desk.cases.close(desk.me, { case: id, reason: 'done' }));
    expect(await close()).toBe('BAD_INPUT');
    finishChecklist(id);
    const { tasks } = desk.cases.add(desk.me, {
      case: id,
      what: { kind: 'task', text: 'call the bank' },
    });
    expect(await close()).toBe('BAD_INPUT');
    desk.cases.set(desk.me, { case: id, field: `task:${tasks[0]?.entry}`, value: 'dropped' });
    const waive = (reason?: string) =>
      code(() =>
        desk.cases.set(desk.me, {
          case: id,
          field: 'check:customer',
          value: 'waived',
          ...(reason ? { reason } : {}),
        }),
      );
    expect(await waive()).toBe('BAD_INPUT');
    expect(await waive('the account is closed')).toBe('done');
    expect(await close()).toBe('done');
    expect(desk.cases.show({ id })).toMatchObject({ status: 'closed', closed_because: 'done' });
    expect(
      await code(() => desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: 'late' } })),
    ).toBe('BAD_INPUT');
    expect(desk.cases.reopen(desk.me, { case: id, reason: 'new facts' }).status).toBe('open');
  });

  it('is put away only when closed, and never under legal hold', async () => {
    const { id } = open();
    const archive = () =>
      code(() => desk.cases.set(desk.me, { case: id, field: 'archived', value: 'yes' }));
    expect(await archive()).toBe('BAD_INPUT');
    finishChecklist(id);
    desk.cases.close(desk.me, { case: id, reason: 'done' });
    const hold = (value: string, role: 'agent' | 'investigator') =>
      code(() =>
        desk.cases.set(desk.as('x', role), { case: id, field: 'hold', value, reason: 'court' }),
      );
    expect(await hold('yes', 'agent')).toBe('FORBIDDEN');
    expect(await hold('yes', 'investigator')).toBe('done');
    expect(await archive()).toBe('BAD_INPUT');
    expect(await hold('no', 'investigator')).toBe('done');
    expect(await archive()).toBe('done');
    expect(desk.cases.list({ status: 'any', archived: false, limit: 10 }).cases).toEqual([]);
  });

  it('keeps every version of a note, and says that it was struck out', () => {
    const { id } = open();
    const [note] = desk.cases.add(desk.me, {
      case: id,
      what: { kind: 'note', text: 'first' },
    }).notes;
    const field = `note:${note?.entry}`;
    expect(desk.cases.set(desk.me, { case: id, field, value: 'second' }).notes[0]).toMatchObject({
      text: 'second',
      standing: true,
    });
    expect(desk.cases.set(desk.me, { case: id, field, value: null }).notes[0]?.standing).toBe(
      false,
    );
    expect(
      desk.desk.prepare("select count(*) from case_words where body like '%first%'").pluck().get(),
    ).toBe(1n);
  });

  it('takes another case up with all its work, and gives it back whole', async () => {
    const one = open('one');
    const two = open('two');
    desk.cases.add(desk.me, { case: two.id, what: { kind: 'note', text: 'from two' } });
    const reason = 'the same story';
    const merged = desk.cases.absorb(desk.me, { case: one.id, other: two.id, reason });
    expect(merged.notes.map(({ text }) => text)).toEqual(['from two']);
    expect(desk.cases.show({ id: two.id }).absorbed_by).toBe(one.id);
    const turned = { case: two.id, other: one.id, reason };
    expect(await code(() => desk.cases.absorb(desk.me, turned))).toBe('BAD_INPUT');
    const released = desk.cases.release(desk.me, { case: one.id, other: two.id, reason: 'wrong' });
    expect(released.notes).toEqual([]);
    expect(desk.cases.show({ id: two.id })).toMatchObject({ absorbed_by: null });
    expect(desk.cases.show({ id: two.id }).notes).toHaveLength(1);
  });

  it('never keeps a card number that somebody types', () => {
    const { id } = open('card 4111111111111111');
    desk.cases.add(desk.me, {
      case: id,
      what: { kind: 'note', text: 'it was 4111 1111 1111 1111' },
    });
    const all = desk.desk.prepare('select group_concat(body) from case_words').pluck().get();
    expect(String(all)).not.toMatch(/4111\s?1111\s?1111/);
  });

  it('writes one audit row an act, in the same transaction, made of ids alone', () => {
    const { id } = open('a title with a name');
    desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: 'secret words' } });
    const rows = desk.audit.list({ object: id, limit: 10 }).rows;
    expect(rows.map(({ command }) => command)).toEqual(['cases.add', 'cases.create']);
    expect(JSON.stringify(rows)).not.toMatch(/secret|name/);
  });

  it.each([
    'update case_entries set at = 0',
    'delete from case_entries',
    'delete from case_words',
    "update case_words set body = '{}'",
    "insert or replace into case_words select entry_id, 'whole', salt, '{}' from case_words",
  ])('cannot be rewritten in its file: %s', (sql) => {
    open();
    expect(() => desk.desk.exec(sql)).toThrow(/case|words/);
  });

  it('asks a kept question again and says what came and what went', async () => {
    const { id } = open();
    desk.searches.hits = [
      { kind: 'recharge', id: 'rc_1' },
      { kind: 'recharge', id: 'rc_2' },
    ];
    await desk.cases.step(desk.me, { case: id, what: 'search', input: { text: 'rc' } });
    desk.searches.hits = [
      { kind: 'recharge', id: 'rc_2' },
      { kind: 'recharge', id: 'rc_3' },
    ];
    expect(await desk.cases.replay(desk.me, { case: id })).toMatchObject([
      { before: 2, now: 2, came: ['recharge rc_3'], went: ['recharge rc_1'] },
    ]);
  });

  it('keeps the rows of a list by a filter, and what is linked with a node', async () => {
    const { id } = open();
    const ticket = (ticket_id: string) =>
      desk.ticket({ ticket_id, opened_at: '2026-11-01T10:00:00.000Z', status: 'open' });
    ticket('tk_1');
    const filter = JSON.stringify([{ op: 'in', column: 'status', values: ['open'] }]);
    const list = { list: 'tickets', filter };
    await desk.cases.step(desk.me, { case: id, what: 'list', input: list });
    const links = { kind: 'account', id: 'ac_1' };
    await desk.cases.step(desk.me, { case: id, what: 'links', input: links });
    const node = { field: 'account_id', value: '', degree: 1, coins: '0', role: null, hops: 0 };
    const account = { ...node, key: 'a', kind: 'account', id: 'ac_1' } as const;
    const device = { ...node, key: 'd', kind: 'device', id: 'dv_1' } as const;
    desk.graph.nodes.push(account, device);
    const edge = { kind: 'device', count: 1, coins: '0', first: null, last: null } as const;
    desk.graph.edges.push({ ...edge, from: 'a', to: 'd' });
    expect(await desk.cases.replay(desk.me, { case: id })).toMatchObject([
      { what: 'list', before: 1, now: 1, came: [], went: [] },
      {
        what: 'links',
        before: 0,
        now: 3,
        came: expect.arrayContaining(['account ac_1 – device dv_1']),
      },
    ]);
    const bad = { list: 'tickets', filter: '{' };
    await expect(
      desk.cases.step(desk.me, { case: id, what: 'list', input: bad }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('an attachment', () => {
  const attach = (name: string, bytes: Uint8Array) => {
    const { id } = open();
    const upload = desk.upload('f', bytes);
    return desk.cases
      .attach(desk.me, { case: id, upload: upload, name: name })
      .catch((error) => error);
  };

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
    ['HTML', '<!doctype html><script>1</script>'],
    ['HTML behind blanks', '   \n<html>'],
    ['a program', '\x7fELF\x02\x01\x01' + '\0'.repeat(60)],
    ['a zip', 'PK\x03\x04' + '\0'.repeat(60)],
    ['bytes that are no text', '\xff\xfe\x00\x01'],
    ['nothing', ''],
  ])('is refused where it is %s, whatever its name says', async (_, text) => {
    expect(await attach('photo.png', Buffer.from(text, 'latin1'))).toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  it('is what its bytes say', async () => {
    const view = await attach('notes.txt', png);
    expect(view.attachments).toMatchObject([{ name: 'notes.txt', type: 'image/png', here: true }]);
  });

  it('is said to be there already where the same bytes come again, under whatever name', async () => {
    const { id } = open();
    const add = (name: string) =>
      desk.cases.attach(desk.me, { case: id, upload: desk.upload('f', png), name });
    await add('first.png');
    await expect(add('second.png')).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('as first.png'),
    });
    expect(desk.cases.show({ id }).attachments).toHaveLength(1);
  });

  it('warns of a card number in a text', async () => {
    const text = Buffer.from('the card is 4111 1111 1111 1111');
    expect((await attach('t.txt', text)).attachments[0].warning).toMatch(/card number/);
    expect((await attach('t.txt', Buffer.from('no card'))).attachments[0].warning).toBeNull();
  });
});
