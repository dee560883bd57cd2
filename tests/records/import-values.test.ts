import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCountry, isCurrency } from '../../main/desk/records/import/iso.ts';
import { isDay, parseTime, zoneOf } from '../../main/desk/records/import/times.ts';
import {
  BadValue,
  parserOf,
  type Value,
  type ValueNotes,
} from '../../main/desk/records/import/values.ts';
import type { Column, ColumnKind } from '../../main/desk/records/tables.ts';

const warned: string[] = [];
const notes: ValueNotes = {
  zone: null,
  mapped: false,
  redacted: false,
  warn: (column, about, value) => warned.push(`${column}: ${about}: ${value}`),
  droppedCode: () => {},
};

function parse(column: Column | ColumnKind, text: string, name = 'field'): Value | string {
  const described = typeof column === 'string' ? { kind: column } : column;
  const value = parserOf(name, described, notes)(text);
  return value instanceof BadValue ? value.code : value;
}

const noon = BigInt(Date.parse('2026-02-28T12:00:00Z'));

describe('times', () => {
  it.each([
    ['2026-02-28T12:00:00Z', noon],
    ['2026-02-28t12:00:00z', noon],
    ['2026-02-28 12:00:00Z', noon],
    ['2026-02-28T14:00:00+02:00', noon],
    ['2026-02-28T06:30:00-05:30', noon],
    ['2026-02-28T12:00:00-00:00', noon],
    ['2026-02-28T12:00:00.5Z', noon + 500n],
    ['2026-02-28T12:00:00.123456789Z', noon + 123n],
    [' 2026-02-28T12:00:00Z ', noon],
    [String(noon), noon],
    ['2024-02-29T00:00:00Z', BigInt(Date.UTC(2024, 1, 29))],
    ['0050-01-01T00:00:00Z', -60589296000000n],
    ['-1', -1n],
    ['', null],
    ['  ', null],
  ])('%s is a time', (text, ms) => {
    expect(text.trim() === '' ? null : parse('time', text)).toBe(ms);
  });

  it.each([
    '2026-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-02-28T24:00:00Z',
    '2026-02-28T12:60:00Z',
    '2026-02-28T12:00Z',
    '2026-02-28',
    '26-02-28T12:00:00Z',
    '12026-02-28T12:00:00Z',
    '2026-02-28T12:00:00+2',
    '2026-02-28T12:00:00+02:60',
    '28.02.2026 12:00',
    '1e12',
    '1772280000000.5',
    '9999999999999999',
    'yesterday',
    '２０２６-02-28T12:00:00Z',
  ])('%s is no time', (text) => {
    expect(parse('time', text)).toBe('BAD_TIME');
  });

  it('needs an offset, or a zone that the import names', () => {
    expect(parse('time', '2026-02-28T12:00:00')).toBe('NO_OFFSET');
    const berlin = zoneOf('Europe/Berlin');
    expect(parseTime('2026-07-01T12:00:00', berlin)).toBe(BigInt(Date.UTC(2026, 6, 1, 10)));
    expect(parseTime('2026-02-28T12:00:00', berlin)).toBe(BigInt(Date.UTC(2026, 1, 28, 11)));
    expect(parseTime('2026-02-28T12:00:00Z', berlin)).toBe(noon);
    expect(zoneOf('Middle/Earth')).toBeNull();
  });

  it('knows the hours that a clock leaves out or shows twice', () => {
    const berlin = zoneOf('Europe/Berlin');
    expect(parseTime('2026-03-29T02:30:00', berlin)).toBe('no_such_time');
    expect(parseTime('2026-10-25T02:30:00', berlin)).toBe(BigInt(Date.UTC(2026, 9, 25, 0, 30)));
    expect(parseTime('2026-10-25T03:00:00', berlin)).toBe(BigInt(Date.UTC(2026, 9, 25, 2)));
    const newYork = zoneOf('America/New_York');
    expect(parseTime('2026-11-01T01:30:00', newYork)).toBe(BigInt(Date.UTC(2026, 10, 1, 5, 30)));
  });

  it('reads back whatever a clock can say', () => {
    const millisecond = fc.integer({ min: -62167219200000, max: 253402300799999 });
    fc.assert(
      fc.property(millisecond, (ms) => {
        expect(parseTime(new Date(ms).toISOString(), null)).toBe(BigInt(ms));
        expect(parseTime(String(ms), null)).toBe(BigInt(ms));
      }),
    );
  });

  it('warns where whole numbers look like seconds', () => {
    warned.length = 0;
    expect(parse('time', '1772280000', 'created_at')).toBe(1772280000n);
    expect(warned).toEqual([
      'created_at: looks like seconds, but times are milliseconds: 1772280000',
    ]);
  });

  it('tells days from anything else', () => {
    expect(isDay('2026-02-28')).toBe(true);
    for (const text of ['2026-02-29', '2026-2-8', '20260228', '2026-02-28T00:00:00Z'])
      expect(isDay(text)).toBe(false);
  });
});

describe.each(['coins', 'minor', 'integer'] as const)('%s', (kind) => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['-70', -70n],
    ['+1400', 1400n],
    ['0070', 70n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9007199254740993', 9007199254740993n],
    [' 5 ', 5n],
  ])('takes %s exactly', (text, value) => {
    expect(parse(kind, text)).toBe(value);
  });

  it.each([
    '1e3',
    '4.00',
    '4.',
    '0x10',
    '１４００',
    '1,400',
    '1 400',
    "1'400",
    '1_400',
    '٣',
    '--1',
    'NaN',
    '∞',
    '1n',
    '10%',
  ])('takes no %s', (text) => {
    expect(parse(kind, text)).toBe('BAD_INTEGER');
  });

  it('takes nothing beyond 64 bits', () => {
    expect(parse(kind, '9223372036854775808')).toBe('OUT_OF_RANGE');
    expect(parse(kind, '-9223372036854775809')).toBe('OUT_OF_RANGE');
    expect(parse(kind, '9'.repeat(40))).toBe('OUT_OF_RANGE');
  });

  it('is exact over all 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(parse(kind, String(value))).toBe(value);
      }),
    );
  });
});

describe('words and codes', () => {
  const column = { kind: 'word', words: ['app_store', 'Y'] } as const;

  it('takes a word of the list in any case', () => {
    expect(parse(column, ' App_STORE ')).toBe('app_store');
    expect(parse(column, 'y')).toBe('Y');
  });

  it('keeps an unknown word and warns', () => {
    warned.length = 0;
    expect(parse(column, 'Kiosk', 'channel')).toBe('Kiosk');
    expect(warned).toEqual(['channel: unknown word: Kiosk']);
  });

  it('rejects an unknown word where money would be guessed', () => {
    expect(parse({ ...column, kind: 'strict_word' }, 'kiosk')).toBe('UNKNOWN_WORD');
    expect(parse({ ...column, kind: 'strict_word' }, 'APP_STORE')).toBe('app_store');
  });

  it('takes booleans in any case and nothing else', () => {
    expect(parse('boolean', 'TRUE')).toBe(1n);
    expect(parse('boolean', 'False')).toBe(0n);
    for (const text of ['1', '0', 'yes', 'no', 't'])
      expect(parse('boolean', text)).toBe('BAD_BOOLEAN');
  });

  it('stores countries and currencies in capitals, and only those there are', () => {
    expect(parse('country', 'de')).toBe('DE');
    expect(parse('currency', 'kwd')).toBe('KWD');
    for (const text of ['UK', 'EU', 'ZZ', 'DEU', 'D', 'SU'])
      expect(parse('country', text)).toBe('BAD_COUNTRY');
    for (const text of ['US', 'ABC', 'EURO', '€', 'XXX', 'XTS'])
      expect(parse('currency', text)).toBe('BAD_CURRENCY');
  });

  it('knows no country or currency less than the platform it runs on', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const all = [...letters].flatMap((a) => [...letters].map((b) => a + b));
    const known = all.filter(isCountry);
    expect(known).toHaveLength(250);
    expect(known.filter((code) => names.of(code) === undefined)).toEqual([]);
    // Exceptionally reserved, withdrawn, unions and test codes: known to ICU, not assigned by ISO.
    const unassigned =
      'AC CP CQ DD DG DY EA EU EZ FX IC NH QO RH SU TA TP UK UN VD XA XB YD YU ZR ZZ AN BU CS NT HV';
    const missing = all.filter((code) => names.of(code) !== undefined && !isCountry(code));
    expect(missing.filter((code) => !unassigned.split(' ').includes(code))).toEqual([]);
    expect(Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code))).toEqual([]);
  });

  it('takes plain decimals only', () => {
    expect(parse('decimal', '1.0834')).toBe('1.0834');
    expect(parse('decimal', '0.10')).toBe('0.10');
    for (const text of ['1e3', '1,08', '.5', '1.', '0x1', '4242424242424242'])
      expect(parse('decimal', text)).toBe('BAD_DECIMAL');
  });

  it('checks what is kept of a card', () => {
    expect(parse('bin', '42424242')).toBe('42424242');
    expect(parse('bin', '424242424')).toBe('BAD_BIN');
    expect(parse('last4', '0042')).toBe('0042');
    expect(parse('last4', '42')).toBe('BAD_LAST4');
    expect(parse('instrument', 'card_1')).toBe('card_1');
    expect(parse('instrument', '4242 4242 4242 4242')).toBe('CARD_NUMBER');
  });

  it('keeps an address as it is and warns where it is none', () => {
    warned.length = 0;
    expect(parse('ip', '2001:DB8::1')).toBe('2001:db8::1');
    expect(parse('ip', '203.0.113.x', 'ip')).toBe('203.0.113.x');
    expect(warned).toEqual(['ip: not an address: 203.0.113.x']);
  });

  it('takes JSON text as it stands and nothing that is not JSON', () => {
    expect(parse('json', ' {"a": 1.0} ')).toBe(' {"a": 1.0} ');
    expect(parse('json', '{"a":}')).toBe('BAD_JSON');
  });
});
