/** Where a node stands in the picture. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What the layout needs of a graph: flat, so that it crosses to the worker without a copy. */
export interface LayoutAsked {
  /** x and y of every node, one after the other. */
  readonly places: Float32Array<ArrayBuffer>;
  /** 1 where a node must stay. */
  readonly fixed: Uint8Array<ArrayBuffer>;
  /** Both ends of every link, as places in the list of nodes. */
  readonly links: Uint32Array<ArrayBuffer>;
}

/** Where nodes have come to, in the order they were given; `done` with the last of it. */
export interface LayoutFound {
  readonly places: Float32Array<ArrayBuffer>;
  readonly done: boolean;
}

interface PlacedNode {
  readonly key: string;
  readonly hops: number;
}
interface PlacedLink {
  readonly from: string;
  readonly to: string;
}

/**
 * Where nodes stand before they are laid out, the same every time: each at the place it had
 * (`known`), or beside what it hangs on, or, where nothing was placed yet, on rings by distance,
 * every branch in a sector of its own.
 */
export function startPlaces(
  nodes: readonly PlacedNode[],
  links: readonly PlacedLink[],
  known: ReadonlyMap<string, Place>,
): Map<string, Place> {
  const inward = nodes.toSorted((a, b) => a.hops - b.hops);
  const parents = parentsOf(inward, links);
  const placed = new Map<string, Place>();
  for (const { key } of nodes) {
    const place = known.get(key);
    if (place !== undefined) placed.set(key, place);
  }
  if (placed.size === 0) return inSectors(inward, parents);
  const step = spread(placed.values()) / Math.sqrt(nodes.length);
  for (const [index, { key }] of inward.entries()) {
    if (placed.has(key)) continue;
    const beside = placed.get(parents.get(key) ?? '') ?? { x: 0, y: 0 };
    // The golden angle: no two in a row fall on one another.
    const angle = index * 2.399_963;
    placed.set(key, {
      x: beside.x + step * Math.cos(angle),
      y: beside.y + step * Math.sin(angle),
    });
  }
  return placed;
}

/** What each node hangs on: the first neighbour that is nearer to the centre. */
function parentsOf(
  nodes: readonly PlacedNode[],
  links: readonly PlacedLink[],
): Map<string, string> {
  const hops = new Map(nodes.map((node) => [node.key, node.hops]));
  const parents = new Map<string, string>();
  for (const { from, to } of links) {
    const [a, b] = [hops.get(from), hops.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    const [far, near] = a > b ? [from, to] : [to, from];
    if (!parents.has(far)) parents.set(far, near);
  }
  return parents;
}

/** Rings by distance. A branch gets as much of the circle as it has nodes. `inward`: nearest first. */
function inSectors(
  inward: readonly PlacedNode[],
  parents: ReadonlyMap<string, string>,
): Map<string, Place> {
  const sizes = new Map<string, number>();
  for (const { key } of inward.toReversed()) {
    const own = (sizes.get(key) ?? 0) + 1;
    sizes.set(key, own);
    const parent = parents.get(key);
    if (parent !== undefined) sizes.set(parent, (sizes.get(parent) ?? 0) + own);
  }
  const roots = inward.filter(({ key }) => !parents.has(key));
  const all = roots.reduce((sum, { key }) => sum + (sizes.get(key) ?? 1), 0);
  /** Where the next child of a node begins, and how much of the circle a node of it gets. */
  const sectors = new Map<string, { at: number; each: number }>();
  const whole = { at: 0, each: (2 * Math.PI) / Math.max(1, all) };
  const places = new Map<string, Place>();
  for (const { key, hops } of inward) {
    const sector = sectors.get(parents.get(key) ?? '') ?? whole;
    const width = (sizes.get(key) ?? 1) * sector.each;
    const middle = sector.at + width / 2;
    sectors.set(key, { at: sector.at, each: width / Math.max(1, (sizes.get(key) ?? 1) - 1) });
    sector.at += width;
    places.set(key, { x: 100 * hops * Math.cos(middle), y: 100 * hops * Math.sin(middle) });
  }
  return places;
}

function spread(places: Iterable<Place>): number {
  let [left, right, low, high] = [0, 0, 0, 0];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  return Math.max(1, right - left, high - low);
}
