import { describe, expect, it } from 'vitest';
import { type RecordKind, recordKinds, type Shown, shown } from '../../contract/records.ts';
import { day, noon, openCopy, openSmallCopy } from './copy.ts';

const known: readonly (readonly [RecordKind, string, Record<string, string>, readonly string[]])[] =
  [
    ['account', 'ac_maria7', { username: 'maria_silva88' }, ['accounts', 'recharges', 'tickets']],
    ['recharge', 'rc_9k2q41f', { coins: '1400' }, ['recharges', 'store_records', 'tickets']],
    [
      'store_record',
      'google/GPA.3312-1111-2222-33333',
      { acknowledged: 'false' },
      ['recharges', 'store_records', 'tickets'],
    ],
    ['payment', 'stripe/pi_777abc', { amount_minor: '145' }, ['payments', 'ledger']],
    ['instrument', 'fp_visa', { last4: '4242' }, ['recharges', 'payments']],
    ['device', 'dv_pixel', { model: 'Pixel 9' }, ['sessions', 'recharges']],
    ['ip', '192.0.2.7', { ip_country: 'BR', accounts: '1' }, ['sessions', 'recharges']],
    ['seller', 'cheap-coins.example', { status: 'unlisted' }, ['offers', 'recharges']],
    ['ticket', '8812', { status: 'open' }, ['recharges', 'tickets']],
  ];

describe('one record', () => {
  it.each(known)('is shown: %s %s', (kind, id, fields, tables) => {
    const { records } = openSmallCopy();
    const record = shown.parse(records.show({ kind, id }));
    expect(record).toMatchObject({ kind, id, fields });
    const told = new Set(record.timeline.map(({ table }) => table));
    for (const table of tables) expect(told).toContain(table);
    const times = record.timeline.map(({ at }) => at ?? '~');
    expect(times).toEqual(times.toSorted());
    expect(record.provenance).not.toEqual([]);
    for (const { file, run } of record.provenance)
      expect([file, run]).toEqual([expect.stringMatching(/\.csv$/), 'run_1']);
  });

  it('that is of another kind is called what it is', () => {
    const { records } = openSmallCopy();
    const said = (kind: RecordKind, id: string) => {
      try {
        records.show({ kind, id });
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(said('recharge', '8812')).toMatchObject({
      code: 'NOT_FOUND',
      message: '8812 is a ticket in this copy, not a recharge.',
      next: 'Ask for it as a ticket, or give the id of a recharge.',
    });
    expect(said('ticket', 'ac_maria7')).toMatchObject({
      message: 'ac_maria7 is an account in this copy, not a ticket.',
    });
    expect(said('case', 'rc_9k2q41f')).toMatchObject({
      message: 'rc_9k2q41f is a recharge in this copy, not a case.',
    });
  });

  it.each(recordKinds)('that is not there is refused in words: %s', (kind) => {
    for (const copy of [openSmallCopy(), openCopy()])
      for (const id of ['nope', "x' or 1=1", '/', 'google/', '\u0000', '🙂'.repeat(100)])
        expect(() => copy.records.show({ kind, id })).toThrowError(
          expect.objectContaining({ code: 'NOT_FOUND', next: expect.stringMatching(/\w/) }),
        );
  });

  it('is found by the id of the store alone while only one provider has it', () => {
    const { records, put } = openSmallCopy();
    expect(records.show({ kind: 'payment', id: 'pi_777abc' }).id).toBe('stripe/pi_777abc');
    put('payments', { provider: 'adyen', payment_id: 'pi_777abc' });
    expect(() => records.show({ kind: 'payment', id: 'pi_777abc' })).toThrow(/No payment/);
    expect(records.show({ kind: 'payment', id: 'adyen/pi_777abc' }).id).toBe('adyen/pi_777abc');
  });

  it('is found by an id with slashes in it', () => {
    const { records, put } = openCopy();
    put('store_records', { provider: 'a/b', external_id: 'c/d' });
    expect(records.show({ kind: 'store_record', id: 'a/b/c/d' }).id).toBe('a/b/c/d');
    expect(records.show({ kind: 'store_record', id: 'c/d' }).id).toBe('a/b/c/d');
  });

  it('names where earlier versions of it came from', () => {
    const { records, db } = openSmallCopy();
    db.prepare(
      `insert into history (table_name, key, content, origin_run, origin_file, origin_line, replaced_by_run)
       values ('tickets', '8812', '{}', 1, 12, 3, 1)`,
    ).run();
    const { provenance } = records.show({ kind: 'ticket', id: '8812' });
    expect(provenance.map(({ line }) => line)).toContain(3);
  });

  it('shows unknown columns with the others', () => {
    const { records, put } = openCopy();
    put('devices', { device_id: 'd1', extra: '{"colour":"blue","device_id":"fake"}' });
    expect(records.show({ kind: 'device', id: 'd1' }).fields).toMatchObject({
      colour: 'blue',
      device_id: 'd1',
    });
    expect(records.search({ text: 'blue', limit: 5 }).hits[0]?.why).toEqual([
      { field: 'colour', value: 'blue' },
    ]);
  });

  it('of a later area comes from there', () => {
    const adjustment: Shown = {
      kind: 'adjustment',
      id: 'adj_1',
      fields: { coins: '70' },
      timeline: [],
      provenance: [],
    };
    const { records } = openSmallCopy({
      furtherShown: (kind, id) => (kind === 'adjustment' && id === 'adj_1' ? adjustment : null),
    });
    expect(records.show({ kind: 'adjustment', id: 'adj_1' })).toEqual(adjustment);
    expect(() => records.show({ kind: 'case', id: 'adj_1' })).toThrow(/no case adj_1/);
  });
});

describe('the list of tickets', () => {
  it('comes newest first, page by page, each ticket once', () => {
    const { records, put } = openCopy();
    for (let index = 0; index < 25; index++)
      put('tickets', {
        ticket_id: `t${String(index).padStart(2, '0')}`,
        opened_at: noon + Math.floor(index / 4) * day,
        status: index % 5 === 0 ? 'closed' : 'open',
      });
    const seen: string[] = [];
    let before: { at: string; id: string } | undefined;
    for (;;) {
      const page = records.tickets({ status: 'open', before, limit: 3 });
      expect(page.total).toBe(20);
      seen.push(...page.tickets.map((ticket) => ticket.ticket_id ?? ''));
      const last = page.tickets.at(-1);
      if (!last) break;
      before = { at: last.opened_at ?? '', id: last.ticket_id ?? '' };
    }
    expect(seen).toHaveLength(20);
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(records.tickets({ status: 'any', limit: 500 })).toMatchObject({ total: 25 });
    expect(records.tickets({ status: 'waiting', limit: 5 })).toEqual({ total: 0, tickets: [] });
  });

  it('refuses to go on from what is no time', () => {
    const { records } = openCopy();
    expect(() =>
      records.tickets({ status: 'any', before: { at: 'soon', id: 'x' }, limit: 1 }),
    ).toThrowError(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
