import type { BundleLevel, Leaving } from '../../../../contract/case-bundles.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { ReadEntry } from '../entry.ts';
import { type Masking, maskedBody } from './mask.ts';

/**
 * An entry as it leaves at a level; null where it stays here. Its envelope goes as it was signed,
 * with the user name of the colleague who put it in: who had a case in hand is never masked.
 */
export function leavingEntry(
  entry: ReadEntry,
  level: BundleLevel,
  masking: Masking,
): ReadEntry | null {
  if (level === 'statistics') return null;
  if (level === 'full' || entry.content === null) return level === 'full' ? entry : erased(entry);
  const content = maskedBody(entry, masking);
  if (content === null) return null;
  const body = JSON.stringify(content);
  if (body === entry.body) return entry;
  return { ...entry, salt: null, body, state: 'masked', content };
}

/** Words that are not here cannot be masked: only the envelope goes. */
function erased(entry: ReadEntry): ReadEntry {
  return { ...entry, salt: null, body: null, state: 'erased', content: null };
}

/** What of an entry leaves and what stays, piece by piece, for a person to look at before. */
export function leavingView(entry: ReadEntry, level: BundleLevel, masking: Masking): Leaving {
  const out = leavingEntry(entry, level, masking);
  const after = new Map(out?.content ? piecesOf(out.content) : []);
  const lines = (entry.content ? piecesOf(entry.content) : []).map(([name, value]) => {
    const left = after.get(name);
    return {
      name,
      value,
      leaves: left === value ? 'yes' : left === undefined ? 'no' : 'masked',
    } as const;
  });
  return { entry: entry.id, at: wireTime(Number(entry.at)), kind: entry.kind, lines };
}

/** The values of a body by their names, one a line: `copied.fields.email`. */
function piecesOf(value: unknown, name = ''): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return name === 'kind' ? [] : [[name, String(value)]];
  return Object.entries(value).flatMap(([key, held]) =>
    piecesOf(held, name ? `${name}.${key}` : key),
  );
}
