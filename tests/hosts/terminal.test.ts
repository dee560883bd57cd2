import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableOf } from '../../main/hosts/terminal/print.ts';
import { batch, desk, smallWorkspace } from '../faults/door.ts';

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-terminal-'));
  workspace = await smallWorkspace(folder, 5);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const as = ['--as', 'olga', '--json'];

describe('the terminal door', () => {
  it('makes a workspace once', async () => {
    const fresh = path.join(folder, 'fresh');
    const made = await desk(fresh, ['init', '--json'], { env: { RECHARGE_DESK_PASSWORD: '' } });
    expect(made.code).toBe(0);
    expect(Object.keys(made.lines[0] ?? {}).sort()).toEqual([
      'owner',
      'password',
      'recovery_code',
      'workspace',
    ]);
    const again = await desk(fresh, ['init', '--json']);
    expect(again.code).toBe(1);
    expect(again.lines[0]).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it('hands the verdict on every attempt on as the desk wrote it: a line each, or all in one answer', async () => {
    const own = path.join(folder, 'judged');
    mkdirSync(own);
    const judged = await smallWorkspace(own, 1);
    const drop = path.join(own, 'orders');
    mkdirSync(drop);
    const orders = Array.from(
      { length: 250 },
      (_, n) => `rc_${n},ac_0,web,70,USD,99,2026-11-0${(n % 9) + 1}T10:00:00Z`,
    );
    writeFileSync(
      path.join(drop, 'recharges.csv'),
      ['recharge_id,account_id,channel,coins,currency,amount_minor,created_at', ...orders, ''].join(
        '\n',
      ),
    );
    expect((await desk(judged, ['import', drop, ...as])).code).toBe(0);
    const { lines } = await desk(judged, ['diagnose', '--all', ...as]);
    const told = new Set(lines.map((line) => String(line.recharge_id)));
    expect(told).toEqual(new Set(orders.map((row) => row.slice(0, row.indexOf(',')))));
    expect(lines).toHaveLength(orders.length);
    const [one] = (await desk(judged, ['diagnose', String(lines[7]?.recharge_id), ...as])).lines;
    expect(lines[7]).toEqual(one);
    const asked = `${JSON.stringify({ id: 7, do: 'diagnose', with: { all: true } })}\n`;
    const [answer] = (await desk(judged, ['batch', '--as', 'olga'], { input: asked })).lines;
    expect(answer).toEqual({ id: 7, ok: lines });
    const said = await desk(judged, ['diagnose', '--all', '--as', 'olga']);
    expect(said.stdout.match(/^rc_\d+: /gm)).toHaveLength(orders.length);
  });

  it.skipIf(process.platform === 'win32')('lets nobody else on the machine reach the desk', () => {
    for (const file of ['desk.db', 'records.db'])
      expect(statSync(path.join(workspace, file)).mode & 0o077).toBe(0);
  });

  it.each([
    ['no workspace', ['search', 'x', ...as], 'NOT_FOUND', 'none'],
    ['nobody signed in', ['search', 'x', '--json'], 'SIGNED_OUT', null],
    ['an unknown name', ['search', 'x', '--as', 'nobody', '--json'], 'SIGNED_OUT', null],
    ['an unknown record', ['show', 'account', 'ac_404', ...as], 'NOT_FOUND', null],
    ['an unknown kind', ['show', 'thing', 'ac_1', ...as], 'BAD_INPUT', null],
    ['a drop that is not there', ['import', '/no/such/drop', ...as], 'DROP_REFUSED', null],
    [
      'coins in floating point',
      [
        'adjust',
        'propose',
        '--account',
        'ac_1',
        '--coins',
        '1e3',
        '--reason',
        'GOODWILL',
        '--note',
        'n',
        ...as,
      ],
      'BAD_INPUT',
      null,
    ],
    [
      'an unknown reason',
      [
        'adjust',
        'propose',
        '--account',
        'ac_1',
        '--coins',
        '1',
        '--reason',
        'BECAUSE',
        '--note',
        'n',
        ...as,
      ],
      'BAD_INPUT',
      null,
    ],
  ])('refuses in one line, with exit 1: %s', async (_what, args, code, other) => {
    const said = await desk(other ? path.join(folder, other) : workspace, args);
    expect(said.code).toBe(1);
    expect(said.lines).toHaveLength(1);
    expect(said.lines[0]).toMatchObject({
      error: { code, message: expect.any(String), next: expect.any(String) },
    });
    expect(said.stdout + said.stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it.each([
    [['frobnicate']],
    [['show']],
    [['diagnose', '--as', 'olga']],
    [['diagnose', 'rc_1', '--all', '--as', 'olga']],
    [['adjust', 'propose', '--nonsense']],
    [['adjust', 'propose', '--account', 'ac_1']],
    [['serve', '--port', '70000']],
  ])('calls wrong use by its exit code 2: %j', async (args) => {
    const said = await desk(workspace, args);
    expect(said.code).toBe(2);
  });

  it('takes a negative amount as an amount', async () => {
    const said = await desk(workspace, [
      ...['adjust', 'propose', '--account', 'ac_1', '--coins', '-5', '--reason', 'MIGRATION_FIX'],
      ...['--note', 'n', ...as],
    ]);
    expect(said.lines[0]).toMatchObject({
      error: { code: 'BAD_INPUT', message: expect.stringContaining('-5') },
    });
  });

  it('says of an account without a record that nothing is known, not that it holds nothing', async () => {
    const asked = ['balance', 'ac_nobody', '--as', 'olga'];
    const said = await desk(workspace, asked);
    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(/No record of the account ac_nobody is in this copy/);
    const [line] = (await desk(workspace, [...asked, '--json'])).lines;
    expect(line).toMatchObject({ account: 'ac_nobody', computed: '0', known: false, entries: [] });
  });

  it.each(['with spaces', 'ünïcödé', 'a:b#c?d', 'long'.repeat(40)])(
    'opens a workspace whose folder is called %s',
    async (name) => {
      const odd = path.join(folder, name, 'workspace');
      expect((await desk(odd, ['init', '--owner', 'olga', '--json'])).code).toBe(0);
      expect((await desk(odd, ['limits', ...as])).code).toBe(0);
    },
  );

  it('shows people sentences and tables, with hostile text made visible', async () => {
    const drop = path.join(folder, 'hostile');
    mkdirSync(drop);
    writeFileSync(
      path.join(drop, 'accounts.csv'),
      'account_id,username\nac_evil,"a\u202eb\u001b[2Jc"\n',
    );
    await desk(workspace, ['import', drop, ...as]);
    const said = await desk(workspace, ['show', 'account', 'ac_evil', '--as', 'olga']);
    expect(said.code).toBe(0);
    expect(said.stdout).not.toMatch(/[\u202e\u001b]/);
  });
});

describe('a table', () => {
  const items = [
    { device_id: 'dv_1', model: 'a phone' },
    { device_id: 'dv_2', model: null },
  ];

  it('stands where the terminal is wide enough, or where nobody knows how wide it is', () => {
    for (const columns of [undefined, 80]) expect(tableOf(items, columns)).toMatch(/^┌.*┐$/m);
  });

  it('becomes fields below each other where its lines would break', () => {
    expect(tableOf(items, 20)).toMatch(
      /^device_id +dv_1\nmodel +a phone\n\ndevice_id +dv_2\nmodel +—$/,
    );
  });
});

describe('batch', () => {
  it('answers each line in the order of asking, and goes on after a bad one', async () => {
    const commands = [
      '{"id":1,"do":"adjust.propose","with":{"account":"ac_1","coins":"+7","reason":"GOODWILL","note":"n","key":"b1"}}',
      'not json',
      '',
      '[1,2]',
      '{"id":"two","do":"no.such"}',
      '{"id":3,"do":"search","with":{"text":"ac_1","limit":1}}',
      '{"id":4,"do":"search","with":{"txet":"ac_1"}}',
      '{"id":5,"do":"adjust.propose","with":{"account":"ac_1","coins":7,"reason":"GOODWILL","note":"n"}}',
      '{"id":6,"do":"adjust.list"}',
    ];
    const said = await desk(workspace, ['batch', '--as', 'olga'], { input: commands.join('\n') });
    expect(said.code).toBe(0);
    expect(
      said.lines.map((line) => [
        line.id,
        (line.error as { code: string } | undefined)?.code ?? 'ok',
      ]),
    ).toEqual([
      [1, 'ok'],
      [null, 'BAD_JSON'],
      [null, 'BAD_JSON'],
      ['two', 'BAD_INPUT'],
      [3, 'ok'],
      [4, 'BAD_INPUT'],
      [5, 'BAD_INPUT'],
      [6, 'ok'],
    ]);
    expect(said.lines.at(-1)?.ok).toMatchObject([{ key: 'b1', coins: '7' }]);
  });

  it('reads every other line break as part of its line', async () => {
    const text = 'a\u2028b\u2029c';
    const input = `${JSON.stringify({ id: 1, do: 'search', with: { text } })}\n`;
    const said = await desk(workspace, ['batch', '--as', 'olga'], {
      input: input.replaceAll('\\u2028', '\u2028'),
    });
    expect(said.lines).toMatchObject([{ id: 1, ok: { total: 0 } }]);
  });

  it('is served by the desk that another door holds open', async () => {
    const one = batch(workspace, 'olga');
    one.send({ id: 1, do: 'limits' });
    for await (const line of one.answers) {
      expect(JSON.parse(line)).toMatchObject({ id: 1, ok: { own_limit: '350' } });
      const other = await desk(workspace, ['limits', ...as]);
      expect(other.lines[0]).toMatchObject({ own_limit: '350' });
      one.end();
    }
    await one.ended;
  });

  it('declines what waits for a second owner, and shows what became of it', async () => {
    const why = { note: 'a typing error' };
    const commands = [
      { do: 'staff.add', with: { user: 'otto', role: 'owner', no_account: true } },
      { do: 'limits.set', with: { name: 'own_limit', value: '3000' } },
      { do: 'limits.decline', with: { name: 'own_limit', value: '500', ...why } },
      { do: 'limits.decline', with: { name: 'own_limit', value: '3000', ...why } },
      { do: 'reasons.set', with: { code: 'GOODWILL', max: '5000' } },
      { do: 'reasons.decline', with: { code: 'GOODWILL', ...why } },
      { do: 'limits.changes' },
      { do: 'staff.decline', with: { user: 'otto', role: 'agent', ...why } },
    ];
    const input = commands.map((command) => JSON.stringify(command)).join('\n');
    const said = (await desk(workspace, ['batch', '--as', 'olga'], { input })).lines;
    expect(said.map((line) => (line.error as { code: string } | undefined)?.code ?? 'ok')).toEqual([
      ...['ok', 'ok', 'NOT_FOUND', 'ok', 'ok', 'ok', 'ok', 'NOT_FOUND'],
    ]);
    expect(said[3]?.ok).toMatchObject({ state: 'declined', declined_note: why.note });
    const changes: unknown = said[6]?.ok;
    expect(Array.isArray(changes) && changes.slice(0, 2)).toMatchObject([
      { what: 'reason', name: 'GOODWILL', state: 'declined', declined_by: 'olga' },
      { what: 'limit', name: 'own_limit', value: '3000', state: 'declined' },
    ]);
    const { stdout } = await desk(workspace, ['limits', 'changes', '--as', 'olga']);
    expect(stdout).toMatch(
      /^own_limit: 3,000 coins\n {2}declined; asked by olga, .*\n.*a typing error$/m,
    );
    expect(stdout.split('\n').filter((said) => said.length > 80)).toEqual([]);
  });
});
