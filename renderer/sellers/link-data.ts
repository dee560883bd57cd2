import type { GraphEdge, GraphNode, LinkGraph, LinkKind } from '../../contract/seller-links.ts';

/** What of a graph is shown: kinds of link, and a span of time in ms. */
export interface LinkFilter {
  readonly hidden: ReadonlySet<LinkKind>;
  readonly from: number;
  readonly to: number;
}

/**
 * Two graphs as one. What is new is as far from the centre as what it hangs on, and further by its
 * own steps; where `more` is of the same centre, its own count of what is left out holds.
 */
export function merged(graph: LinkGraph, more: LinkGraph): LinkGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  const base = nodes.get(more.centre)?.hops ?? 0;
  for (const node of more.nodes)
    if (!nodes.has(node.key)) nodes.set(node.key, { ...node, hops: base + node.hops });
  const name = (edge: GraphEdge) => `${edge.from} ${edge.kind} ${edge.to}`;
  const edges = new Map([...graph.edges, ...more.edges].map((edge) => [name(edge), edge]));
  return {
    centre: graph.centre,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    left_out: more.centre === graph.centre ? more.left_out : graph.left_out,
  };
}

/** First and last moment of any link, UTC ms; null where none has a time. */
export function spanOf(graph: LinkGraph): { from: number; to: number } | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const edge of graph.edges) {
    if (edge.first === null || edge.last === null) continue;
    from = Math.min(from, Date.parse(edge.first));
    to = Math.max(to, Date.parse(edge.last));
  }
  return from <= to ? { from, to } : null;
}

/** Gives what a filter leaves: its links, and the nodes that have one or are the centre. */
export function filterOf(
  graph: LinkGraph,
): (filter: LinkFilter) => { nodes: GraphNode[]; edges: GraphEdge[] } {
  // Read once: a slider asks again and again.
  const times = graph.edges.map(({ first, last }) =>
    first === null || last === null ? null : { first: Date.parse(first), last: Date.parse(last) },
  );
  return ({ hidden, from, to }) => {
    const edges = graph.edges.filter((edge, index) => {
      const time = times[index] ?? null;
      return !hidden.has(edge.kind) && (time === null || (time.first <= to && time.last >= from));
    });
    const kept = new Set([graph.centre]);
    for (const edge of edges) kept.add(edge.from).add(edge.to);
    return { nodes: graph.nodes.filter((node) => kept.has(node.key)), edges };
  };
}

/** The size of a node by its coins: a step for every digit, so that no amount passes a float. */
export function sizeOf(node: GraphNode): number {
  return 4 + Math.min(12, node.coins.replace('-', '').length * 1.4);
}
