import type { GraphEdge, GraphNode } from '../../contract/seller-links.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Time } from '../ui/time.tsx';
import { defanged, linkWords } from './words.ts';

/** Nodes by their key. */
export type Names = ReadonlyMap<string, GraphNode>;

/** What a link leads to, by the kind of link: a gift leads to an account like any other. */
function endOf(names: Names, edge: GraphEdge): string {
  return `${linkWords[edge.kind]} ${defanged(names.get(edge.to)?.value ?? edge.to)}`;
}

/** The columns of links: an account, and what it is linked to. */
export function linkColumns(names: Names): DataColumn<GraphEdge>[] {
  return [
    {
      id: 'from',
      header: 'Account',
      width: 96,
      grow: true,
      sort: (edge) => names.get(edge.from)?.value ?? edge.from,
      cell: (edge) => <HostileText inline text={names.get(edge.from)?.value ?? edge.from} />,
    },
    {
      id: 'to',
      header: 'Linked to',
      width: 114,
      grow: true,
      sort: (edge) => endOf(names, edge),
      cell: (edge) => <HostileText inline text={endOf(names, edge)} />,
    },
    {
      id: 'count',
      header: 'Times',
      width: 50,
      right: true,
      sort: (edge) => edge.count,
      cell: (edge) => edge.count,
    },
    {
      id: 'coins',
      header: 'Coins',
      width: 64,
      right: true,
      sort: (edge) => BigInt(edge.coins),
      cell: (edge) => <Coins bare coins={edge.coins} />,
    },
    {
      id: 'last',
      header: 'Last',
      width: 96,
      sort: (edge) => edge.last,
      cell: (edge) => <Time at={edge.last} />,
    },
  ];
}
