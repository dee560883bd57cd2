import Graph from 'graphology';
import type { GraphEdge, GraphNode } from '../../contract/seller-links.ts';
import type { RingRole } from '../../contract/seller-rings.ts';
import { formatCoins } from '../ui/coins.tsx';
import { shortened } from '../ui/id.tsx';
import { revealed } from '../ui/reveal.ts';
import type { Place } from './layout.ts';
import { sizeOf } from './link-data.ts';
import { defanged, linkWords, roleWords } from './words.ts';

/** Beyond so many links their labels would cover one another: only those of the chosen one are written. */
const mostLabels = 12;

const roleColours: Readonly<Record<RingRole, string>> = {
  seller: '--desk-fail',
  mule: '--desk-warn',
  victim: '--desk-pass',
  card_holder: '--desk-accent',
  bystander: '--desk-skipped',
};

const names = [
  '--desk-text',
  '--desk-dim',
  '--desk-surface',
  '--desk-unknown',
  '--desk-accent',
  '--desk-line-strong',
  ...Object.values(roleColours),
] as const;
export type Colours = Readonly<Record<string, string>>;

/** The colours of the page's scheme, read once for a whole picture. */
export function pageColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]));
}

/** What stands out of a picture. */
export interface Emphasis {
  readonly chosen: string | null;
  readonly path: ReadonlySet<string>;
}

/** Nor are those of the chosen one where it has a crowd. */
const mostOwnLabels = 24;

function labelOf(node: GraphNode): string {
  const name = shortened(defanged(revealed(node.value)), node.kind === 'account' ? 15 : 22);
  // A ring is an account: the word would only take room.
  const what = node.kind === 'account' ? name : `${linkWords[node.kind]} ${name}`;
  return node.role === null ? what : `${what} · ${roleWords[node.role]}`;
}

function labelOfEdge(edge: GraphEdge): string {
  const coins = edge.coins === '0' ? '' : `, ${formatCoins(edge.coins)}`;
  return `${edge.count} × ${linkWords[edge.kind]}${coins}`;
}

/** The picture of nodes and links as sigma draws it: shapes by kind, size by coins, roles as rings. */
export function pictureOf(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  places: ReadonlyMap<string, Place>,
  colours: Colours,
): Graph {
  const graph = new Graph({ type: 'undirected', multi: true });
  // Many have to share the room that few have.
  const scale = Math.min(1, Math.max(0.35, Math.sqrt(150 / nodes.length)));
  for (const node of nodes) {
    const person = node.kind === 'account';
    graph.addNode(node.key, {
      ...(places.get(node.key) ?? { x: 0, y: 0 }),
      label: labelOf(node),
      size: scale * sizeOf(node),
      color: colours[person ? '--desk-surface' : '--desk-unknown'],
      borderColor: colours[node.role === null ? '--desk-unknown' : roleColours[node.role]],
      type: person ? 'border' : 'square',
      forceLabel: node.role === 'seller' || node.kind === 'seller',
      zIndex: 0,
    });
  }
  for (const edge of edges)
    if (graph.hasNode(edge.from) && graph.hasNode(edge.to))
      graph.addEdge(edge.from, edge.to, {
        edge,
        type: scale < 1 ? 'line' : 'broad',
        size: 1.6,
        color: colours['--desk-line-strong'],
      });
  return graph;
}

/** How a node looks with what stands out: read by sigma as it draws. */
export function nodeLook(
  key: string,
  look: Readonly<Record<string, unknown>>,
  { chosen, path }: Emphasis,
  colours: Colours,
) {
  const stands = key === chosen || path.has(key);
  if (!stands) return look;
  return {
    ...look,
    size: Number(look.size) + 3,
    forceLabel: true,
    zIndex: 1,
    ...(key === chosen ? { borderColor: colours['--desk-text'] } : {}),
  };
}

/** How a link looks: thick on a path; its count and coins beside it where there is room. */
export function edgeLook(
  graph: Graph,
  look: Readonly<Record<string, unknown>>,
  { chosen, path }: Emphasis,
  colours: Colours,
) {
  const edge = look.edge as GraphEdge;
  const onPath = path.has(edge.from) && path.has(edge.to);
  const own = onPath || edge.from === chosen || edge.to === chosen;
  const room = onPath || (chosen !== null && graph.degree(chosen) <= mostOwnLabels);
  const written = graph.size <= mostLabels || (own && room);
  if (!written && !onPath) return look;
  return {
    ...look,
    label: labelOfEdge(edge),
    ...(own && room ? { forceLabel: true } : {}),
    ...(onPath ? { type: 'broad', size: 4, color: colours['--desk-accent'] } : {}),
  };
}
