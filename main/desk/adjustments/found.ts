import { reasonNames } from '../../../contract/adjustments.ts';
import type { Hit, Shown, TimelineEntry } from '../../../contract/records.ts';
import { sayCoins, sayDelta } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import type { Store, Stored } from './store.ts';

/** Fewest characters of an adjustment's id that the search box takes for one. */
const leastTyped = 3;

/** Adjustments as the search box and `show` know them: the port that records declares. */
export function createFound(desk: Db, store: Store) {
  const starting = desk.prepare(
    `select * from adjustments where id >= @from and id < @from || char(1114111)
     order by id limit +@limit`,
  );
  return {
    /** Adjustments whose id begins so, in the folded form of the search box. */
    hits(folded: string, limit: number): Hit[] {
      if (folded.length < leastTyped) return [];
      const rows = starting.all({ from: folded, limit }) as Stored[];
      return rows.map((row) => ({
        kind: 'adjustment',
        id: row.id,
        title: `${sayDelta(row.coins)} for ${row.account_id}`,
        detail: `${reasonNames[row.reason]} · ${row.state}`,
        why: [{ field: 'id', value: row.id }],
        exact: row.id === folded,
      }));
    },

    /** One adjustment with what happened to it; null where there is none. */
    shown(id: string): Shown | null {
      const row = store.get(id);
      if (!row) return null;
      return {
        kind: 'adjustment',
        id,
        fields: { ...store.toWire(row) },
        timeline: timelineOf(row, store),
        provenance: [],
      };
    },
  };
}

function timelineOf(row: Stored, store: Store): TimelineEntry[] {
  const entry = (at: bigint, table: string, text: string): TimelineEntry => ({
    at: wireTime(Number(at)),
    table,
    key: row.id,
    text,
    raw: {},
    origin: null,
  });
  const posting = store.posting(row.id);
  return [
    entry(
      row.created_at,
      'adjustments',
      `Proposed by ${row.maker}: ${sayDelta(row.coins)}, ${reasonNames[row.reason]}`,
    ),
    ...store
      .decisions(row.id)
      .map((one) => entry(one.at, 'decisions', `${one.decision} by ${one.user} (${one.role})`)),
    ...(posting
      ? [
          entry(
            posting.at,
            'postings',
            `${sayCoins(posting.coins)} from ${posting.from_book} to ${posting.to_book}`,
          ),
        ]
      : []),
  ];
}
