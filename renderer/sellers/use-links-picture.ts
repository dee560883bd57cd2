import { useMemo, useState } from 'react';
import type { GraphNode, LinkGraph } from '../../contract/seller-links.ts';
import { useDesk } from '../app/desk.tsx';
import { merged } from './link-data.ts';
import type { Names } from './link-table.tsx';
import { firstMost } from './queries.ts';

/** The most nodes that are shown where a person asks for all. */
export const mostShown = 2000;

/** What stands on the page of links, and what a person can do with it. */
export function useLinksPicture(first: LinkGraph) {
  const desk = useDesk();
  const [graph, setGraph] = useState(first);
  const [chosen, setChosen] = useState<string | null>(first.centre);
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const [start, setStart] = useState<GraphNode | null>(null);
  const [path, setPath] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(firstMost);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [said, setSaid] = useState('');
  const names: Names = useMemo(() => new Map(graph.nodes.map((node) => [node.key, node])), [graph]);
  const node = chosen === null ? undefined : names.get(chosen);

  async function ask(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(false);
    }
  }
  const expand = () =>
    void ask(async () => {
      if (node === undefined) return;
      const more = await desk.sellers.around({ kind: node.kind, id: node.id, hops: 1, most: 200 });
      setGraph((now) => merged(now, more));
      setSaid('');
    });
  const showMore = () =>
    void ask(async () => {
      const centre = names.get(graph.centre);
      if (centre === undefined) return;
      const { kind, id } = centre;
      const more = await desk.sellers.around({ kind, id, hops: 2, most: mostShown });
      setGraph((now) => merged(now, more));
      setAsked(mostShown);
    });
  const findPath = (from: GraphNode, to: GraphNode) =>
    void ask(async () => {
      const found = await desk.sellers.path({
        from: { kind: from.kind, id: from.id },
        to: { kind: to.kind, id: to.id },
      });
      setStart(null);
      setSaid(
        found.nodes.length === 0
          ? 'No chain of up to eight links leads there.'
          : `${found.edges.length} links lead there.`,
      );
      if (found.nodes.length === 0) return;
      setGraph((now) => merged(now, { ...found, left_out: now.left_out }));
      setPath(new Set(found.nodes.map((one) => one.key)));
    });
  const pin = (key: string, keep = false) =>
    setPinned((now) => {
      if (now.has(key) && keep) return now;
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return {
    graph,
    names,
    node,
    chosen,
    setChosen,
    pinned,
    pin,
    start,
    path,
    busy,
    error,
    said,
    expand,
    /** Null where more nodes would not bring more: the picture is not full. */
    showMore: asked < mostShown && first.nodes.length >= asked - 1 ? showMore : null,
    /** The chosen node becomes the beginning of a path, or its end where there is a beginning. */
    startOrEnd() {
      if (node === undefined) return;
      if (start === null || start.key === node.key) setStart(node);
      else findPath(start, node);
    },
  };
}
