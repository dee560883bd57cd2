import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reveal, revealed } from '../../../renderer/ui/reveal.ts';

/** What must never reach the page as it is: it would act without being seen. */
const acting =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00AD\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u3164\u{E0000}-\u{E007F}]/u;

describe('hostile text', () => {
  test('a name that turns itself round shows where', () => {
    expect(revealed('photo\u202Egnp.exe')).toBe('photo‹U+202E›gnp.exe');
    expect(revealed('pay\u200Bpal\u0000')).toBe('pay‹U+200B›pal‹U+0000›');
  });

  test('an empty letter is seen', () => {
    expect(revealed('\u3164')).toBe('‹U+3164›');
  });

  test('ordinary writing of any script stays as it is', () => {
    for (const text of ['Onça Anã', 'فاتورة', '残高不足', 'Chưa nhận được xu', '😀👍🏽', '👩‍👩‍👧'])
      expect(revealed(text)).toBe(text);
  });

  test('a letter of another alphabet in a Latin word stands apart, with what it is', () => {
    const marked = (text: string) =>
      reveal(text, { lines: false }).flatMap((piece) =>
        'text' in piece && piece.strange !== undefined ? [`${piece.text} ${piece.strange}`] : [],
      );
    // The first o is Cyrillic.
    expect(marked('lum\u043Elive.example')).toEqual(['\u043E Cyrillic letter, U+043E']);
    expect(marked('lumol\u0131ve')).toEqual(['\u0131 dotless letter, U+0131']);
    expect(marked('pay \u0391lpha')).toEqual(['\u0391 Greek letter, U+0391']);
    expect(marked('lum\uFF4Flive')).toEqual(['\uFF4F wide letter, U+FF4F']);
    for (const text of ['Привет world', 'Ελλάδα 2026', 'TikTok充值', 'Ｔｏｋｙｏ', 'Łódź', 'naïve'])
      expect(marked(text)).toEqual([]);
    expect(revealed('lum\u043Elive')).toBe('lum\u043Elive');
  });

  test('a joiner that joins no picture is shown', () => {
    expect(revealed('a\u200Db')).toBe('a‹U+200D›b');
  });

  test('lines and tabs stay in a message, a lone carriage return does not', () => {
    const words = (text: string) =>
      reveal(text, { lines: true }).map((piece) => ('text' in piece ? piece.text : piece.escape));
    expect(words('one\r\ntwo\tthree')).toEqual(['one\r\ntwo\tthree']);
    expect(words('one\rtwo')).toEqual(['one', 'U+000D', 'two']);
  });

  test('whatever comes in, nothing that acts comes out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(acting.test(revealed(text))).toBe(false);
      }),
    );
  });

  test('nothing is lost on the way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const back = reveal(text, { lines: true })
          .map((piece) =>
            'text' in piece
              ? piece.text
              : String.fromCodePoint(Number.parseInt(piece.escape.slice(2), 16)),
          )
          .join('');
        expect(back).toBe(text);
      }),
    );
  });
});
