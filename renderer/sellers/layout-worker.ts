import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { LayoutAsked, LayoutFound } from './layout.ts';

/** Lays a graph out off the page's thread: the picture stays movable meanwhile. */
self.addEventListener('message', (event: MessageEvent<LayoutAsked>) => {
  const { nodes, edges, steps } = event.data;
  const graph = new Graph({ type: 'undirected', multi: false });
  for (const { key, x, y, fixed } of nodes) graph.mergeNode(key, { x, y, fixed });
  for (const [from, to] of edges)
    if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.mergeEdge(from, to);
  const found = forceAtlas2(graph, {
    iterations: steps,
    settings: { ...forceAtlas2.inferSettings(graph), gravity: 1, slowDown: 4 },
  });
  const places: LayoutFound = Object.entries(found).map(([key, { x, y }]) => [key, x, y]);
  self.postMessage(places);
});
