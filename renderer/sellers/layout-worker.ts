import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { LayoutAsked, LayoutFound } from './layout.ts';

/** Steps between two looks at the clock, and how often the page is told, in ms. */
const stepsAtOnce = 6;
const tellEveryMs = 150;

/** Lays a graph out off the page's thread and tells of it as it goes: the picture stays movable meanwhile. */
self.addEventListener('message', (event: MessageEvent<LayoutAsked>) => {
  const { places, fixed, links } = event.data;
  const graph = new Graph({ type: 'undirected', multi: false });
  for (let at = 0; at < fixed.length; at += 1)
    graph.addNode(at, { x: places[2 * at], y: places[2 * at + 1], fixed: fixed[at] === 1 });
  for (let at = 0; at < links.length; at += 2)
    if (links[at] !== links[at + 1]) graph.mergeEdge(links[at], links[at + 1]);
  const settings = {
    ...forceAtlas2.inferSettings(graph),
    gravity: 1,
    slowDown: 4,
    // Exact forces between all of many would take the square of their number.
    barnesHutOptimize: graph.order > 400,
  };
  const steps = graph.order > 800 ? 120 : 180;
  let told = performance.now();
  for (let step = 0; step < steps; step += stepsAtOnce) {
    forceAtlas2.assign(graph, { iterations: stepsAtOnce, settings });
    if (performance.now() - told < tellEveryMs) continue;
    tell(graph, false);
    told = performance.now();
  }
  tell(graph, true);
});

function tell(graph: Graph, done: boolean): void {
  const places = new Float32Array(2 * graph.order);
  graph.forEachNode((key, { x, y }) => {
    places[2 * Number(key)] = x;
    places[2 * Number(key) + 1] = y;
  });
  self.postMessage({ places, done } satisfies LayoutFound);
}
