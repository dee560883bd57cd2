import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ExportEvent, listNames, type ListView } from '../../contract/record-lists.ts';
import { auditMigrations, type Caller, createAudit } from '../../main/desk/audit/audit.ts';
import { openSigningKey } from '../../main/desk/audit/audit.ts';
import { createViews } from '../../main/desk/records/lists/views.ts';
import { createLists, listsMigrations } from '../../main/desk/records/records.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { type Db, migrate, openFile, openWorkspace } from '../../main/desk/storage/storage.ts';
import { noon } from './copy.ts';

const agent: Caller = { user: 'ana', role: 'agent', door: 'test', session: 's' };
const owner: Caller = { ...agent, user: 'olga', role: 'owner' };

const hostile = [
  '=1+1',
  '+4912345',
  '-2',
  '@SUM(A1)',
  '\tx',
  '\rx',
  "'=1",
  "''@x",
  "'plain",
  'a,"b"\nc',
  ' ',
  'ü𝒳\u202e',
];

/** Lists over a workspace on real files, with some recharges and an e-mail that agents do not see. */
function openLists(rows = hostile.length, warmFrom = 50_000) {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-lists-'));
  const desk = [...auditMigrations, ...listsMigrations];
  const workspace = openWorkspace(folder, { desk, records: recordsMigrations }, true);
  const audit = createAudit({
    desk: workspace.desk,
    clock: () => noon,
    monotonic: () => 1n,
    key: openSigningKey(folder),
  });
  const lists = createLists({ workspace, audit, clock: () => noon, warmFrom });
  onTestFinished(async () => {
    await lists.close();
    workspace.close();
    rmSync(folder, { recursive: true, force: true });
  });
  fill(workspace.records, rows);
  return { lists, workspace, audit };
}

function fill(db: Db, rows: number): void {
  db.transaction(() => {
    addRun(db, 1);
    const recharge = db.prepare(
      `insert into recharges (recharge_id, account_id, channel, provider, coins, currency, amount_minor,
         created_at, origin_run, origin_file, origin_line) values (?, 'ac_1', 'web', ?, ?, 'USD', ?, ?, 1, 1, ?)`,
    );
    for (let at = 0; at < rows; at += 1)
      recharge.run(
        `rc_${at}`,
        hostile[at % hostile.length],
        2n ** 62n + BigInt(at),
        -at,
        noon + at,
        at,
      );
    const account = db.prepare(
      `insert into accounts (account_id, username, email, origin_run, origin_file, origin_line)
       values (?, ?, ?, 1, 1, 1)`,
    );
    account.run('ac_1', 'maria', 'maria@example.org');
  })();
}

function addRun(db: Db, number: number): void {
  db.prepare(
    `insert into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
     values (?, ?, 'drop', 'owner', 0, 0, 0, '{}')`,
  ).run(number, `run-${number}`);
}

const everything = { list: 'recharges', filter: [], sort: [] } as const;
const query = () => ({
  list: everything.list,
  filter: [],
  sort: [{ column: 'created_at', desc: true }],
});

async function textOf(events: AsyncIterable<ExportEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.kind === 'piece') text += event.text;
  return text;
}

/** As the contract says: where apostrophes stand before what could be a formula, one goes. */
const unguarded = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

const columns = ['recharge_id', 'provider', 'coins', 'amount_minor', 'created_at'];

describe('an export', () => {
  it('as CSV gives back equal values, and no cell that a spreadsheet takes for a formula', async () => {
    const { lists } = openLists();
    const text = await textOf(lists.exportRows(agent, { ...query(), columns, format: 'csv' }));
    const [head, ...rows] = parse(text, { bom: false }) as string[][];
    expect(head).toEqual(columns);
    const cells = rows.map(([, provider = '']) => provider);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(cells.map(unguarded)).toEqual(hostile.toReversed());
    expect(rows.map(([, , coins]) => BigInt(coins ?? ''))).toEqual(
      hostile.map((_, at) => 2n ** 62n + BigInt(at)).toReversed(),
    );
    expect(rows.at(-2)?.[3]).toBe('-1');
  });

  it('as JSON is one array, as NDJSON a row a line, in the order and columns of the screen', async () => {
    const { lists } = openLists(4500);
    const json = await textOf(lists.exportRows(agent, { ...query(), columns, format: 'json' }));
    const lines = await textOf(lists.exportRows(agent, { ...query(), columns, format: 'ndjson' }));
    const rows = JSON.parse(json) as Record<string, string>[];
    expect(rows.map((row) => row.recharge_id)).toEqual(
      Array.from({ length: 4500 }, (_, at) => `rc_${4499 - at}`),
    );
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(rows);
  });

  it('of no rows is a head, an empty array, or nothing', async () => {
    const { lists } = openLists(0);
    const of = (format: 'csv' | 'json' | 'ndjson') =>
      textOf(lists.exportRows(agent, { ...query(), columns: ['recharge_id'], format }));
    expect([await of('csv'), JSON.parse(await of('json')), await of('ndjson')]).toEqual([
      'recharge_id\n',
      [],
      '',
    ]);
  });

  it('is in the audit before its first row leaves, and how it ended after', async () => {
    const { lists, audit } = openLists(4500);
    const events = lists.exportRows(agent, { ...query(), columns, format: 'csv' });
    await events.next();
    const { rows: begun } = audit.list({ limit: 10 });
    expect(begun.map(({ outcome, object }) => [outcome, object])).toEqual([
      ['begun', 'list/recharges'],
    ]);
    await events.next();
    await events.next();
    await events.return(undefined);
    const { rows: ended } = audit.list({ limit: 1 });
    expect(ended[0]).toMatchObject({ outcome: 'cut off', actor: 'ana' });
    expect(ended[0]?.sentence).toContain('after 400 rows');
  });

  it('stops with a refusal when the records are imported anew under it', async () => {
    const { lists, workspace } = openLists(4500);
    const events = lists.exportRows(agent, { ...query(), columns, format: 'csv' });
    for (let piece = 0; piece < 3; piece += 1) await events.next();
    addRun(workspace.records, 2);
    await expect(events.next()).rejects.toMatchObject({ code: 'BUSY' });
  });
});

describe('what a role sees in part only', () => {
  const accounts = {
    list: 'accounts' as const,
    filter: [],
    sort: [],
    columns: ['username', 'email'],
  };

  it('is masked in rows and exports, and plain for others', async () => {
    const { lists } = openLists();
    const rows = async (who: Caller) =>
      (await lists.rows(who, { ...accounts, offset: 0, limit: 5 })).rows;
    expect(await rows(agent)).toEqual([['maria', 'm•••@e•••.org']]);
    expect(await rows(owner)).toEqual([['maria', 'maria@example.org']]);
    const text = await textOf(lists.exportRows(agent, { ...accounts, format: 'csv' }));
    expect(text).toBe('username,email\nmaria,m•••@e•••.org\n');
    const masked = lists.describe(agent).find(({ list }) => list === 'accounts');
    expect(masked?.columns.filter((column) => column.masked).map(({ name }) => name)).toEqual([
      'email',
      'phone',
    ]);
  });

  it('cannot be found out by parts, order or counts; a whole value may be asked for', async () => {
    const { lists } = openLists();
    const window = { ...accounts, offset: 0, limit: 5 };
    const contains = { op: 'contains' as const, column: 'email', text: 'm' };
    const inside = [{ op: 'any' as const, parts: [contains] }];
    const forbidden = expect.objectContaining({ code: 'FORBIDDEN' });
    await expect(lists.rows(agent, { ...window, filter: inside })).rejects.toEqual(forbidden);
    await expect(
      lists.rows(agent, { ...window, sort: [{ column: 'email', desc: false }] }),
    ).rejects.toEqual(forbidden);
    await expect(
      lists.frequency(agent, { list: 'accounts', filter: [], column: 'email', by: null, limit: 5 }),
    ).rejects.toEqual(forbidden);
    await expect(
      lists.facets(agent, { list: 'accounts', filter: [], columns: ['email'], limit: 5 }),
    ).rejects.toEqual(forbidden);
    const whole = [{ op: 'in' as const, column: 'email', values: ['maria@example.org'] }];
    expect((await lists.rows(agent, { ...window, filter: whole })).total).toBe(1);
  });
});

describe('what was read ahead', () => {
  const noted = 'insert into files (number, run, name, table_name, rows) values (?, ?, ?, ?, ?)';
  const columnsOf = ({ layout }: { layout: { folder: string } }, run: string) => {
    const home = path.join(layout.folder, 'columns');
    const states = existsSync(home) ? readdirSync(home) : [];
    return states
      .filter((state) => state.startsWith(`${run}-`))
      .flatMap((state) => readdirSync(path.join(home, state)));
  };
  const asked = { ...query(), columns: ['recharge_id'], offset: 0, limit: 50 };

  it('is there before anybody asks, of big lists alone', async () => {
    const { lists, workspace } = openLists(20, 10);
    workspace.records.prepare(noted).run(1, 1, 'r.csv', 'recharges', 20);
    workspace.records.prepare(noted).run(2, 1, 'a.csv', 'accounts', 9);
    await lists.warm();
    const made = columnsOf(workspace, 'run-1');
    for (const name of ['recharge_id', 'channel', 'created_at', 'coins'])
      expect(made).toContain(`recharges.${name}.column`);
    expect(made.filter((name) => !name.startsWith('recharges.'))).toEqual([]);
    expect(made.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('never answers for records that were imported after it', async () => {
    const { lists, workspace } = openLists(20, 10);
    workspace.records.prepare(noted).run(1, 1, 'r.csv', 'recharges', 20);
    await lists.warm();
    expect((await lists.rows(agent, asked)).total).toBe(20);
    // Once without reading ahead again, and once while it is still at it.
    for (const run of [2, 3]) {
      workspace.records.transaction(() => {
        addRun(workspace.records, run);
        workspace.records.exec(`
          update recharges set channel = 'partner' where recharge_id = 'rc_${run}';
          delete from recharges where recharge_id = 'rc_1${run}';`);
      })();
      const warming = run === 3 ? lists.warm() : null;
      const partners = [{ op: 'in' as const, column: 'channel', values: ['partner'] }];
      const { rows, copy } = await lists.rows(agent, { ...asked, filter: partners });
      expect(rows).toHaveLength(run - 1);
      expect(copy).toContain(`run-${run}-`);
      expect((await lists.rows(agent, asked)).total).toBe(21 - run);
      await warming;
      expect((await lists.rows(agent, asked)).total).toBe(21 - run);
    }
    expect(columnsOf(workspace, 'run-1')).toEqual([]);
  });

  it('goes with what is taken out of the copy once reading has begun', async () => {
    const { lists, workspace } = openLists(20, 10);
    workspace.records.prepare(noted).run(1, 1, 'r.csv', 'recharges', 20);
    const warming = lists.warm();
    workspace.records.exec("update recharges set channel = 'taken out'");
    await lists.forget();
    await warming;
    const { facets } = await lists.facets(agent, { ...asked, columns: ['channel'], limit: 5 });
    expect(facets[0]?.values).toEqual([{ value: 'taken out', count: 20 }]);
  });

  it('is closed once nothing is read ahead any more', async () => {
    const { lists } = openLists(20, 10);
    let reads = true;
    void lists.warm().finally(() => {
      reads = false;
    });
    await lists.close();
    expect(reads).toBe(false);
  });
});

it('keeps nothing of what was taken out of the copy', async () => {
  const { lists, workspace } = openLists();
  const counts = () =>
    lists.frequency(owner, { list: 'accounts', filter: [], column: 'email', by: null, limit: 5 });
  expect(JSON.stringify(await counts())).toContain('maria@example.org');
  workspace.records.exec('update accounts set email = null');
  // Without being told, a list goes by what it read once.
  expect(JSON.stringify(await counts())).toContain('maria@example.org');
  await lists.forget();
  expect(existsSync(path.join(workspace.layout.folder, 'columns'))).toBe(false);
  expect(JSON.stringify(await counts())).not.toContain('maria@example.org');
});

describe('a question', () => {
  const window = {
    ...everything,
    filter: [],
    sort: [],
    columns: ['recharge_id'],
    offset: 0,
    limit: 3,
  };

  it('that was called off is never answered, and the next one is', async () => {
    const { lists } = openLists(3000);
    const cancel = new AbortController();
    const asked = lists.rows(agent, window, cancel.signal);
    cancel.abort(new Error('not wanted'));
    await expect(asked).rejects.toThrow('not wanted');
    expect((await lists.rows(agent, window)).total).toBe(3000);
  });

  it('that was called off before it was asked is not asked', async () => {
    const { lists } = openLists(10);
    await expect(lists.rows(agent, window, AbortSignal.abort(new Error('late')))).rejects.toThrow(
      'late',
    );
  });

  it('keeps the process of who waits for it, and not a moment longer', async () => {
    const { workspace } = openLists(3);
    const { records, folder } = workspace.layout;
    const thread = new URL('../../main/desk/records/lists/list-thread.ts', import.meta.url);
    const files = { records, columns: path.join(folder, 'columns') };
    const input = { ...window, columns: ['recharge_id'] };
    const script = `
      const { createListThread } = await import(${JSON.stringify(thread.href)});
      const lists = createListThread(${JSON.stringify(files)}, Date.now);
      const { total } = await lists.ask({ what: 'window', input: ${JSON.stringify(input)} });
      console.log(total);`;
    const options = ['--input-type=module', '--no-warnings', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, options);
    expect(stdout).toBe('3\n');
  });

  it('with a column that is not there is refused across the thread', async () => {
    const { lists } = openLists(10);
    await expect(lists.rows(agent, { ...window, columns: ['origin_run'] })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      next: expect.stringContaining('recharge_id'),
    });
  });
});

describe('saved views', () => {
  const look = { order: ['coins'], hidden: ['ip'], pinned: [], widths: { coins: 120 }, facets: [] };
  const content: ListView = {
    filter: [{ op: 'any', parts: [{ op: 'in', column: 'channel', values: ['web', null] }] }],
    sort: [{ column: 'coins', desc: true }],
    look,
  };

  it('are a person’s own, survive a restart, and go when they are removed', () => {
    const { lists, workspace } = openLists(0);
    const kept = lists.views.save('ana', { list: 'recharges', name: 'Big web', content });
    lists.views.save('ana', { ...kept, name: 'Bigger web' });
    lists.views.keepStanding('ana', 'recharges', { content, view: kept.view, row: 812_345 });
    expect(lists.views.of('bob', 'recharges')).toEqual([]);
    expect(() => lists.views.save('bob', { ...kept, name: 'Mine' })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(() => lists.views.remove('bob', kept.view)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    const file = openFile(workspace.layout.desk, 'final', 'write');
    onTestFinished(() => void file.close());
    expect(file.prepare('select name from list_views').pluck().all()).toEqual(['Bigger web']);
    expect(lists.views.standing('ana', 'recharges')).toEqual({
      content,
      view: kept.view,
      row: 812_345,
    });
    lists.views.remove('ana', kept.view);
    expect(lists.views.of('ana', 'recharges')).toEqual([]);
  });

  it('and the list that was left last are there when the desk is started anew', async () => {
    const { lists, workspace } = openLists(0);
    const kept = lists.views.save('ana', { list: 'ledger', name: 'Mine', content });
    lists.views.keepStanding('ana', 'ledger', { content, view: kept.view, row: 17 });
    await lists.close();
    workspace.close();
    const again = openWorkspace(
      workspace.layout.folder,
      { desk: [...auditMigrations, ...listsMigrations], records: recordsMigrations },
      false,
    );
    onTestFinished(() => again.close());
    const views = createViews(again.desk, () => noon);
    expect(views.of('ana', 'ledger')).toEqual([kept]);
    expect(views.last('ana')).toBe('ledger');
    expect(views.standing('ana', 'ledger')).toEqual({ content, view: kept.view, row: 17 });
    expect(views.last('bob')).toBeNull();
  });

  it('are kept of every list', () => {
    const { lists } = openLists(0);
    for (const list of listNames) {
      const kept = lists.views.save('ana', { list, name: list, content });
      expect(lists.views.of('ana', list)).toEqual([kept]);
    }
  });

  it('come to a desk.db that was there before them, which keeps its rows', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'desk-lists-'));
    const db = openFile(path.join(folder, 'desk.db'), 'final', 'write');
    onTestFinished(() => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const [first, ...later] = listsMigrations;
    if (!first) throw new Error('there is a first step');
    migrate(db, 'desk.db', [...auditMigrations, first]);
    db.exec(`insert into list_standings values ('ana', 'recharges', '{}')`);
    migrate(db, 'desk.db', [...auditMigrations, first, ...later]);
    expect(db.prepare('select person, list, content, at from list_standings').all()).toEqual([
      { person: 'ana', list: 'recharges', content: '{}', at: 0n },
    ]);
  });
});
