import { expect, it } from 'vitest';
import type { FilterColumn } from '../../../renderer/ui/filter-edit.ts';
import { conditionOf, toMinor, untyped } from '../../../renderer/ui/filter-input.ts';

const column = (kind: FilterColumn['kind']): FilterColumn => ({
  name: 'x',
  header: 'x',
  kind,
  currency: null,
  facet: false,
  masked: false,
});

it('money is read with thousands marks, and never by guessing what a comma means', () => {
  expect(toMinor('1,234.50', 'USD')).toBe('123450');
  expect(toMinor('1 234.5', 'USD')).toBe('123450');
  expect(toMinor('-12', 'JPY')).toBe('-12');
  for (const typed of ['19,99', '1,2345', '1,234 567', '12,', '1.999', ''])
    expect(toMinor(typed, 'USD'), typed).toBeNull();
});

it('an end of a range suits the kind of its column', () => {
  const range = (kind: FilterColumn['kind'], from: string) =>
    conditionOf(column(kind), { ...untyped, op: 'range', from });
  expect(range('coins', '9,007,199,254,740,993')).toMatchObject({ from: '9007199254740993' });
  for (const typed of ['1,5', '9,223,372,036,854,775,808'])
    expect(range('coins', typed), typed).toBe(
      'Type whole numbers of at most 64 bits, as in 1,400.',
    );
  expect(range('decimal', '1.0834')).toMatchObject({ from: '1.0834' });
  expect(range('decimal', '1,0834')).toBe('Type numbers as in 1.0834.');
});

it('text that nobody can see is no text to look for', () => {
  const contains = (text: string) =>
    conditionOf(column('text'), { ...untyped, op: 'contains', text });
  expect(contains(' ')).toBe('Type some text.');
  expect(contains('da ')).toMatchObject({ text: 'da ' });
});
