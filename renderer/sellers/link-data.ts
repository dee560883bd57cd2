import type { GraphEdge, GraphNode, LinkGraph, LinkKind } from '../../contract/seller-links.ts';

/** What of a graph is shown: kinds of link, and a span of time in ms. */
export interface LinkFilter {
  readonly hidden: ReadonlySet<LinkKind>;
  readonly from: number;
  readonly to: number;
}

/** Two graphs as one: what was there keeps its distance from the centre. */
export function merged(graph: LinkGraph, more: LinkGraph): LinkGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  for (const node of more.nodes)
    if (!nodes.has(node.key)) nodes.set(node.key, { ...node, hops: node.hops + 1 });
  const name = (edge: GraphEdge) => `${edge.from} ${edge.kind} ${edge.to}`;
  const edges = new Map([...graph.edges, ...more.edges].map((edge) => [name(edge), edge]));
  return {
    centre: graph.centre,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    left_out: graph.left_out + more.left_out,
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

/** What the filter leaves: its links, and the nodes that have one or are the centre. */
export function filtered(
  graph: LinkGraph,
  filter: LinkFilter,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const edges = graph.edges.filter(
    (edge) =>
      !filter.hidden.has(edge.kind) &&
      (edge.first === null ||
        edge.last === null ||
        (Date.parse(edge.first) <= filter.to && Date.parse(edge.last) >= filter.from)),
  );
  const kept = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  kept.add(graph.centre);
  return { nodes: graph.nodes.filter((node) => kept.has(node.key)), edges };
}

/** The size of a node by its coins: a step for every digit, so that no amount passes a float. */
export function sizeOf(node: GraphNode): number {
  return 4 + Math.min(12, node.coins.replace('-', '').length * 1.4);
}
