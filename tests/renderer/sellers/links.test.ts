import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode, LinkGraph } from '../../../contract/seller-links.ts';
import { startPlaces } from '../../../renderer/sellers/layout.ts';
import { filterOf, merged, spanOf } from '../../../renderer/sellers/link-data.ts';

function node(key: string, hops: number): GraphNode {
  const [kind = 'account', id = ''] = key.split(':');
  return {
    key,
    kind: kind as GraphNode['kind'],
    id,
    field: `${kind}_id`,
    value: id,
    degree: 1,
    coins: '0',
    role: null,
    hops,
  };
}

function edge(from: string, to: string, day: number | null = null): GraphEdge {
  const at = day === null ? null : new Date(Date.UTC(2026, 10, day)).toISOString();
  return { from, to, kind: 'device', count: 1, coins: '0', first: at, last: at };
}

/** A seller, `people` who bought there, and `things` that each of them has alone. */
function crowd(people: number, things: number): LinkGraph {
  const nodes = [node('seller:s', 0)];
  const edges: GraphEdge[] = [];
  for (let who = 0; who < people; who += 1) {
    nodes.push(node(`account:${who}`, 1));
    edges.push(edge(`account:${who}`, 'seller:s'));
    for (let what = 0; what < things; what += 1) {
      nodes.push(node(`device:${who}-${what}`, 2));
      edges.push(edge(`account:${who}`, `device:${who}-${what}`));
    }
  }
  return { centre: 'seller:s', nodes, edges, left_out: 0 };
}

const far = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, a.y - b.y);

describe('where nodes stand before they are laid out', () => {
  const { nodes, edges } = crowd(40, 4);
  const places = startPlaces(nodes, edges, new Map());
  const at = (key: string) => places.get(key) ?? { x: Number.NaN, y: Number.NaN };

  it('is the same every time, and nobody stands on anybody', () => {
    expect(startPlaces(nodes, edges, new Map())).toEqual(places);
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
  });

  it('is beside what they hang on: nearer to it than to any other of its kind', () => {
    for (let who = 0; who < 40; who += 1)
      for (let what = 0; what < 4; what += 1) {
        const own = far(at(`device:${who}-${what}`), at(`account:${who}`));
        const other = far(at(`device:${who}-${what}`), at(`account:${(who + 1) % 40}`));
        expect(own).toBeLessThan(other);
      }
  });

  it('leaves those that stand where they are, and puts new ones beside them', () => {
    const known = new Map([
      ['seller:s', { x: 5000, y: 5000 }],
      ['account:0', { x: 9000, y: 5000 }],
    ]);
    const found = startPlaces(
      [node('seller:s', 0), node('account:0', 1), node('device:0-0', 2)],
      [edge('account:0', 'seller:s'), edge('account:0', 'device:0-0')],
      known,
    );
    expect(found.get('account:0')).toEqual({ x: 9000, y: 5000 });
    const fresh = found.get('device:0-0') ?? { x: 0, y: 0 };
    expect(far(fresh, { x: 9000, y: 5000 })).toBeLessThan(far(fresh, { x: 5000, y: 5000 }));
  });

  it('is somewhere for a node that hangs on nothing', () => {
    const alone = startPlaces([node('seller:s', 0), node('account:x', 1)], [], new Map());
    expect(Number.isFinite(alone.get('account:x')?.x)).toBe(true);
  });
});

describe('a picture that grows', () => {
  it('counts what is new from what it hangs on, and keeps what was there', () => {
    const more: LinkGraph = {
      centre: 'account:1',
      nodes: [node('account:1', 0), node('device:new', 1)],
      edges: [edge('account:1', 'device:new')],
      left_out: 7,
    };
    const graph = merged({ ...crowd(3, 1), left_out: 2 }, more);
    expect(graph.nodes.find(({ key }) => key === 'device:new')?.hops).toBe(2);
    expect(graph.nodes.filter(({ key }) => key === 'account:1')).toHaveLength(1);
    expect(graph.left_out).toBe(2);
  });

  it('takes the count of what is left out from the same question asked for more', () => {
    const graph = merged({ ...crowd(3, 1), left_out: 90 }, { ...crowd(6, 1), left_out: 0 });
    expect(graph).toMatchObject({ left_out: 0 });
    expect(graph.nodes).toHaveLength(13);
    expect(graph.edges).toHaveLength(12);
  });
});

describe('what a filter leaves', () => {
  const graph: LinkGraph = {
    centre: 'seller:s',
    nodes: [node('seller:s', 0), node('account:1', 1), node('account:2', 1)],
    edges: [
      edge('account:1', 'seller:s', 2),
      { ...edge('account:2', 'seller:s', 9), kind: 'seller' },
      edge('account:2', 'account:1'),
    ],
    left_out: 0,
  };
  const { from, to } = spanOf(graph) ?? { from: 0, to: 0 };

  it('is everything at first; links without a time stay at any', () => {
    const filter = filterOf(graph);
    expect(filter({ hidden: new Set(), from, to }).edges).toHaveLength(3);
    expect(filter({ hidden: new Set(), from, to: from }).edges).toHaveLength(2);
    expect(filter({ hidden: new Set(['device']), from, to }).edges).toHaveLength(1);
  });

  it('keeps the centre though nothing leads there', () => {
    const left = filterOf(graph)({ hidden: new Set(['device', 'seller']), from, to });
    expect(left.nodes.map(({ key }) => key)).toEqual(['seller:s']);
  });
});
