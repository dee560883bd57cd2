import type { CaseReport } from '../../../../contract/case-bundles.ts';
import { sayNumber, sayWord } from '../../../../contract/say.ts';
import { causeOf } from '../../../../contract/verdict-words.ts';
import type { ReadEntry } from '../entry.ts';
import { inert, type PageHead } from './page.ts';

/**
 * Counts of a case, and nothing that could name anybody. Coins owed are by the verdicts at the
 * time of linking; decimal strings.
 */
export type Statistics = CaseReport['statistics'];

const given: ReadonlySet<string> = new Set(['approved', 'sent', 'confirmed', 'contradicted']);
const whole = /^-?[0-9]{1,19}$/;

export function statisticsOf(entries: readonly ReadEntry[]): Statistics {
  const links = entries.flatMap(({ content }) => (content?.kind === 'link' ? [content] : []));
  const adjustments = new Map(
    links.flatMap(({ record, copied }) =>
      record.kind === 'adjustment' ? [[record.id, copied.fields] as const] : [],
    ),
  );
  const coins = (values: readonly (string | null | undefined)[]) =>
    values
      .reduce((sum, value) => (value && whole.test(value) ? sum + BigInt(value) : sum), 0n)
      .toString();
  return {
    entries: counts(entries.map(({ kind }) => kind)),
    records: counts(links.map(({ record }) => record.kind)),
    root_causes: counts(links.flatMap(({ copied }) => copied.verdict?.root_cause ?? [])),
    coins_owed: coins(links.map(({ copied }) => copied.verdict?.coins_owed)),
    coins_given: coins(
      [...adjustments.values()]
        .filter(({ state }) => state && given.has(state))
        .map((one) => one.coins),
    ),
  };
}

function counts(words: readonly string[]): Record<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The page of a bundle that holds counts alone. */
export function statisticsPage(statistics: Statistics, head: PageHead): string {
  const part = (
    title: string,
    held: Readonly<Record<string, number>>,
    said: (name: string) => string = sayWord,
  ) =>
    `<h2>${inert(title)}</h2><ul>${Object.entries(held)
      .map(([name, count]) => `<li>${inert(said(name))}: ${sayNumber(count)}</li>`)
      .join('')}</ul>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Statistics of a case</title></head><body>
<h1>Statistics of a case</h1><p>${inert(`Made ${head.made_at}, desk key ${head.key_id}.`)}</p>
${part('Entries', statistics.entries)}${part('Records', statistics.records)}${part('Root causes', statistics.root_causes, causeOf)}
<p>Coins owed: ${sayNumber(BigInt(statistics.coins_owed))}. Coins given: ${sayNumber(BigInt(statistics.coins_given))}.</p></body></html>
`;
}
