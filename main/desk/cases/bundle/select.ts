import type { ReadEntry } from '../entry.ts';
import type { Folded } from '../fold.ts';
import { splitName } from '../rules.ts';

/**
 * The entries that leave: all of a case and of those it took up, or the chosen ones and all that
 * they depend on. What is said of the case itself, and who had it in hand, always goes along.
 */
export function selected(
  folded: readonly Folded[],
  items: readonly string[] | undefined,
): ReadEntry[] {
  const all = folded.flatMap(({ entries }) => entries);
  if (items === undefined) return all;
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  const chosen = new Set(items.filter((id) => byId.has(id)));
  for (const entry of all) if (isOfTheCase(entry)) chosen.add(entry.id);
  for (const entry of companions(all, chosen)) chosen.add(entry.id);
  for (const entry of all)
    if (entry.content?.kind === 'set' && chosen.has(targetOf(entry))) chosen.add(entry.id);
  for (const id of chosen)
    for (const before of needs(byId.get(id))) if (byId.has(before)) chosen.add(before);
  return all.filter(({ id }) => chosen.has(id));
}

/** What is said of the case as a whole. */
function isOfTheCase({ kind, content }: ReadEntry): boolean {
  if (kind === 'opened' || kind === 'custody') return true;
  return content?.kind === 'set' && !['note', 'task', 'link'].includes(splitName(content.field)[0]);
}

function targetOf({ content }: ReadEntry): string {
  return content?.kind === 'set' ? splitName(content.field)[1] : '';
}

/** The entries that one rests on. A set that grows while it is walked is walked to its end. */
function needs(entry: ReadEntry | undefined): readonly string[] {
  return entry?.content?.kind === 'set' ? entry.content.replaces : [];
}

/** Records that a chosen one cannot be read without: its account, and what was given for it. */
function companions(all: readonly ReadEntry[], chosen: ReadonlySet<string>): ReadEntry[] {
  const accounts = new Set<string>();
  const recharges = new Set<string>();
  for (const { id, content } of all) {
    if (!chosen.has(id) || content?.kind !== 'link') continue;
    const { fields } = content.copied;
    const account = fields.account_id ?? fields.account;
    if (account) accounts.add(account);
    if (content.record.kind === 'recharge') recharges.add(content.record.id);
  }
  return all.filter(({ content }) => {
    if (content?.kind !== 'link') return false;
    const { kind, id } = content.record;
    if (kind === 'account') return accounts.has(id);
    return kind === 'adjustment' && recharges.has(content.copied.fields.recharge ?? '');
  });
}
