import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { type Desk, openDesk } from '../../main/desk/desk.ts';

/** What no agent may read whole, wherever it stands in the records of Maria and of Ken. */
const contacts = [
  'maria.silva@example.com',
  'ken.tanaka@example.net',
  'other.mail@example.org',
  '5511987654321',
  '819012345678',
];
const addresses = ['203.0.113.77', '198.51.100.23'];
/** What an owner reads of them, as a control: it is there to be hidden. */
const secrets = [...contacts, ...addresses];

const password = 'five plain words in a row';
let folder: string;
let desk: Desk;
let agent: DeskClient;
let auditor: DeskClient;
let owner: DeskClient;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-masked-'));
  desk = openDesk({ folder: path.join(folder, 'desk'), create: true });
  owner = client();
  for await (const _ of await owner.workspace.create({ owner: 'olga', password }));
  await owner.staff.signIn({ user: 'olga', password });
  await owner.staff.add({ user: 'ada', role: 'agent', password, own_accounts: [] });
  await owner.staff.add({ user: 'udo', role: 'auditor', password, own_accounts: [] });
  agent = client();
  await agent.staff.signIn({ user: 'ada', password });
  auditor = client();
  await auditor.staff.signIn({ user: 'udo', password });
  for await (const _ of await owner.records.importDrop({ path: drop(), commit: true }));
  await owner.tickets.saveReply({ title: 'Hello', language: 'en', text: 'Hello {{account}}.' });
});
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = (): DeskClient =>
  createRouterClient(desk.router, { context: { connection: desk.connect('terminal') } });

/** Two customers who wrote to us, with contacts in columns, in free words and in messages. */
function drop(): string {
  const at = path.join(folder, 'drop');
  mkdirSync(at);
  const write = (table: string, ...lines: string[]) =>
    writeFileSync(path.join(at, `${table}.csv`), `${lines.join('\n')}\n`);
  write(
    'accounts',
    'account_id,username,display_name,email,phone,country,storefront',
    'ac_1,maria,Maria,maria.silva@example.com,+5511987654321,BR,BR',
    'ac_2,ken,Ken,ken.tanaka@example.net,+819012345678,JP,JP',
  );
  write(
    'recharges',
    'recharge_id,account_id,channel,sku,coins,currency,amount_minor,provider,external_id,ip,ip_country,created_at',
    'rc_1,ac_1,web,c1,1400,USD,1999,stripe,ch_1,203.0.113.77,BR,2026-10-05T12:00:00Z',
    'rc_2,ac_2,web,c1,1400,USD,1999,stripe,ch_2,198.51.100.23,JP,2026-10-05T13:00:00Z',
  );
  write(
    'recharge_events',
    'recharge_id,seq,at,stage,provider,code,message',
    'rc_1,1,2026-10-05T12:00:01Z,declined,stripe,odd_code,refused for maria.silva@example.com',
    'rc_2,1,2026-10-05T13:00:01Z,declined,stripe,51,call +819012345678',
  );
  write(
    'sessions',
    'session_id,account_id,started_at,ip,ip_country,ip_kind',
    'se_1,ac_1,2026-10-05T11:59:00Z,203.0.113.77,BR,residential',
    'se_2,ac_2,2026-10-05T12:59:00Z,198.51.100.23,JP,residential',
  );
  write(
    'tickets',
    'ticket_id,account_id,recharge_id,opened_at,subject,body,contact,status',
    'tk_1,ac_1,rc_1,2026-10-06T12:00:00Z,Coins for maria.silva@example.com,Write to other.mail@example.org or +5511987654321,other.mail@example.org,open',
    'tk_2,ac_2,rc_2,2026-10-06T13:00:00Z,No coins,My mail is ken.tanaka@example.net,+819012345678,open',
  );
  return at;
}

/** Everything that a call answers, as text; a stream whole. */
async function told(answer: unknown): Promise<string> {
  const given = await answer;
  if (typeof given !== 'object' || given === null || !(Symbol.asyncIterator in given))
    return JSON.stringify(given);
  const parts: string[] = [];
  for await (const part of given as AsyncIterable<unknown>) parts.push(JSON.stringify(part));
  return parts.join('\n');
}

const calls: readonly (readonly [string, (desk: DeskClient) => unknown])[] = [
  ['a search by name', (desk) => desk.records.search({ text: 'maria' })],
  ['a search by account', (desk) => desk.records.search({ text: 'ac_2' })],
  ['an account', (desk) => desk.records.show({ kind: 'account', id: 'ac_1' })],
  ['a recharge', (desk) => desk.records.show({ kind: 'recharge', id: 'rc_1' })],
  ['a ticket', (desk) => desk.records.show({ kind: 'ticket', id: 'tk_1' })],
  ['the page of a recharge', (desk) => desk.records.recharge({ id: 'rc_1' })],
  ['the page of an account', (desk) => desk.records.account({ id: 'ac_2' })],
  ['the tickets', (desk) => desk.records.tickets({})],
  ['a verdict', (desk) => desk.diagnosis.diagnose({ recharge: 'rc_1' })],
  ['verdicts of an account', (desk) => desk.diagnosis.diagnose({ account: 'ac_2' })],
  ['a verdict of a ticket', (desk) => desk.diagnosis.diagnose({ ticket: 'tk_1' })],
  ['verdicts on everything', (desk) => desk.diagnosis.all()],
  ['the ticket queue', (desk) => desk.tickets.queue({})],
  ['the work on a ticket', (desk) => desk.tickets.work({ ticket: 'tk_1' })],
  [
    'a saved reply',
    (desk) =>
      desk.tickets.fill({
        ticket: 'tk_1',
        language: 'en',
        text: 'Hello {{account}}, {{ticket}}.',
      }),
  ],
];

describe('what an owner reads whole and an agent in part', () => {
  it.each(calls)('%s', async (_what, ask) => {
    const seen = await told(ask(agent));
    expect(seen.length).toBeGreaterThan(20);
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  });

  it.each(['accounts', 'recharges', 'tickets', 'sessions', 'recharge_events'] as const)(
    'the list of %s, and its export',
    async (list) => {
      const described = (await agent.records.lists()).find((each) => each.list === list);
      const columns = described?.columns.map(({ name }) => name) ?? [];
      expect(columns.length).toBeGreaterThan(3);
      const query = { list, filter: [], sort: [], columns };
      const window = { ...query, offset: 0, limit: 10 };
      const exported = { ...query, format: 'csv' as const };
      const seen = [
        await told(agent.records.rows(window)),
        await told(agent.records.exportRows(exported)),
      ].join('\n');
      expect(seen).toMatch(/ac_1|rc_1/);
      expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
    },
  );

  it('a rejected row: an auditor reads where it stood and why, and nothing of it', async () => {
    const at = path.join(folder, 'rejected');
    mkdirSync(at);
    const row = 'ac_9,maria.silva@example.com,5511987654321,Lisbon';
    writeFileSync(path.join(at, 'accounts.csv'), `account_id,email,phone,country\n${row}\n`);
    // Columns that slipped: a value is quoted under the name of another.
    const slipped = 'se_9,ac_1,2026-10-05T11:59:00Z,198.51.100.23,819012345678';
    writeFileSync(
      path.join(at, 'sessions.csv'),
      `session_id,account_id,started_at,ip,ip_country\n${slipped}\n`,
    );
    let list = '';
    for await (const event of await owner.records.importDrop({ path: at, commit: false }))
      if (event.kind === 'done') list = event.result.reject_list ?? '';
    const reads = (who: DeskClient) =>
      Promise.all([told(who.records.rejects({ list })), told(who.records.firstRejects({ list }))]);
    for (const whole of await reads(owner)) expect(whole).toMatch(/5511987654321[^]*198\.51/);
    for (const part of await reads(auditor)) {
      expect(part).toMatch(/accounts\.csv[^]*BAD_COUNTRY[^]*sessions\.csv[^]*BAD_COUNTRY/);
      expect(part).toContain('is not a country');
      expect(secrets.filter((secret) => part.includes(secret))).toEqual([]);
    }
    const rows = auditor.records.rejectedRows({ list, file: 'accounts.csv' });
    await expect(rows).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is there to be hidden: the owner reads every one of them', async () => {
    const seen = (await Promise.all(calls.map(([, ask]) => told(ask(owner))))).join('\n');
    expect(secrets.filter((secret) => !seen.includes(secret))).toEqual([]);
    // Verdicts on everything come as text, which is masked in a way of its own.
    const whole = await told(owner.diagnosis.all());
    expect(secrets.filter((secret) => whole.includes(secret)).length).toBeGreaterThan(0);
  });
});
