import type { WatchedDrop, WatchedFolder } from '../../../contract/drops.ts';
import type { OutcomeName } from '../../ui/outcome-badge.tsx';
import type { TableCounts } from '../../../contract/records.ts';
import { sumCounts } from '../import-words.ts';

type State = WatchedDrop['state'] | 'settling';

/** A line of the list: a drop, or what has not come to rest and is none yet. */
export interface DropLine {
  readonly key: string;
  readonly name: string;
  readonly at: string;
  readonly state: State;
  readonly drop: WatchedDrop | null;
  readonly counts: TableCounts | null;
}

export const stateWords: Readonly<Record<State, { outcome: OutcomeName; word: string }>> = {
  settling: { outcome: 'skipped', word: 'still changing' },
  planning: { outcome: 'skipped', word: 'being planned' },
  waiting: { outcome: 'warn', word: 'waits for a yes' },
  importing: { outcome: 'skipped', word: 'being imported' },
  imported: { outcome: 'pass', word: 'imported' },
  left: { outcome: 'skipped', word: 'left out' },
  refused: { outcome: 'fail', word: 'refused' },
  changed: { outcome: 'skipped', word: 'changed since' },
};

/** What a state means, and what happens next. */
export const stateSentences: Readonly<Record<WatchedDrop['state'], string>> = {
  planning: 'Every row is read and compared with the copy; nothing is written.',
  waiting: 'This is the plan; nothing is written yet.',
  importing: 'The old records stay until the new ones are whole.',
  imported: 'It is in the copy.',
  left: 'It stays out for good, unless something in it changes.',
  refused: 'Nothing of it was taken. It is looked at again when something in it changes.',
  changed: 'Its files were written to after this plan; what lies there now is another line.',
};

/** Newest first; what is no drop yet stands above. */
export function linesOf({ settling, drops }: WatchedFolder): DropLine[] {
  const coming = settling.map(({ name, since }) => ({
    key: `settling/${name}`,
    name,
    at: since,
    state: 'settling' as const,
    drop: null,
    counts: null,
  }));
  const seen = drops.map((drop) => ({
    key: drop.id,
    name: drop.name,
    at: drop.seen_at,
    state: drop.state,
    drop,
    counts: drop.tables === null ? null : sumCounts(drop.tables),
  }));
  return [...coming, ...seen];
}
