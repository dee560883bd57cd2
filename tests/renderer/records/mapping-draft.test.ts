import { describe, expect, it } from 'vitest';
import { mapping } from '../../../contract/mapping.ts';
import type { MappableTable } from '../../../contract/records.ts';
import {
  firstDraft,
  missingColumns,
  toMapping,
  transformsFor,
  usualTransform,
  wordsOf,
  wordsText,
} from '../../../renderer/records/import/mapping-draft.ts';

const table: MappableTable = {
  table: 'recharges',
  columns: [
    { name: 'recharge_id', kind: 'id', need: true },
    { name: 'channel', kind: 'word', need: true },
    { name: 'amount_minor', kind: 'minor', need: false },
    { name: 'created_at', kind: 'time', need: true },
  ],
};
const header = ['Recharge ID', 'Amount-Minor', 'Currency', 'Made'];

describe('the draft of a mapping', () => {
  it('takes columns of the same name in any spelling, and says what is still missing', () => {
    const draft = firstDraft('shop', table, header);
    expect(draft.columns.recharge_id?.from).toBe('Recharge ID');
    expect(draft.columns.amount_minor).toMatchObject({
      from: 'Amount-Minor',
      as: { kind: 'money', currency: { from: 'Currency' } },
    });
    expect(missingColumns(draft)).toEqual(['channel', 'created_at']);
  });

  it('becomes a mapping that the desk takes: what is not filled is left out', () => {
    const draft = firstDraft('shop', table, header);
    const columns = {
      ...draft.columns,
      channel: { from: null, value: ' partner ', as: { kind: 'text' as const } },
    };
    const made = toMapping({ ...draft, columns });
    expect(mapping.parse(made)).toEqual(made);
    expect(Object.keys(made.columns)).toEqual(['recharge_id', 'channel', 'amount_minor']);
    expect(made.columns.channel).toEqual({ value: 'partner' });
  });

  it('offers for every kind only what can be right, with settings that are whole', () => {
    for (const kind of [
      'minor',
      'coins',
      'integer',
      'time',
      'word',
      'strict_word',
      'boolean',
      'id',
    ])
      for (const way of transformsFor(kind)) {
        const as = usualTransform(way, header);
        const made = toMapping({
          ...firstDraft('x', table, header),
          columns: { recharge_id: { from: 'Recharge ID', value: '', as } },
        });
        expect(mapping.safeParse(made).success).toBe(true);
      }
  });

  it('reads pairs of words a line each, and writes them the same way', () => {
    const words = wordsOf('WLAN = wifi\nnothing\n LTE=4g \n= ');
    expect(words).toEqual({ WLAN: 'wifi', LTE: '4g', '': '' });
    expect(wordsOf(wordsText(words))).toEqual(words);
  });
});
