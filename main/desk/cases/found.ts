import type { CaseSummary } from '../../../contract/cases.ts';
import type { Hit, Shown } from '../../../contract/records.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Store } from './store.ts';
import type { Work } from './work.ts';

/** Fewest characters that the search box takes for a case. */
const leastTyped = 3;

/** Cases as the search box and `show` know them: the port that records declares. */
export function createFound(store: Store, work: Work) {
  return {
    /** Cases whose id begins so or whose title holds it, in the folded form of the search box. */
    hits(folded: string, limit: number): Hit[] {
      if (folded.length < leastTyped) return [];
      return store.starting(folded, limit).map((one) => ({
        kind: 'case',
        id: one.id,
        title: one.title,
        detail: [one.kind, one.status, ...(one.archived ? ['archived'] : [])].join(' · '),
        why: [
          one.id.startsWith(folded)
            ? { field: 'id', value: one.id }
            : { field: 'title', value: one.title },
        ],
        exact: one.id === folded,
      }));
    },

    /** One case with what happened in it; null where there is none. */
    shown(id: string): Shown | null {
      const summary = store.summary(id);
      if (!summary) return null;
      return {
        kind: 'case',
        id,
        fields: fieldsOf(summary),
        timeline: work.foldedOf(id).entries.map((entry) => ({
          at: wireTime(Number(entry.at)),
          table: 'case_entries',
          key: entry.id,
          text: `${entry.by} put in: ${entry.kind}`,
          raw: {},
          origin: null,
        })),
        provenance: [],
      };
    },
  };
}

function fieldsOf(summary: CaseSummary): Record<string, string | null> {
  const { tags, archived, hold, conflicts, ...words } = summary;
  return {
    ...words,
    tags: tags.join(', '),
    archived: String(archived),
    hold: String(hold),
    conflicts: String(conflicts),
  };
}
