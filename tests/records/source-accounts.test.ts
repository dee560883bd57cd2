import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { noAccounts } from '../../contract/source-accounts.ts';
import { openDesk } from '../../main/desk/desk.ts';
import { combine } from '../../main/desk/records/import/patch.ts';

const password = 'five plain words in a row';

/** A desk on real files, its owner signed in. */
async function openOwn() {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-accounts-'));
  const workspace = path.join(folder, 'workspace');
  const desk = openDesk({ folder: workspace, create: true });
  onTestFinished(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const connect = () =>
    createRouterClient(desk.router, {
      context: { connection: desk.connect('terminal') },
    }) as DeskClient;
  const owner = connect();
  for await (const _ of await owner.workspace.create({ owner: 'owner', password }));
  await owner.staff.signIn({ user: 'owner', password });
  const put = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(path.join(folder, name));
    for (const [file, text] of Object.entries(files))
      writeFileSync(path.join(folder, name, file), text);
    return path.join(folder, name);
  };
  return { owner, connect, put };
}

async function take(client: DeskClient, drop: string) {
  for await (const event of await client.records.importDrop({ path: drop, commit: true }))
    if (event.kind === 'done') return event.result;
  throw new Error('no result');
}

const notice = (kind: string, psp: string, at: string) => ({
  NotificationRequestItem: {
    amount: { currency: 'EUR', value: 1999 },
    eventCode: kind,
    eventDate: at,
    merchantAccountCode: 'OurShop',
    merchantReference: 'rc_1',
    ...(kind === 'AUTHORISATION' ? {} : { originalReference: 'PSP1' }),
    pspReference: psp,
    success: 'true',
  },
});
const adyen = (...items: object[]) => JSON.stringify({ live: 'true', notificationItems: items });
const authorised = notice('AUTHORISATION', 'PSP1', '2026-11-01T10:00:00Z');
const captured = notice('CAPTURE', 'C1', '2026-11-02T10:00:00Z');
const recharges =
  'recharge_id,account_id,channel,provider,payment_id,coins,amount_minor,currency,created_at\n' +
  'rc_1,ac_1,web,adyen,PSP1,1400,1999,EUR,2026-11-01T09:59:00Z\n';
const ledger = 'entry_id,account_id,at,delta,kind\ne_1,ac_1,2026-11-20T00:00:00Z,5,bonus\n';

describe('what an owner says of our accounts at stores and processors', {
  timeout: 120_000,
}, () => {
  it('decides what counts as paid: an authorisation that we have to capture owes no coins', async () => {
    const { owner, put } = await openOwn();
    await take(owner, put('own', { 'recharges.csv': recharges, 'ledger.csv': ledger }));
    const drop = put('adyen', { 'notices.json': adyen(authorised) });
    await take(owner, drop);
    const cause = async () => (await owner.diagnosis.diagnose({ recharge: 'rc_1' }))[0]?.root_cause;
    expect(await cause()).toBe('paid_not_granted');
    await owner.records.setSourceAccounts({ ...noAccounts, adyen_manual: ['OurShop'] });
    // The same file once more, now read by what was said.
    expect((await take(owner, drop)).tables.payments).toMatchObject({ updated: 1 });
    expect(await cause()).not.toBe('paid_not_granted');
    expect((await take(owner, drop)).tables.payments).toMatchObject({ unchanged: 1 });
    await take(owner, put('later', { 'notices.json': adyen(captured) }));
    expect(await cause()).toBe('paid_not_granted');
    expect((await take(owner, drop)).tables.payments).toMatchObject({ unchanged: 1 });
    expect(await cause()).toBe('paid_not_granted');
  });

  it('makes a plan anew that was made before it was said', async () => {
    const { owner, put } = await openOwn();
    const drop = put('drop', { 'recharges.csv': recharges, 'n.json': adyen(authorised) });
    for await (const _ of await owner.records.importDrop({ path: drop, commit: false }));
    await owner.records.setSourceAccounts({ ...noAccounts, adyen_manual: ['OurShop'] });
    await take(owner, drop);
    const { payment } = await owner.records.recharge({ id: 'rc_1' });
    expect(payment.records[0]?.raw.status).toBe('requires_capture');
  });

  it('is said by an owner alone, in the audit, every version kept', async () => {
    const { owner, connect } = await openOwn();
    expect(await owner.records.sourceAccounts()).toEqual({
      accounts: noAccounts,
      by: null,
      at: null,
    });
    const said = { apple_bundles: ['com.b', 'com.a', 'com.b'], adyen_manual: [] };
    const kept = await owner.records.setSourceAccounts(said);
    expect(kept).toMatchObject({ by: 'owner', accounts: { apple_bundles: ['com.a', 'com.b'] } });
    expect(await owner.records.sourceAccounts()).toEqual(kept);
    const [row] = (await owner.audit.list({ limit: 10 })).rows.filter(
      ({ command }) => command === 'records.setSourceAccounts',
    );
    expect(row?.sentence).toContain('com.a, com.b');
    await owner.staff.add({ user: 'agent', role: 'agent', password, own_accounts: [] });
    const agent = connect();
    await agent.staff.signIn({ user: 'agent', password });
    await expect(agent.records.setSourceAccounts(noAccounts)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(
      owner.records.setSourceAccounts({ ...noAccounts, apple_bundles: ['com.a b'] }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await owner.records.sourceAccounts()).toEqual(kept);
  });
});

describe('a transaction that Apple signed for an app that is not ours', () => {
  const columns = ['external_id', 'signature', 'sku'];
  const standing = ['200', 'verified', 'coins'];
  const incoming = ['200', 'failed', 'coins'];
  const combined = (sure: boolean) =>
    combine({
      columns,
      standing,
      incoming,
      patch: { at: null, clears: [], weak: [], grows: [], parts: null, order: null, sure },
      late: () => false,
    })[1];

  it('counts no more, though it was verified; what nobody signed takes nothing back', () => {
    expect(combined(true)).toBe('failed');
    expect(combined(false)).toBe('verified');
  });
});
