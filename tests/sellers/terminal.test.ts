import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, smallWorkspace } from '../faults/door.ts';

const as = ['--as', 'olga', '--json'];
const files: Readonly<Record<string, string>> = {
  'accounts.csv':
    'account_id,username,country,created_at\nac_a,anna,US,2025-01-01T00:00:00Z\nac_b,ben,US,2025-01-01T00:00:00Z\n',
  'recharges.csv': `recharge_id,account_id,channel,coins,currency,amount_minor,seller_domain,created_at
rc_a,ac_a,web,700,USD,799,cheapcoins.com,2026-11-01T00:00:00Z
rc_b,ac_b,web,700,USD,799,cheapcoins.com,2026-11-02T00:00:00Z
`,
  'recharge_events.csv':
    'recharge_id,seq,at,stage\nrc_a,1,2026-11-01T00:00:01Z,captured\nrc_a,2,2026-11-09T00:00:00Z,disputed\n',
  'ledger.csv':
    'entry_id,account_id,at,delta,kind,recharge_id\nle_a,ac_a,2026-11-01T00:00:02Z,700,recharge_grant,rc_a\n',
  'tickets.csv':
    'ticket_id,account_id,opened_at,body\nti_b,ac_b,2026-11-05T00:00:00Z,I paid cheapcoins[.]com and was cheated\nti_x,ac_gone,2026-11-06T00:00:00Z,cheapcoins.com stole my money\n',
  'offers.csv':
    'offer_id,seller_id,seen_at,currency,price_minor,coins\nof_1,cheapcoins.com,2026-11-01T00:00:00Z,EUR,400,700\n',
};

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-sellers-terminal-'));
  workspace = await smallWorkspace(folder, 1);
  const drop = path.join(folder, 'shops');
  mkdirSync(drop);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(drop, name), text);
  const said = await desk(workspace, ['import', drop, ...as]);
  if (said.code !== 0) throw new Error(said.stdout);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('sellers at the terminal', () => {
  it('make a case of the whole history in one action, and say what the copy lacks', async () => {
    const made = await desk(workspace, ['sellers', 'case', 'cheapcoins.com', ...as]);
    // The site is named by orders and tickets, but has no record of its own.
    expect(made.lines[0]).toMatchObject({ records: 7, missing: 1 });
    const id = String(made.lines[0]?.case);
    const [shown] = (await desk(workspace, ['case', 'show', id, ...as])).lines;
    const { links, notes } = shown as {
      links: { kind: string; id: string }[];
      notes: { text: string }[];
    };
    expect(links.map((one) => `${one.kind} ${one.id}`).sort()).toEqual([
      'account ac_a',
      'account ac_b',
      'account ac_gone',
      'recharge rc_a',
      'recharge rc_b',
      'ticket ti_b',
      'ticket ti_x',
    ]);
    const told = notes.map((one) => one.text).join('\n');
    for (const part of ['1,400 coins', 'rc_a disputed', 'of_1', 'seller cheapcoins.com'])
      expect(told).toContain(part);
  });

  it('warn in the answer to a proposal as soon as somebody flags one', async () => {
    const propose = (key: string) =>
      desk(workspace, [
        ...['adjust', 'propose', '--account', 'ac_a', '--coins', '+5', '--reason', 'GOODWILL'],
        ...['--note', 'sorry', '--recharge', 'rc_a', '--key', key, ...as],
      ]);
    const before = await propose('one');
    expect(JSON.stringify(before.lines[0])).not.toContain('cheapcoins');
    await desk(workspace, ['sellers', 'flag', 'cheapcoins.com', '--reason', 'cheated two', ...as]);
    const after = await propose('two');
    expect(after.lines[0]).toMatchObject({
      warnings: expect.arrayContaining([
        'The seller cheapcoins[.]com is proposed for a flag: cheated two',
      ]),
    });
  });

  it('take a rate with its source, and refuse one that is none', async () => {
    const rate = (value: string) =>
      desk(workspace, [
        ...['sellers', 'rate', 'eur', 'usd', value, '--day', '2026-11-01'],
        ...['--source', 'ECB', ...as],
      ]);
    expect((await rate('1.09')).lines[0]).toMatchObject({ from: 'EUR', to: 'USD', by: 'olga' });
    expect((await rate('1e3')).lines[0]).toMatchObject({ error: { code: 'BAD_INPUT' } });
    const [first] = (await desk(workspace, ['sellers', 'rates', ...as])).lines;
    expect(first).toMatchObject({ rate: '1.09', source: 'ECB', day: '2026-11-01' });
  });

  it('put something on the watch list, say which records touch it, and end it', async () => {
    const sellers = (...words: string[]) => desk(workspace, ['sellers', ...words, ...as]);
    const add = (...words: string[]) =>
      sellers('watch-add', ...words, '--reason', 'told by a bank', '--until', '2027-06-01');
    const [made] = (await add('seller', 'https://CheapCoins.com/pay')).lines;
    expect((await add('nonsense', 'x')).lines[0]).toMatchObject({ error: { code: 'BAD_INPUT' } });
    const touched = (await sellers('watched', '--recharge', 'rc_a')).lines;
    expect(touched).toMatchObject([{ way: 'seller', reason: 'told by a bank', by: 'olga' }]);
    const watched = '[{"op":"in","column":"watched","values":["true"]}]';
    expect((await sellers('--filter', watched)).lines).toMatchObject([
      { seller_id: 'cheapcoins.com', watched: true },
    ]);
    await sellers('watch-end', String(made?.entry), '--reason', 'a mistake');
    expect((await sellers('watched', '--recharge', 'rc_a')).lines).toEqual([]);
    expect((await sellers('watch')).lines).toHaveLength(1);
  });
});
