import type Graph from 'graphology';
import type { LayoutAsked, LayoutFound, Place } from './layout.ts';

interface LayingOut {
  /** Show only where nodes end, not how they get there. */
  readonly still: boolean;
  /** Nodes that stay where a person put them; asked whenever nodes move. */
  readonly isFixed: (key: string) => boolean;
  readonly onMoved: (key: string, place: Place) => void;
  /** After all nodes were moved once more. */
  readonly onStep: () => void;
  readonly onDone: () => void;
}

/**
 * Lets the worker bring nodes to where they should stand, once the picture was painted as it is.
 * Gives back what ends it early.
 */
export function layOut(graph: Graph, asked: LayingOut): () => void {
  let worker: Worker | null = null;
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      worker = startWorker(graph, asked);
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    worker?.terminate();
  };
}

function startWorker(graph: Graph, asked: LayingOut): Worker {
  const { still, isFixed, onMoved } = asked;
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  const keys = graph.nodes();
  const at = new Map(keys.map((key, index) => [key, index]));
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutFound>) => {
    if (still && !data.done) return;
    graph.updateEachNodeAttributes(
      (key, look) => {
        if (isFixed(key)) return look;
        const index = at.get(key) ?? 0;
        const place = { x: data.places[2 * index] ?? 0, y: data.places[2 * index + 1] ?? 0 };
        onMoved(key, place);
        return Object.assign(look, place);
      },
      { attributes: ['x', 'y'] },
    );
    asked.onStep();
    if (!data.done) return;
    asked.onDone();
    worker.terminate();
  });
  const flat = flatOf(graph, keys, at, isFixed);
  worker.postMessage(flat, [flat.places.buffer, flat.fixed.buffer, flat.links.buffer]);
  return worker;
}

function flatOf(
  graph: Graph,
  keys: readonly string[],
  at: ReadonlyMap<string, number>,
  isFixed: (key: string) => boolean,
): LayoutAsked {
  const places = new Float32Array(2 * keys.length);
  const fixed = new Uint8Array(keys.length);
  for (const [index, key] of keys.entries()) {
    const { x, y } = graph.getNodeAttributes(key);
    places[2 * index] = x;
    places[2 * index + 1] = y;
    fixed[index] = isFixed(key) ? 1 : 0;
  }
  const links = new Uint32Array(2 * graph.size);
  let next = 0;
  graph.forEachEdge((_edge, _look, from, to) => {
    links[next] = at.get(from) ?? 0;
    links[next + 1] = at.get(to) ?? 0;
    next += 2;
  });
  return { places, fixed, links };
}
