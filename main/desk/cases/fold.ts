import {
  type CaseKind,
  type CasePriority,
  type CaseStatus,
  caseKind,
  casePriority,
  caseStatus,
  type EntryBody,
} from '../../../contract/cases.ts';
import type { ReadEntry } from './entry.ts';

/** A value of something that can change, and the entry that set it. */
export interface Held {
  readonly entry: ReadEntry;
  readonly value: string | null;
  readonly reason: string | null;
}

type OfKind<K extends EntryBody['kind']> = ReadEntry & {
  readonly content: Extract<EntryBody, { kind: K }>;
};

/** What a set of entries says. The same set says the same at every desk, in whatever order it came. */
export interface Folded {
  readonly id: string;
  readonly title: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  readonly priority: CasePriority;
  readonly opened: ReadEntry | null;
  readonly entries: readonly ReadEntry[];
  /** The values that stand for a name, newest last; more than one where desks disagree. */
  heads(field: string): readonly Held[];
  /** The value that is shown: of several the newest. */
  value(field: string): string | null;
  /** Every name that was ever set, with a prefix such as `tag:` or all of them. */
  names(prefix?: string): readonly string[];
  of<K extends EntryBody['kind']>(kind: K): readonly OfKind<K>[];
}

/** By time, then by id: the one order that every desk can tell. */
export function inOrder(a: ReadEntry, b: ReadEntry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Folds the entries of a case into what they say. A name keeps every value that no later entry
 * replaced: two desks that set it without knowing of each other leave two, and a person decides
 * by setting it once more. Nothing here depends on the order in which entries arrived. `home` gives the
 * desk that a key is of: one desk may have had several.
 */
export function fold(
  id: string,
  unordered: readonly ReadEntry[],
  home: (key: string) => string = (key) => key,
): Folded {
  const entries = unordered.toSorted(inOrder);
  const byKind = new Map<string, ReadEntry[]>();
  const registers = new Map<string, OfKind<'set'>[]>();
  for (const entry of entries) {
    if (entry.content === null) continue;
    const same = byKind.get(entry.kind);
    if (same) same.push(entry);
    else byKind.set(entry.kind, [entry]);
    if (entry.content.kind !== 'set') continue;
    const { field } = entry.content;
    const sets = registers.get(field);
    if (sets) sets.push(entry as OfKind<'set'>);
    else registers.set(field, [entry as OfKind<'set'>]);
  }
  const of = <K extends EntryBody['kind']>(kind: K) =>
    (byKind.get(kind) ?? []) as unknown[] as readonly OfKind<K>[];
  const stood = new Map<string, readonly Held[]>();
  const heads = (field: string): readonly Held[] => {
    const held = stood.get(field) ?? standing(registers.get(field) ?? [], field, home);
    stood.set(field, held);
    return held;
  };
  const value = (field: string) => heads(field).at(-1)?.value ?? null;
  const [opened] = of('opened').filter((entry) => entry.case_id === id);
  return {
    id,
    title: value('title') ?? opened?.content.title ?? '(the title is not here)',
    kind: caseKind.safeParse(value('kind')).data ?? opened?.content.case_kind ?? 'other',
    status: caseStatus.safeParse(value('status')).data ?? 'open',
    priority: casePriority.safeParse(value('priority')).data ?? 'normal',
    opened: opened ?? entries[0] ?? null,
    entries,
    heads,
    value,
    names: (prefix = '') => [...registers.keys()].filter((name) => name.startsWith(prefix)),
    of,
  };
}

/**
 * Those that nobody replaced. A legal hold is ended by the desk that set it and by no other, so that
 * a bundle can bring one and never take one away. Entries that replace each other in a ring all stand.
 */
function standing(
  sets: readonly OfKind<'set'>[],
  field: string,
  home: (key: string) => string,
): Held[] {
  const groups =
    field === 'hold' ? [...Map.groupBy(sets, ({ desk }) => home(desk)).values()] : [sets];
  const heads = groups.flatMap((group) => {
    const replaced = new Set(group.flatMap((entry) => entry.content.replaces));
    return group.filter((entry) => !replaced.has(entry.id));
  });
  return (heads.length > 0 ? heads.toSorted(inOrder) : sets).map((entry) => ({
    entry,
    value: entry.content.value,
    reason: entry.content.reason,
  }));
}

/** The names whose standing values differ. */
export function disagreements(folded: Folded): string[] {
  return folded
    .names()
    .filter((name) => new Set(folded.heads(name).map((held) => held.value)).size > 1)
    .toSorted();
}
