/** What the layout needs of a graph: plain, so that it crosses to the worker. */
export interface LayoutAsked {
  readonly nodes: readonly {
    readonly key: string;
    readonly x: number;
    readonly y: number;
    readonly fixed: boolean;
  }[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly steps: number;
}

export type LayoutFound = readonly (readonly [key: string, x: number, y: number])[];

/** Where nodes stand before they are laid out: on rings by distance, the same every time. */
export function startPlaces(
  nodes: readonly { readonly key: string; readonly hops: number }[],
): Map<string, { x: number; y: number }> {
  const byHops = Map.groupBy(nodes, (node) => node.hops);
  const places = new Map<string, { x: number; y: number }>();
  for (const [hops, own] of byHops)
    for (const [index, node] of own.entries()) {
      const angle = (2 * Math.PI * index) / own.length + hops;
      places.set(node.key, { x: hops * Math.cos(angle), y: hops * Math.sin(angle) });
    }
  return places;
}
