/** Typing errors: a letter too much, too few, another one, or two that changed places. */

/** Longer words have more neighbours than are worth a look each. */
const longest = 12;

const latin = 'abcdefghijklmnopqrstuvwxyz';

/** Every text that is one slip away, of the letters of a keyboard and those of the text itself. */
export function spelledAlike(word: string): Set<string> {
  const letters = Array.from(word);
  const alike = new Set<string>();
  if (letters.length > longest) return alike;
  const keys = new Set([...latin, ...letters]);
  for (let at = 0; at <= letters.length; at++) {
    const [before, after] = [letters.slice(0, at).join(''), letters.slice(at).join('')];
    const [here = '', next = ''] = letters.slice(at);
    const rest = after.slice(here.length);
    if (here !== '') alike.add(before + rest);
    if (next !== '') alike.add(before + next + here + rest.slice(next.length));
    for (const key of keys) {
      alike.add(before + key + after);
      if (here !== '') alike.add(before + key + rest);
    }
  }
  alike.delete(word);
  return alike;
}

/**
 * True where two texts are at most so many slips apart: Damerau and Levenshtein's distance, in
 * which two letters that changed places are one slip.
 */
export function distanceWithin(a: string, b: string, most: number): boolean {
  const [left, right] = [Array.from(a), Array.from(b)];
  if (Math.abs(left.length - right.length) > most) return false;
  let older: number[] = [];
  let row = right.map((_, at) => at).concat(right.length);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        best = Math.min(best, (older[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > most) return false;
    [older, row] = [row, next];
  }
  return (row[right.length] ?? 0) <= most;
}
