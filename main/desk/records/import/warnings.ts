import { counted } from '../../../../contract/say.ts';

/** What a person should know of a run although it went in; each thing said once, and not without end. */

const mostSentences = 200;
const mostValues = 20;

export function createWarnings() {
  const sentences = new Set<string>();
  const odd = new Map<string, Map<string, number>>();
  const more = new Map<string, number>();
  const times = new Map<string, number>();

  return {
    add(sentence: string): void {
      if (sentences.size < mostSentences) sentences.add(sentence);
    },
    /** Something that happened to many rows. */
    count(what: string): void {
      times.set(what, (times.get(what) ?? 0) + 1);
    },
    /** A kept value that is not what its column expects; counted by value. */
    oddValue(file: string, column: string, about: string, value: string): void {
      const place = `${file}: ${column}: ${about}`;
      const values = odd.get(place) ?? new Map<string, number>();
      odd.set(place, values);
      const count = values.get(value);
      if (count === undefined && values.size >= mostValues)
        more.set(place, (more.get(place) ?? 0) + 1);
      else values.set(value, (count ?? 0) + 1);
    },
    list(): string[] {
      const lines = [...sentences];
      for (const [what, count] of times) lines.push(`${what} in ${counted(count, 'row')}.`);
      for (const [place, values] of odd) {
        for (const [value, count] of values)
          lines.push(
            `${place} “${value.slice(0, 60)}” in ${counted(count, 'row')}; kept as it is.`,
          );
        const rest = more.get(place);
        if (rest) lines.push(`${place} in ${counted(rest, 'row')} more.`);
      }
      return lines;
    },
  };
}

export type Warnings = ReturnType<typeof createWarnings>;
