import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, fold, tailLength, tailOf, termLength } from '../../main/desk/records/search/fold.ts';
import { spellingsOf } from '../../main/desk/records/search/spellings.ts';
import { type Term, termsOf } from '../../main/desk/records/search/terms.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 120 });

/** How the search box would meet these terms: by the start of a term, or the end of a value. */
function finds(terms: readonly Term[], text: string): boolean {
  const { starts, ends } = spellingsOf(text);
  return terms.some(({ term, tail }) =>
    tail
      ? ends.some((end) => term.startsWith(tailOf(end)))
      : starts.some((start) => term.startsWith(cut(start))),
  );
}

describe('folding', () => {
  it('makes case, accents, width and what cannot be seen equal', () => {
    expect(fold('  María\u200b DA\tSilva ')).toBe('maria da silva');
    expect(fold('ＧＰＡ．３３１２')).toBe('gpa.3312');
    expect(fold('İstanbul ISPARTA')).toBe('istanbul isparta');
    expect(fold('\u202eabc\u0000def')).toBe('abc def');
    expect(fold('が')).toBe('が');
    expect(fold('か\u200d\u3099')).toBe('が');
    expect(fold('Łódź Đặng Straße Ærø')).toBe('lodz dang strasse aero');
    expect(fold('O’Neil–Smith −5 ٤٢')).toBe("o'neil-smith -5 42");
    expect(fold('مُحَمَّـد أحمد')).toBe('محمد احمد');
    expect(fold('हिन्दी')).toBe('हिन्दी');
  });

  it('changes nothing the second time, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('keeps text whole when it is cut or turned around', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text.repeat(3));
        for (const kept of [cut(folded), tailOf(folded)]) expect(kept.isWellFormed()).toBe(true);
        expect(cut(folded).length).toBeLessThanOrEqual(termLength);
        expect(tailOf(folded).length).toBeLessThanOrEqual(tailLength);
      }),
    );
  });
});

describe('terms', () => {
  const accountOf = (more: Readonly<Record<string, string | null>>) =>
    termsOf('accounts', { account_id: 'ac_1', ...more });

  it('find every value again by all of it and by each of its starts', () => {
    const columns = ['username', 'display_name', 'email'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...columns), anyText, fc.nat(), (column, text, length) => {
        const terms = accountOf({ [column]: text }).filter(({ field }) => field === column);
        if (fold(text) === '') return;
        expect(terms.some(({ term }) => term === cut(fold(text)))).toBe(true);
        const start = Array.from(fold(text))
          .slice(0, 1 + (length % 40))
          .join('');
        expect(finds(terms, start) || fold(start) === '').toBe(true);
      }),
    );
  });

  it('find an id that is not plain ASCII by its last characters, three or more', () => {
    const id = fc.string({ unit: fc.constantFrom(...'abcXYZ0123456789-_.'), minLength: 3 });
    fc.assert(
      fc.property(id, fc.nat(), (plain, at) => {
        const value = `ü${plain}`;
        const terms = termsOf('recharges', { recharge_id: 'rc_1', external_id: value }).filter(
          ({ tail, field }) => tail && field === 'external_id',
        );
        const folded = fold(value);
        const end = folded.slice(-(3 + (at % tailLength)));
        const meets = terms.some(({ term }) => term.startsWith(tailOf(end)));
        expect(meets).toBe(true);
      }),
    );
  });

  it('find a name by each of its words', () => {
    const terms = accountOf({ display_name: 'María da Silva', username: 'maria_silva88' });
    for (const typed of ['maria', 'da s', 'SILVA', 'silva8'])
      expect(finds(terms, typed)).toBe(true);
    expect(finds(terms, 'ilva')).toBe(false);
  });

  it('find a phone in any spelling', () => {
    const terms = accountOf({ phone: '+55 11 91234-5678' });
    for (const typed of [
      '+551191234',
      '55 11 91234',
      '0055 11 9',
      '(011) 91234-5678',
      '5678',
      '34-5678',
    ])
      expect(finds(terms, typed), typed).toBe(true);
  });

  it('find a card in any spelling of its first and last digits', () => {
    for (const bin of ['424242', '42424242']) {
      const terms = termsOf('instruments', {
        instrument_id: 'fp_1',
        brand: 'visa',
        bin,
        last4: '4241',
      });
      const spellings = [
        '424242 4241',
        '424242-4241',
        '4242 42•• •••• 4241',
        '424242******4241',
        '**** 4241',
        '…4241',
        '4241',
        'Visa 4241',
        '424242',
      ];
      for (const typed of spellings) expect(finds(terms, typed), typed).toBe(true);
      expect(finds(terms, '4242424242424241'), 'a whole number').toBe(true);
    }
  });

  it('find a seller by the parts of its site and by its address', () => {
    const terms = termsOf('sellers', { seller_id: 'cheap-coins.shop.example', name: 'Coin King' });
    for (const typed of [
      'cheap',
      'coins.shop',
      'shop.example',
      'king',
      'https://www.cheap-coins.shop.example/x?y',
    ])
      expect(finds(terms, typed), typed).toBe(true);
  });

  it('find a ticket by the words of its subject, and a row by its unknown columns', () => {
    const terms = termsOf('tickets', {
      ticket_id: '8812',
      account_id: 'ac_1',
      subject: 'Monedas no llegaron, ¿dónde?',
      extra: JSON.stringify({ agent_note: 'Blue Whale', deep: { not: 'this' } }),
    });
    for (const typed of ['monedas', 'lleg', 'donde', 'blue wh'])
      expect(finds(terms, typed), typed).toBe(true);
  });

  it('are none for the plain ids of a recharge, which have indices, and none for what is not searched', () => {
    const terms = termsOf('recharges', {
      recharge_id: 'rc_1',
      account_id: 'ac_1',
      external_id: 'pi_1abc',
      payment_id: 'pi_1abc',
      ip: '192.0.2.7',
    });
    expect(terms).toEqual([]);
    expect(termsOf('recharges', { recharge_id: 'rc_ü', account_id: 'ac_1' })).toHaveLength(2);
    expect(termsOf('ledger', { entry_id: 'le_1' })).toEqual([]);
  });

  it('are never empty, never without an id, never too long, whatever a row holds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('ticket_id', 'subject', 'contact', 'extra'), anyText),
        (row) => {
          for (const { term, id } of termsOf('tickets', row)) {
            expect(term).not.toBe('');
            expect(id).not.toBe('');
            expect(term.length).toBeLessThanOrEqual(termLength);
          }
        },
      ),
    );
  });
});
