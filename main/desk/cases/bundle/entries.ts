import { bundleLimits, type BundleManifest } from '../../../../contract/case-bundles.ts';
import type { EntryBody } from '../../../../contract/cases.ts';
import { contentOf, type Entry } from '../entry.ts';
import { splitName } from '../rules.ts';
import { again } from './archive.ts';
import { refuseBundle } from './refusal.ts';
import { createStaged } from './staged.ts';
import { fromLine, longestLine } from './wire.ts';

export type Attached = Extract<EntryBody, { kind: 'attachment' }>;

/** What the entries of a bundle say that its other parts are held against. */
export interface EntriesTold {
  /** The attachments that entries name, by hash. */
  readonly attached: ReadonlyMap<string, Attached>;
  /** The cases that it brings entries of, the one of its manifest first. */
  readonly cases: readonly string[];
  /** For whom the sender sealed it, as its own custody says; null where that is masked. */
  readonly exportedTo: string | null;
}

/**
 * Takes the entries of a bundle as they come, holds each against the key of its desk, and stages
 * those that hold in `file`, so that never more than one of them is in memory. Refuses
 * BUNDLE_REFUSED at the first that does not hold, that stands there twice, or that is one too many.
 */
export function takeEntries(
  file: string,
  manifest: BundleManifest,
  keys: ReadonlyMap<string, string>,
  now: number,
) {
  const staged = createStaged(file);
  const ids = new Set<string>();
  const attached = new Map<string, Attached>();
  const opened = new Set<string>();
  const absorbed = new Map<string, Set<string>>();
  const cases = new Set<string>();
  let exportedTo: string | null = null;
  let left: Buffer[] = [];
  let leftBytes = 0;

  function told({ id, case_id, kind, state }: Entry, content: EntryBody | null): void {
    cases.add(case_id);
    if (kind === 'opened') {
      if (opened.has(case_id)) throw refuseBundle(`Entry ${id} opens a case once more.`, again);
      opened.add(case_id);
    }
    if (content?.kind === 'attachment') attached.set(content.sha256, content);
    if (content?.kind === 'custody' && content.bundle === manifest.bundle && state === 'whole')
      exportedTo = content.act === 'exported' ? content.party : exportedTo;
    if (content?.kind === 'set') {
      const [name, other] = splitName(content.field);
      if (name === 'absorbs')
        absorbed.set(case_id, (absorbed.get(case_id) ?? new Set()).add(other));
    }
  }

  function take(line: Buffer): void {
    if (ids.size >= Math.min(manifest.entries, bundleLimits.entries))
      throw refuseBundle('It holds more or fewer entries than it says.', again);
    const entry = fromLine(line.toString('utf8'), keys, now);
    if (ids.has(entry.id)) throw refuseBundle(`Entry ${entry.id} stands in it twice.`, again);
    ids.add(entry.id);
    const content = contentOf(entry);
    told(entry, content);
    staged.put(entry, content);
  }

  return {
    piece(piece: Buffer): void {
      for (let from = 0; from < piece.length; ) {
        const end = piece.indexOf('\n', from);
        const part = piece.subarray(from, end < 0 ? piece.length : end);
        leftBytes += part.length;
        if (leftBytes > longestLine) throw refuseBundle('An entry in it is too long.', again);
        left.push(part);
        if (end < 0) return;
        take(left.length === 1 ? part : Buffer.concat(left));
        left = [];
        leftBytes = 0;
        from = end + 1;
      }
    },
    /** What they said. Refuses where some are missing, or are of a case that has nothing to do with it. */
    end(): EntriesTold {
      if (leftBytes > 0 || ids.size !== manifest.entries)
        throw refuseBundle('It holds more or fewer entries than it says.', again);
      staged.end();
      const family = familyOf(manifest.case, absorbed);
      for (const id of cases)
        if (!family.has(id))
          throw refuseBundle(`It brings entries of ${id}, a case that it does not name.`, again);
      return { attached, cases: [...family].filter((id) => cases.has(id)), exportedTo };
    },
    close: staged.close,
  };
}

/** The case and all that it took up, by what the entries themselves say. */
function familyOf(id: string, absorbed: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const family = new Set([id]);
  // A set that grows while it is walked is walked to its end.
  for (const one of family) for (const other of absorbed.get(one) ?? []) family.add(other);
  return family;
}
