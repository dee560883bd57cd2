import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readings, recordKinds } from '../../contract/records.ts';
import { fold } from '../../main/desk/records/search/fold.ts';
import { distanceWithin, spelledAlike } from '../../main/desk/records/search/distance.ts';
import { guessesOf } from '../../main/desk/records/search/guess.ts';
import { createCandidates } from '../../main/desk/records/search/candidates.ts';
import { spellingsOf } from '../../main/desk/records/search/spellings.ts';
import { type Db, openFile } from '../../main/desk/storage/storage.ts';
import { noon, openCopy } from './copy.ts';

const guessed = (text: string) => guessesOf(text).map(({ as }) => as);

describe('what was typed is understood', () => {
  it.each([
    ['19,99', 1999n, null],
    ['19.99', 1999n, null],
    ['$19.99', 1999n, 'USD'],
    ['19.99 usd', 1999n, 'USD'],
    ['1.234,50 €', 123450n, 'EUR'],
    ['€1,234.50', 123450n, 'EUR'],
    ['1 234,50 eur', 123450n, 'EUR'],
    ["CHF 1'234.50", 123450n, 'CHF'],
    ['¥1,200', 1200n, 'JPY'],
    ['jpy 500', 500n, 'JPY'],
    ['R$ 5', 500n, 'BRL'],
    ['1.250 KWD', 1250n, 'KWD'],
    ['1.234', 123400n, null],
    ['1,234', 1234n, null],
    ['¥12', 1200n, 'CNY'],
    ['1200円', 1200n, 'JPY'],
    ['$20.00 CAD', 2000n, 'CAD'],
    ['USD $20', 2000n, 'USD'],
    ['A$20', 2000n, 'AUD'],
    ['1 234,56 zł', 123456n, 'PLN'],
    ['100.000đ', 100000n, 'VND'],
    ['₹1,00,000', 10000000n, 'INR'],
    ['CHF 1’234.–', 123400n, 'CHF'],
    ['166 000', 166000n, null],
    ['(12.50)', 1250n, null],
    ['−12.50', 1250n, null],
    ['.50', 50n, null],
  ])('%s as an amount', (text, minor, currency) => {
    const amounts = guessesOf(text).find(({ as }) => as === 'amount')?.amounts ?? [];
    expect(amounts).toContainEqual({ minor, currency });
  });

  it.each([
    '19,99,99x',
    'foo 12',
    'max 99',
    '€5 USD',
    'Oct 5 2026',
    'rc_1',
    '12:30',
    'GPA.1-2',
    'a1.5b',
    '1.2.3.4',
    '$',
    '',
  ])('%s is no amount', (text) => expect(guessed(text)).not.toContain('amount'));

  it.each([
    ['2026-02-28', '2026-02-28', 1],
    ['28.2.2026', '2026-02-28', 1],
    ['28 Feb 2026', '2026-02-28', 1],
    ['February 28, 2026', '2026-02-28', 1],
    ['2/28/2026', '2026-02-28', 1],
    ['2026-02', '2026-02-01', 28],
    ['2026/02/28', '2026-02-28', 1],
    ['2026.02.28', '2026-02-28', 1],
    ['28-02-2026', '2026-02-28', 1],
    ['28-Feb-26', '2026-02-28', 1],
    ['Sat, 28 Feb 2026', '2026-02-28', 1],
    ['Feb 28th, 2026', '2026-02-28', 1],
    ['28. Februar 2026', '2026-02-28', 1],
    ['28 de fevereiro de 2026', '2026-02-28', 1],
    ['2026年2月28日', '2026-02-28', 1],
    ['2026–02–28', '2026-02-28', 1],
    ['Feb 2026', '2026-02-01', 28],
    ['02/2026', '2026-02-01', 28],
  ])('%s as a day or a month', (text, first, days) => {
    const spans = guessesOf(text).flatMap(({ span }) => (span ? [span] : []));
    const from = Date.parse(first);
    expect(spans).toContainEqual({ from, before: from + days * 86_400_000 });
  });

  it.each([
    '2026-02-28T10:04:30.5Z',
    '2026-02-28T12:04:30+02:00',
    '2026-02-28 10:04',
    '28 Feb 2026 10:04 UTC',
    '28.02.2026 10:04',
    '1772273070500',
  ])('%s as a minute', (text) => {
    const from = Date.parse('2026-02-28T10:04:00Z');
    expect(guessesOf(text).map(({ span }) => span)).toContainEqual({ from, before: from + 60_000 });
  });

  it.each([
    '2026-02-30',
    '31.4.2026',
    'max 2026',
    'ju 2026',
    '2026-02-28T24:00Z',
    '2026-13',
    '99/99/2026',
  ])('%s is no day', (text) => expect(guessed(text)).not.toContain('date'));

  it.each([
    ['maria@mail.example', 'email'],
    ['@mail.example', 'email'],
    ['+49 30 901820', 'phone'],
    ['https://www.cheap-coins.example/x', 'domain'],
    ['192.0.2.7', 'ip'],
    ['2001:db8::7', 'ip'],
    ['GPA.3312-1111', 'order'],
    ['3312-1111-2222-33333', 'order'],
    ['4242', 'last4'],
    ['•••• 4242', 'last4'],
    ["O'Neil", 'name'],
    ['maria_silva88', 'name'],
    ['rc_9k2', 'id'],
    ['mailto:maria@mail.example', 'email'],
    ['Maria <maria@mail.example>', 'email'],
    ['tel:+4930901820', 'phone'],
    ['+49‑30‑901820', 'phone'],
    ['٠٣٠٩٠١٨٢٠', 'phone'],
    ['cheap-coins[.]example', 'domain'],
    ['192.0.2.7:443', 'ip'],
    ['GPA 3312-1111-2222-33333', 'order'],
    ['Order number: GPA.3312-1111-2222-33333', 'order'],
    ['Visa ending in 4242', 'last4'],
  ] as const)('%s as %s', (text, as) => expect(guessed(text)).toContain(as));

  it('never fails, whatever is typed, and says nothing of nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const guesses = guessesOf(text);
        expect(guesses.length > 0).toBe(fold(text) !== '');
        for (const { as, amounts = [] } of guesses) {
          expect(readings).toContain(as);
          for (const { minor } of amounts) expect(minor >= 0n && minor < 2n ** 63n).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('slips', () => {
  it('are one change away, and the distance says so', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdeü'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, (text) => {
        for (const alike of spelledAlike(text)) expect(distanceWithin(text, alike, 1)).toBe(true);
      }),
    );
    expect(distanceWithin('maria', 'mraia', 1)).toBe(true);
    expect(distanceWithin('maria', 'mariana', 1)).toBe(false);
    expect(distanceWithin('kowalski', 'kovalsky', 2)).toBe(true);
    expect(distanceWithin('abc', 'cba', 1)).toBe(false);
  });
});

function openShop() {
  const { records, put, db } = openCopy();
  put('accounts', {
    account_id: 'ac_1',
    username: 'tahebaze_99',
    display_name: 'María Kowalski',
    email: 'maria.k@quickmail.example',
  });
  put('accounts', { account_id: 'ac_2', display_name: "Seán O'Neil" });
  const amounts = [
    ['rc_a', 1999n, 'USD', noon],
    ['rc_b', 1999n, 'EUR', noon + 86_400_000],
    ['rc_c', 123450n, 'EUR', noon],
  ] as const;
  for (const [recharge_id, amount_minor, currency, created_at] of amounts)
    put('recharges', {
      recharge_id,
      account_id: 'ac_1',
      channel: 'web',
      amount_minor,
      currency,
      created_at,
      seller_domain: recharge_id === 'rc_a' ? 'bestcoinsnow.example' : null,
    });
  return {
    db,
    ids: (text: string, more: { as?: (typeof readings)[number] } = {}) =>
      records.search({ text, limit: 50, ...more }).hits.map(({ id }) => id),
    search: (text: string) => records.search({ text, limit: 50 }),
  };
}

/** Every statement that the search box prepares, whatever is typed. */
function searchStatements(db: Db): string[] {
  const asked = new Set<string>();
  const listening = new Proxy(db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target);
      return (sql: string) => {
        asked.add(sql);
        return target.prepare(sql);
      };
    },
  });
  const candidates = createCandidates(listening);
  for (const text of [
    'rc_a1',
    '19.99 eur',
    '2026-10-05',
    '192.0.2',
    'kowalsky',
    '4242',
    'a.example',
  ])
    for (const kind of [null, ...recordKinds])
      candidates({
        spellings: spellingsOf(text),
        guesses: guessesOf(text),
        kind,
        as: null,
        limit: 50,
      });
  return [...asked];
}

/** A value for each place of a statement that waits for one. */
function valuesFor(sql: string): (string | number | Record<string, string | number>)[] {
  const named = ['start', 'end', 'upper', 'upperEnd', 'term'].map((name) => [name, 'a']);
  if (sql.includes('@')) return [{ ...Object.fromEntries(named), most: 9 }];
  return (sql.match(/\?/g) ?? []).map((_, at, all) =>
    at === all.length - 1 && /limit \+\?/.test(sql) ? 9 : 'a',
  );
}

describe('the search box', () => {
  it('finds amounts in any spelling, newest first, of their currency alone where one is named', () => {
    const { ids, search } = openShop();
    expect(ids('19,99')).toEqual(['rc_b', 'rc_a']);
    expect(ids('$19.99')).toEqual(['rc_a']);
    expect(ids('1.234,50 €')).toEqual(['rc_c']);
    expect(search('19.99').hits[0]?.why).toEqual([
      { field: 'amount_minor', value: '1999', shown: 'EUR 19.99' },
    ]);
  });

  it('finds a name however its letters are typed, and two characters where they are a name', () => {
    const { put, records } = openCopy();
    const names = {
      ac_l: 'Łukasz Żak',
      ac_d: 'Nguyễn Văn Đức',
      ac_s: 'Straße',
      ac_o: 'O’Neil',
      ac_a: 'أَحْمَد',
      ac_j: '山田太郎',
      ac_k: '김철수',
    };
    for (const [account_id, display_name] of Object.entries(names))
      put('accounts', { account_id, display_name });
    for (const [typed, id] of [
      ['lukasz', 'ac_l'],
      ['van duc', 'ac_d'],
      ['Đức', 'ac_d'],
      ['STRASSE', 'ac_s'],
      ["o'neil", 'ac_o'],
      ['احمد', 'ac_a'],
      ['太郎', 'ac_j'],
      ['철수', 'ac_k'],
    ] as const)
      expect(
        records.search({ text: typed, limit: 9 }).hits.map((hit) => hit.id),
        typed,
      ).toEqual([id]);
  });

  it('takes a slip in one of several words for that name, before others that share a word', () => {
    const { put, records } = openCopy();
    const names = ['Sen Hiền', 'Hidden Otter', 'Hidden Lake', 'Quiet Otter'];
    for (const [at, display_name] of names.entries())
      put('accounts', { account_id: `ac_${at}`, display_name });
    const ids = (text: string) => records.search({ text, limit: 9 }).hits.map(({ id }) => id);
    expect(ids('hiden otter')).toEqual(['ac_1']);
    expect(ids('hidden oter')).toEqual(['ac_1']);
    // Where there is no such name the words are looked for alone.
    expect(ids('hiden ottr').toSorted()).toEqual(['ac_0', 'ac_1', 'ac_2', 'ac_3']);
  });

  it('finds what was copied with its label, its port or its brackets', () => {
    const { put, records } = openCopy();
    put('accounts', { account_id: 'ac_1', email: 'maria@mail.example', phone: '+49 30 901820' });
    put('recharges', {
      recharge_id: 'rc_1',
      account_id: 'ac_1',
      channel: 'web',
      external_id: 'GPA.3312-1111-2222-33333',
      seller_domain: 'Bücher-Coins.example',
      ip: '192.0.2.7',
      created_at: noon,
    });
    put('instruments', { instrument_id: 'fp_1', brand: 'visa', last4: '4242' });
    for (const [typed, id] of [
      ['mailto:maria@mail.example', 'ac_1'],
      ['Maria <maria@mail.example>', 'ac_1'],
      ['tel:+4930901820', 'ac_1'],
      ['+49‑30‑901820', 'ac_1'],
      ['ac_1.', 'ac_1'],
      ['Order number: GPA.3312-1111-2222-33333', 'rc_1'],
      ['GPA.3312-1111-2222-33333..0', 'rc_1'],
      ['GPA 3312 1111 2222 33333', 'rc_1'],
      ['GPA.3312–1111–2222–33333', 'rc_1'],
      ['bücher-coins.example', 'rc_1'],
      ['hxxps://bücher-coins[.]example/x', 'rc_1'],
      ['192.0.2.7:443', '192.0.2.7'],
      ['Visa •••• 4242', 'fp_1'],
      ['VISA ending in 4242', 'fp_1'],
    ] as const)
      expect(
        records.search({ text: typed, limit: 9 }).hits.map((hit) => hit.id),
        typed,
      ).toContain(id);
  });

  it('puts others in the place of what does not hold up, and counts no more than it shows', () => {
    const { put, records } = openCopy();
    // All of them hold the longest word; the last two hold the other one, too.
    for (let at = 0; at < 14; at += 1)
      put('accounts', {
        account_id: `ac_${at}`,
        display_name: `Kowalczyk${at} ${at < 12 ? 'Maria' : 'Xaver'}`,
      });
    const { hits, total } = records.search({ text: 'xav walczyk', limit: 5 });
    expect(hits.map(({ id }) => id)).toEqual(['ac_12', 'ac_13']);
    expect(total).toBe(2);
  });

  it('finds what happened on a day', () => {
    const { ids } = openShop();
    expect(ids('2026-10-05').toSorted()).toEqual(['rc_a', 'rc_c']);
    expect(ids('6.10.2026')).toEqual(['rc_b']);
  });

  it('finds names and domains by their middle', () => {
    const { ids } = openShop();
    for (const text of ['owals', 'WALSKI', 'hebaz', 'uickmai', 'ría Kow'])
      expect(ids(text), text).toEqual(['ac_1']);
    expect(ids('coinsnow')).toEqual(['rc_a']);
    expect(ids('onei')).toEqual([]);
    expect(ids("O'Nei")).toEqual(['ac_2']);
  });

  it('finds a name by any piece of it, blanks and marks and all, among many alike', () => {
    const { records, put } = openCopy();
    for (let n = 0; n < 300; n += 1)
      put('accounts', {
        account_id: `ac_${n}`,
        username: `user_${10_000 + n}`,
        display_name: `Olivia Garcia ${String.fromCharCode(97 + (n % 26), 97 + (n % 25))}x`,
      });
    const odd = ['lena_fox92', 'mia.k_7', 'jo-ann_e', 'x_y_z_w', '_dark.lord_', 'änne_ö'];
    odd.forEach((username, n) => put('accounts', { account_id: `odd_${n}`, username }));
    const spoken = ['Olivia Gablenz', 'J. R. Wolff', "Ana d'Ornay Sá", 'Li Ng', 'Ülkü Öz'];
    for (const display_name of spoken) {
      odd.push(display_name);
      put('accounts', { account_id: `odd_${odd.length - 1}`, display_name });
    }
    put('accounts', { account_id: 'shown', display_name: 'Dark_Knight' });
    const ids = (text: string) => records.search({ text, limit: 50 }).hits.map(({ id }) => id);
    for (const [n, name] of odd.entries())
      for (let from = 0; from <= name.length - 3; from += 1)
        for (let to = from + 3; to <= name.length; to += 1) {
          const piece = name.slice(from, to);
          // What stands in hundreds of names is no way to find one of them.
          if (piece.trim().length < 3 || 'olivia ga'.includes(piece.trim().toLowerCase())) continue;
          expect(ids(piece), piece).toContain(`odd_${n}`);
        }
    expect(ids('r_10123')).toEqual(['ac_123']);
    expect(ids('K_KNI')).toEqual(['shown']);
  });

  it('finds it where hundreds hold the same characters apart', () => {
    const { records, put } = openCopy();
    for (let n = 0; n < 300; n += 1)
      put('accounts', { account_id: `ac_${n}`, display_name: `John Tan Pe${100 + n}` });
    put('accounts', { account_id: 'one', display_name: 'John Perić' });
    const found = records.search({ text: 'hn Pe', limit: 50 });
    expect(found.hits.map(({ id }) => id)).toEqual(['one']);
  });

  it('forgives a slip, and says which word it took it for', () => {
    const { ids, search } = openShop();
    for (const text of ['mraia', 'marla', 'Kowalsky', 'kovalsky', 'mara', 'tahebase'])
      expect(ids(text), text).toContain('ac_1');
    expect(search('kovalsky').hits[0]?.why).toEqual([
      { field: 'display_name', value: 'María Kowalski', part: 'kowalski' },
    ]);
    expect(ids('zzzzz')).toEqual([]);
  });

  it('keeps to one way to understand the text where a person picks one', () => {
    const { records, put } = openCopy();
    put('accounts', { account_id: 'x1999', phone: '+1999555000' });
    put('recharges', {
      recharge_id: 'rc_1999',
      account_id: 'x1999',
      channel: 'web',
      amount_minor: 199900n,
      created_at: noon,
    });
    const found = records.search({ text: '1999', limit: 50 });
    expect(found.understood.map(({ as }) => as)).toEqual(['amount', 'last4', 'id']);
    expect(found.hits.map(({ id }) => id).toSorted()).toEqual(['rc_1999', 'x1999']);
    const only = (as: (typeof readings)[number]) =>
      records.search({ text: '1999', limit: 50, as }).hits.map(({ why }) => why[0]?.field);
    expect(only('amount')).toEqual(['amount_minor']);
    expect(only('phone')).toEqual(['phone']);
    expect(new Set(only('last4'))).toEqual(new Set(['account_id', 'recharge_id']));
  });

  it('never walks a whole table, whatever it looks for', () => {
    const { db } = openCopy();
    const asked = new Set<string>();
    for (const sql of searchStatements(db)) {
      const steps = db.prepare(`explain query plan ${sql}`).all(...valuesFor(sql)) as {
        detail: string;
      }[];
      for (const { detail } of steps) {
        asked.add(detail);
        if (detail.startsWith('SCAN'))
          expect(detail, sql).toMatch(/VIRTUAL TABLE|^SCAN (?:each|\(|CONSTANT)/);
        expect(detail, sql).not.toContain('TEMP B-TREE');
        // How SQLite calls it when it looks at all rows for the least or the greatest value.
        expect(detail, sql).not.toMatch(/^SEARCH \w+$/);
      }
    }
    expect(asked.size).toBeGreaterThan(10);
  });

  it('has no question planned anew with each key', () => {
    const { db } = openCopy();
    const asked = searchStatements(db).filter((sql) => sql.includes('limit'));
    expect(asked.length).toBeGreaterThan(10);
    // A bare parameter as limit is looked at by SQLite's planner, each time that it is set.
    for (const sql of asked) expect(sql).not.toMatch(/limit\s+[?@:$]/);
  });

  it('finds an id that was imported a moment ago, whichever ids there were before', () => {
    const { records, put, workspace } = openCopy();
    const ids = (text: string) => records.search({ text, limit: 50 }).hits.map(({ id }) => id);
    put('accounts', { account_id: 'mm_1' });
    expect(ids('mm_1')).toEqual(['mm_1']);
    expect([...ids('aa_1'), ...ids('zz_1'), ...ids('zz_Mixed')]).toEqual([]);
    // On both sides of all ids, and in an index that held none: by a connection of its own, as an import.
    const other = openFile(workspace.layout.records, 'copy', 'write');
    for (const id of ['aa_1', 'zz_1', 'zz_Mixed'])
      other
        .prepare(
          'insert into accounts (account_id, origin_run, origin_file, origin_line) values (?, 1, 1, 1)',
        )
        .run(id);
    other.close();
    for (const id of ['aa_1', 'zz_1', 'zz_Mixed', 'mm_1'])
      expect(ids(id.toLowerCase())).toEqual([id]);
    put('accounts', { account_id: 'zz_2' });
    expect(ids('zz_2')).toEqual(['zz_2']);
  });

  it('fills a page with ids that begin or end alike, of one kind or of several', () => {
    const { records, put } = openCopy();
    for (let at = 10; at < 90; at += 1) put('accounts', { account_id: `longstart_${at}_longend` });
    const page = (text: string) => {
      const { hits, total, total_exact } = records.search({ text, limit: 50 });
      return [
        hits.length,
        new Set(hits.map(({ kind, id }) => `${kind} ${id}`)).size,
        total >= 50,
        total_exact,
      ];
    };
    expect(page('longstart')).toEqual([50, 50, true, false]);
    expect(page('longend')).toEqual([50, 50, true, false]);
    for (let at = 10; at < 90; at += 1)
      put('tickets', { ticket_id: `longstart_t${at}_longend`, opened_at: noon, account_id: 'x' });
    expect(page('longstart')).toEqual([50, 50, true, false]);
    expect(page('longend')).toEqual([50, 50, true, false]);
    expect(records.search({ text: 'longstart_1', limit: 50 })).toMatchObject({
      total: 10,
      total_exact: true,
    });
  });

  it('finds sites by any part with a mark in it, however many there are with that mark', () => {
    const { records, put } = openCopy();
    for (let at = 0; at < 200; at += 1)
      put('recharges', {
        recharge_id: `rc_${at}`,
        account_id: 'a',
        channel: 'web',
        seller_domain: `${'abcdefghij'.charAt(at % 10)}${'klmnopqrst'.charAt(at / 20)}x${at}-coin.example`,
        created_at: noon,
      });
    const sites = (text: string) =>
      records.search({ text, limit: 200 }).hits.flatMap(({ why }) => why.map(({ value }) => value));
    expect(sites('x177-coin')).toEqual(['hsx177-coin.example']);
    expect(sites('sx177-c')).toEqual(['hsx177-coin.example']);
    expect(sites('-coin.ex').length).toBeGreaterThan(20);
  });

  it('finds every plain id by all of it, its start and its end, in any case', () => {
    const { records, put } = openCopy();
    const id = fc.string({
      unit: fc.constantFrom(...'abcXYZ0123456789-_.:/+'),
      minLength: 4,
      maxLength: 40,
    });
    const known = new Set<string>();
    const mixed = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.toLowerCase(),
    );
    fc.assert(
      fc.property(id, mixed, fc.nat(), (external_id, respell, at) => {
        if (!known.has(external_id)) {
          known.add(external_id);
          put('recharges', {
            recharge_id: `r${known.size}`,
            account_id: 'a',
            channel: 'web',
            external_id,
            created_at: noon,
          });
        }
        const length = 4 + (at % (external_id.length - 3));
        for (const part of [
          external_id,
          external_id.slice(0, length),
          external_id.slice(-length),
        ]) {
          const { hits, total_exact } = records.search({ text: respell(part), limit: 200 });
          const found = hits.some(({ why }) => why.some(({ value }) => value === external_id));
          expect(found || !total_exact, part).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
