import { useComputedColorScheme } from '@mantine/core';
import { createNodeBorderProgram } from '@sigma/node-border';
import { NodeSquareProgram } from '@sigma/node-square';
import Graph from 'graphology';
import { useEffect, useLayoutEffect, useRef } from 'react';
import Sigma from 'sigma';
import type { GraphEdge, GraphNode } from '../../contract/seller-links.ts';
import type { RingRole } from '../../contract/seller-rings.ts';
import { withMarks } from '../ui/coins.tsx';
import { shortened } from '../ui/id.tsx';
import { revealed } from '../ui/reveal.ts';
import { sizeOf } from './link-data.ts';
import type { LayoutAsked, LayoutFound } from './layout.ts';
import { startPlaces } from './layout.ts';
import classes from './sellers.module.css';
import { defanged, linkWords, roleWords } from './words.ts';

/** Beyond so many links their labels would cover the picture. */
const mostLabels = 120;

const roleColours: Readonly<Record<RingRole, string>> = {
  seller: '--desk-fail',
  mule: '--desk-warn',
  victim: '--desk-pass',
  card_holder: '--desk-accent',
  bystander: '--desk-skipped',
};

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function labelOf(node: GraphNode): string {
  const what = `${linkWords[node.kind]} ${shortened(defanged(revealed(node.value)), 22)}`;
  return node.role === null ? what : `${what} · ${roleWords[node.role]}`;
}

interface PictureProps {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly chosen: string | null;
  readonly pinned: ReadonlySet<string>;
  /** Nodes of a path that stands out. */
  readonly path: ReadonlySet<string>;
  readonly onChoose: (key: string | null) => void;
  readonly onPin: (key: string) => void;
}

function drawn(graph: Graph, { nodes, edges, chosen, path }: PictureProps): void {
  const places = startPlaces(nodes);
  const kept = new Set(nodes.map((node) => node.key));
  graph.forEachNode((key) => {
    if (!kept.has(key)) graph.dropNode(key);
  });
  for (const node of nodes) {
    const ring = node.role === null ? colour('--desk-unknown') : colour(roleColours[node.role]);
    const stands = node.key === chosen || path.has(node.key);
    graph.mergeNode(node.key, {
      ...(graph.hasNode(node.key) ? {} : places.get(node.key)),
      label: labelOf(node),
      size: sizeOf(node) + (stands ? 3 : 0),
      color: node.kind === 'account' ? colour('--desk-surface') : colour('--desk-unknown'),
      borderColor: node.key === chosen ? colour('--desk-text') : ring,
      type: node.kind === 'account' ? 'border' : 'square',
      forceLabel: stands || nodes.length < 40,
      zIndex: stands ? 1 : 0,
    });
  }
  graph.clearEdges();
  for (const edge of edges) {
    if (!kept.has(edge.from) || !kept.has(edge.to)) continue;
    const onPath = path.has(edge.from) && path.has(edge.to);
    graph.addEdge(edge.from, edge.to, {
      label: `${edge.count} × ${linkWords[edge.kind]}${edge.coins === '0' ? '' : `, ${withMarks(edge.coins)} coins`}`,
      size: onPath ? 4 : 1.2,
      color: onPath ? colour('--desk-accent') : colour('--desk-line-strong'),
    });
  }
}

/** Asks the worker where nodes should stand, and moves them there. Pinned ones stay. */
function layOut(graph: Graph, pinned: ReadonlySet<string>, onDone: () => void): () => void {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (event: MessageEvent<LayoutFound>) => {
    for (const [key, x, y] of event.data)
      if (graph.hasNode(key) && !pinned.has(key)) graph.mergeNodeAttributes(key, { x, y });
    worker.terminate();
    onDone();
  });
  worker.postMessage({
    nodes: graph.mapNodes((key, { x, y }) => ({ key, x, y, fixed: pinned.has(key) })),
    edges: graph.mapEdges((_edge, _attributes, from, to) => [from, to] as const),
    steps: graph.order > 800 ? 60 : 160,
  } satisfies LayoutAsked);
  return () => worker.terminate();
}

function settingsOf(edges: number) {
  return {
    nodeProgramClasses: {
      border: createNodeBorderProgram({
        borders: [
          { size: { value: 0.35 }, color: { attribute: 'borderColor' } },
          { size: { fill: true }, color: { attribute: 'color' } },
        ],
      }),
      square: NodeSquareProgram,
    },
    labelColor: { color: colour('--desk-text') },
    edgeLabelColor: { color: colour('--desk-dim') },
    labelFont: 'system-ui',
    labelSize: 12,
    edgeLabelSize: 11,
    edgeLabelFont: 'system-ui',
    renderEdgeLabels: edges <= mostLabels,
    labelRenderedSizeThreshold: 9,
    zIndex: true,
    allowInvalidContainer: true,
  };
}

/**
 * The picture of links: shapes by kind, size by coins, roles as coloured rings with words. It is
 * drawn at once and laid out meanwhile; nodes can be dragged, which pins them. The table beside
 * it says the same.
 */
export function LinkPicture(props: PictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<{ sigma: Sigma; graph: Graph } | null>(null);
  const latest = useRef(props);
  // Before the effects below: what they draw is what stands on the page.
  useLayoutEffect(() => {
    latest.current = props;
  });
  const scheme = useComputedColorScheme();
  const { nodes, edges } = props;

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const graph = new Graph({ type: 'undirected', multi: true });
    drawn(graph, latest.current);
    const sigma = new Sigma(graph, element, settingsOf(latest.current.edges.length));
    held.current = { sigma, graph };
    let dragged: string | null = null;
    sigma.on('clickNode', ({ node }) => latest.current.onChoose(node));
    sigma.on('clickStage', () => latest.current.onChoose(null));
    sigma.on('downNode', ({ node }) => {
      dragged = node;
    });
    sigma.getMouseCaptor().on('mousemovebody', (event) => {
      if (dragged === null) return;
      graph.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
      latest.current.onPin(dragged);
      event.preventSigmaDefault();
    });
    sigma.getMouseCaptor().on('mouseup', () => {
      dragged = null;
    });
    return () => {
      held.current = null;
      sigma.kill();
    };
  }, [scheme]);

  useEffect(() => {
    const here = held.current;
    if (here === null) return;
    drawn(here.graph, latest.current);
    here.sigma.setSetting('renderEdgeLabels', edges.length <= mostLabels);
    element(box.current, nodes.length, edges.length);
    return layOut(here.graph, latest.current.pinned, () => here.sigma.refresh());
  }, [nodes, edges, scheme]);

  useEffect(() => {
    const here = held.current;
    if (here !== null) drawn(here.graph, latest.current);
  }, [props.chosen, props.path]);

  return (
    <div className={classes.picture}>
      <div
        ref={box}
        role="img"
        aria-label={`${nodes.length} things and ${edges.length} links; the table beside says the same`}
        data-testid="link-picture"
      />
    </div>
  );
}

/** Says what is drawn, for whoever waits for it. */
function element(at: HTMLDivElement | null, nodes: number, edges: number): void {
  if (at === null) return;
  at.dataset.nodes = String(nodes);
  at.dataset.edges = String(edges);
}
