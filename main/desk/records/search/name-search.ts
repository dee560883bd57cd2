import { type RecordKind, recordKinds } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { type Brought, type Candidate, last, type Rank } from './candidate.ts';
import { distanceWithin, spelledAlike } from './distance.ts';
import type { Spellings } from './spellings.ts';
import { createMiddles } from './words.ts';

/** Most words looked at, and most records of one word. */
const mostWords = 60;
const mostOfOne = 20;

/** Words that hold all pieces of what was typed, of which nearly all hold it as it stands. */
const mostHolding = 120;

/** Candidates of a typing error whose distance is reckoned, or of a piece of a name. */
const mostCompared = 600;

interface Named {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
}

interface OfWords {
  /** What begins so was found by its start, all of it: here a share is enough. */
  readonly typed: string;
  readonly kind: RecordKind | null;
  readonly rank: Rank;
  readonly most: number;
}

const runs = /[\p{L}\p{N}\p{M}]+/gu;
const isWord = /^[\p{L}\p{N}\p{M}]+$/u;

/** Letters, and at most a number after them: slips are made in names, not in ids. */
const isLikeName = /^[\p{L}\p{M}]{3,}\p{N}*$/u;

/** Tells whether a record of the copy can still be found by a word, as `createNameSearch` looks. */
export function wordInUse(db: Db): (word: string) => boolean {
  const term = db.prepare<[string, string]>('select 1 from terms where term >= ? and term < ?');
  const site = db.prepare<[string]>('select 1 from recharges where seller_domain = ?');
  return (word) => term.get(word, word + last) !== undefined || site.get(word) !== undefined;
}

/** Names and domains by their middle, and by words that differ from what was typed by a slip. */
export function createNameSearch(db: Db) {
  const middles = createMiddles(db, 'word_middles');
  const nameMiddles = createMiddles(db, 'name_middles');
  const wordsAmong = db
    .prepare<[string], string>(
      'select word from json_each(?) as asked cross join words where words.word = asked.value',
    )
    .pluck();
  const byName = db.prepare<[string, string], Named>(
    `select kind, id, field from terms where term >= ? and term < ? order by term limit ${mostOfOne}`,
  );
  const site = db
    .prepare<[string], number>(
      `select rowid from recharges where seller_domain = ? limit ${mostOfOne}`,
    )
    .pluck()
    .safeIntegers(false);

  /** The records of one word, and whether they are all of them. */
  function recordsOfOne(word: string, { kind, rank }: OfWords): Brought {
    const named = byName.all(word, word + last);
    const found = named.flatMap((raw): Candidate[] => {
      const known = recordKinds.find((name) => name === raw.kind);
      if (!known || (kind !== null && kind !== known)) return [];
      const part = rank === 'near' ? { part: word } : {};
      return [{ kind: known, record: raw.id, field: raw.field, rank, ...part }];
    });
    const isSite = word.includes('.') && (kind === null || kind === 'recharge');
    const rows = isSite ? site.all(word) : [];
    for (const record of rows)
      found.push({ kind: 'recharge', record, field: 'seller_domain', rank });
    return { found, whole: named.length < mostOfOne && rows.length < mostOfOne };
  }

  /** The records of words, so many; of a word that is not needed nothing is read. */
  function recordsOf(words: Iterable<string>, of: OfWords): Brought {
    const found: Candidate[] = [];
    let looked = 0;
    let whole = true;
    for (const word of words) {
      if (found.length >= of.most || looked === mostWords) return { found, whole: false };
      looked += 1;
      const one = recordsOfOne(word, of);
      if (!one.whole && !word.startsWith(of.typed)) whole = false;
      found.push(...one.found);
    }
    return { found, whole };
  }

  /** Words that hold a piece of text, as they are asked for. */
  function* holding(sought: string): Generator<string> {
    const pieces = covering(sought);
    if (pieces.length === 0) return;
    for (const word of middles.iterate(allOf(pieces), mostHolding))
      if (word.includes(sought)) yield word;
  }

  /**
   * Sites, or whole names, that hold a piece of text with marks in it. Three characters with a mark
   * stand in few words, so these are asked for first; the lists of the others are long. Where so many
   * hold them that none of those looked at holds the text itself, more is asked of each.
   */
  function wholeHolding(sought: string, from: typeof middles): string[] {
    const all = trigrams(sought);
    const rare = all.filter((piece) => !isWord.test(piece));
    for (const [pieces, most] of [
      [rare, mostHolding],
      [covering(sought), mostHolding],
      [all, mostCompared],
    ] as const) {
      if (pieces.length === 0) continue;
      const words = from.all(allOf(pieces), most);
      const held = words.filter((word) => word.includes(sought));
      if (held.length > 0 || words.length < most) return held;
    }
    return [];
  }

  /** What begins with it was found by its start. The words of a name may be typed in any order. */
  function* namesThenWords(typed: string, longest: string): Generator<string> {
    yield* wholeHolding(typed, nameMiddles).filter((name) => !name.startsWith(typed));
    yield* holding(longest);
  }

  return {
    /**
     * Names and sites that hold what was typed, and words that hold the longest part of it. Where
     * `plenty` begin with it, names of several words are not looked through for it as well.
     */
    middles(
      { starts: [typed = ''] }: Spellings,
      { kind, most, plenty }: { kind: RecordKind | null; most: number; plenty: boolean },
    ): Brought {
      const longest = partsOf(typed).toSorted((a, b) => b.length - a.length)[0] ?? '';
      const wanted = { typed, kind, rank: 'middle', most } as const;
      const spaced = /\s/.test(typed);
      if (typed === longest || (spaced && plenty)) return recordsOf(holding(longest), wanted);
      if (spaced) return recordsOf(namesThenWords(typed, longest), wanted);
      const whole = [nameMiddles, middles].flatMap((from) => wholeHolding(typed, from));
      return recordsOf(whole.length > 0 ? whole : holding(longest), wanted);
    },
    /** Words that are one slip away from what was typed, two where it is long. */
    nearly({ starts: [typed = ''] }: Spellings, kind: RecordKind | null, most: number): Brought {
      const all = partsOf(typed);
      const isMendable = (part: string) => part.length >= 4 && isLikeName.test(part);
      const mendable = all.filter(isMendable).length;
      if (mendable === 0 || mendable > 3) return { found: [], whole: true };
      const wanted = { typed, kind, rank: 'near', most } as const;
      const alike = all.map((part) => (isMendable(part) ? [...wordsAlike(part)] : []));
      // A name of several words, of which one was mistyped: that name, before others that share a word.
      const names = alike.flatMap((words, at) => words.map((word) => all.with(at, word).join(' ')));
      const named = all.length > 1 ? recordsOf(names, wanted) : null;
      return named && named.found.length > 0 ? named : recordsOf(new Set(alike.flat()), wanted);
    },
  };

  /** Words that differ from one by a slip, the nearest first. */
  function wordsAlike(part: string): Set<string> {
    return new Set([...wordsAmong.all(JSON.stringify([...spelledAlike(part)])), ...nearby(part)]);
  }

  /** Words that share a half with a longer one, or a third of it, where two slips may part it. */
  function nearby(part: string): string[] {
    const letters = Array.from(part);
    if (letters.length < 6) return [];
    const half = Math.ceil(letters.length / 2);
    const most = letters.length < 8 ? 1 : 2;
    const halves = [letters.slice(0, half), letters.slice(half)].map(
      (piece) => `(${trigrams(piece.join('')).map(quoted).join(' AND ')})`,
    );
    const thirds = trigrams(part).filter((_, at) => at % 3 === 0);
    const asked = [halves.join(' OR '), thirds.map(quoted).join(' OR ')].slice(0, most);
    const close = (word: string) => distanceWithin(part, word, most);
    return asked.flatMap((query) => middles.all(query, mostCompared).filter(close));
  }
}

function partsOf(typed: string): string[] {
  return typed.match(runs) ?? [];
}

/** Each three characters in a row, in the order of the text; none where it is shorter. */
function trigrams(text: string): string[] {
  const characters = Array.from(text).slice(0, 24);
  return [
    ...new Set(
      characters
        .slice(0, -2)
        .map((first, at) => `${first}${characters[at + 1]}${characters[at + 2]}`),
    ),
  ];
}

/** Trigrams that leave no character out, as few as can be: the fewer, the fewer lists are read. */
function covering(text: string): string[] {
  const all = trigrams(text);
  return all.filter((_, at) => at % 3 === 0 || at === all.length - 1);
}

/** Asks for what holds each of several pieces. */
function allOf(pieces: readonly string[]): string {
  return pieces.map(quoted).join(' AND ');
}

/** As a string of the query language of FTS5, in which it means nothing but itself. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
