import { joinedFrom, leastWeight, together, weightOf } from './weights.ts';

/** An account's use of a thing. */
export interface Use {
  readonly account: string;
  readonly kind: string;
  readonly node: string;
  readonly first: number;
  readonly last: number;
}

/** Links as they can be walked, from memory or from a file. */
export interface Links {
  usesOf(account: string): readonly Use[];
  /** Every use of a thing; only asked of things whose weight counts. */
  usersOf(kind: string, node: string): readonly Use[];
  /** How many accounts use it. */
  degreeOf(kind: string, node: string): number;
}

/**
 * Accounts that hang together with these: two are joined where they share things of at least two
 * independent kinds, near in time, whose weights come to `joinedFrom`; a group is what is joined
 * through others. The same links give the same groups in the same order, whatever the seeds.
 */
export function clustersOf(seeds: Iterable<string>, links: Links): string[][] {
  const seen = new Set<string>();
  const clusters: string[][] = [];
  for (const seed of seeds) {
    if (seen.has(seed)) continue;
    seen.add(seed);
    const cluster = [seed];
    for (let at = 0; at < cluster.length; at += 1)
      for (const other of joinedTo(cluster[at] ?? '', links))
        if (!seen.has(other)) {
          seen.add(other);
          cluster.push(other);
        }
    if (cluster.length > 1) clusters.push(cluster.sort());
  }
  return clusters.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** Accounts joined directly to this one. */
function joinedTo(account: string, links: Links): string[] {
  const shared = new Map<string, Map<string, number>>();
  for (const use of links.usesOf(account)) {
    const degree = links.degreeOf(use.kind, use.node);
    if (degree < 2) continue;
    const weight = weightOf(use.kind, degree);
    if (weight < leastWeight) continue;
    for (const other of links.usersOf(use.kind, use.node)) {
      if (other.account === account || !together(use.kind, use, other)) continue;
      let kinds = shared.get(other.account);
      if (!kinds) shared.set(other.account, (kinds = new Map()));
      if (weight > (kinds.get(use.kind) ?? 0)) kinds.set(use.kind, weight);
    }
  }
  const joined: string[] = [];
  for (const [other, kinds] of shared) {
    if (kinds.size < 2) continue;
    let sum = 0;
    for (const weight of kinds.values()) sum += weight;
    if (sum >= joinedFrom) joined.push(other);
  }
  return joined.sort();
}
