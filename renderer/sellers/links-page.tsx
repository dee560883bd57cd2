import { Button, Checkbox, Kbd, RangeSlider } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { GraphEdge, LinkGraph, LinkKind } from '../../contract/seller-links.ts';
import { useDesk } from '../app/desk.tsx';
import { href, type Route, recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { filtered, merged, spanOf } from './link-data.ts';
import { LinkPicture } from './link-picture.tsx';
import { useLinks } from './queries.ts';
import { RoleBadge } from './role-badge.tsx';
import classes from './sellers.module.css';
import { defanged, linkWords } from './words.ts';
import { Working } from './working.tsx';

type Node = LinkGraph['nodes'][number];
type Names = ReadonlyMap<string, Node>;

function nameOf(names: Names, key: string): string {
  const node = names.get(key);
  return node === undefined ? key : `${linkWords[node.kind]} ${defanged(node.value)}`;
}

function columnsOf(names: Names): DataColumn<GraphEdge>[] {
  const end = (id: 'from' | 'to', header: string): DataColumn<GraphEdge> => ({
    id,
    header,
    width: 96,
    grow: true,
    sort: (edge) => nameOf(names, edge[id]),
    cell: (edge) => <HostileText inline text={nameOf(names, edge[id])} />,
  });
  return [
    end('from', 'From'),
    end('to', 'To'),
    {
      id: 'count',
      header: 'Times',
      width: 60,
      right: true,
      sort: (edge) => edge.count,
      cell: (edge) => edge.count,
    },
    {
      id: 'coins',
      header: 'Coins',
      width: 78,
      right: true,
      sort: (edge) => BigInt(edge.coins),
      cell: (edge) => <Coins bare coins={edge.coins} />,
    },
    {
      id: 'last',
      header: 'Last',
      width: 86,
      sort: (edge) => edge.last,
      cell: (edge) => <Time at={edge.last} />,
    },
  ];
}

/** Where a node has a page of its own in the desk. */
function pageOf({ kind, id }: Node): string | null {
  if (kind === 'account' || kind === 'seller' || kind === 'instrument' || kind === 'device')
    return recordHref(kind, id);
  return null;
}

function Chosen(props: {
  node: Node;
  start: Node | null;
  busy: boolean;
  pinned: boolean;
  onExpand: () => void;
  onPin: () => void;
  onStart: () => void;
  onPath: () => void;
}) {
  const { node, start } = props;
  const page = pageOf(node);
  return (
    <Panel title="Chosen">
      <div className={classes.stack}>
        <p>
          {linkWords[node.kind]} <HostileText inline text={defanged(node.value)} />{' '}
          {node.role !== null && <RoleBadge role={node.role} />}
        </p>
        <p className={classes.dim}>
          {node.degree} links in all, <Coins coins={node.coins} /> in sight
        </p>
        <div className={classes.row}>
          <Button
            size="compact-sm"
            loading={props.busy}
            rightSection={<Kbd size="xs">E</Kbd>}
            onClick={props.onExpand}
          >
            Expand
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<Kbd size="xs">P</Kbd>}
            onClick={props.onPin}
          >
            {props.pinned ? 'Unpin' : 'Pin'}
          </Button>
          {start === null || start.key === node.key ? (
            <Button
              size="compact-sm"
              variant="default"
              rightSection={<Kbd size="xs">T</Kbd>}
              onClick={props.onStart}
            >
              {start === null ? 'Path from here' : 'Choose where to'}
            </Button>
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              rightSection={<Kbd size="xs">T</Kbd>}
              onClick={props.onPath}
            >
              Path to here
            </Button>
          )}
          {page !== null && <a href={page}>Its page</a>}
        </div>
      </div>
    </Panel>
  );
}

function usePicture(first: LinkGraph) {
  const desk = useDesk();
  const [graph, setGraph] = useState(first);
  const [chosen, setChosen] = useState<string | null>(first.centre);
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const [start, setStart] = useState<Node | null>(null);
  const [path, setPath] = useState<ReadonlySet<string>>(new Set());
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
  const findPath = () =>
    void ask(async () => {
      if (node === undefined || start === null) return;
      const found = await desk.sellers.path({
        from: { kind: start.kind, id: start.id },
        to: { kind: node.kind, id: node.id },
      });
      setStart(null);
      setSaid(
        found.nodes.length === 0
          ? 'No chain of up to eight links leads there.'
          : `${found.edges.length} links lead there.`,
      );
      if (found.nodes.length === 0) return;
      setGraph((now) => merged(now, found));
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
    setStart,
    path,
    busy,
    error,
    said,
    expand,
    findPath,
  };
}

function Filters(props: {
  graph: LinkGraph;
  hidden: ReadonlySet<LinkKind>;
  onHidden: (hidden: ReadonlySet<LinkKind>) => void;
  span: { from: number; to: number } | null;
  time: [number, number];
  onTime: (time: [number, number]) => void;
}) {
  const { graph, hidden, span, time } = props;
  const kinds = [...new Set(graph.edges.map((edge) => edge.kind))].sort();
  return (
    <>
      <div className={classes.kinds}>
        {kinds.map((kind) => (
          <Checkbox
            key={kind}
            size="xs"
            label={linkWords[kind]}
            checked={!hidden.has(kind)}
            onChange={() => {
              const next = new Set(hidden);
              if (!next.delete(kind)) next.add(kind);
              props.onHidden(next);
            }}
          />
        ))}
      </div>
      {span !== null && span.to > span.from && (
        <div className={classes.slider}>
          <Time at={new Date(time[0]).toISOString()} show="minute" />
          <RangeSlider
            size="sm"
            thumbFromLabel="From"
            thumbToLabel="To"
            label={null}
            min={span.from}
            max={span.to}
            minRange={0}
            step={Math.max(1, Math.floor((span.to - span.from) / 200))}
            value={time}
            onChange={props.onTime}
          />
          <Time at={new Date(time[1]).toISOString()} show="minute" />
        </div>
      )}
    </>
  );
}

function Links({ first }: { first: LinkGraph }) {
  const picture = usePicture(first);
  const { graph, node, names } = picture;
  const [hidden, setHidden] = useState<ReadonlySet<LinkKind>>(new Set());
  const span = useMemo(() => spanOf(graph), [graph]);
  const [wanted, setWanted] = useState<[number, number] | null>(null);
  const time: [number, number] = wanted ?? [span?.from ?? 0, span?.to ?? 0];
  const [from, to] = time;
  const shown = useMemo(() => filtered(graph, { hidden, from, to }), [graph, hidden, from, to]);
  const columns = useMemo(() => columnsOf(names), [names]);
  const pinChosen = () => node !== undefined && picture.pin(node.key);
  const startOrPath = () => {
    if (node === undefined) return;
    if (picture.start === null || picture.start.key === node.key) picture.setStart(node);
    else picture.findPath();
  };
  useHotkeys([
    ['e', picture.expand],
    ['p', () => void pinChosen()],
    ['t', startOrPath],
  ]);
  if (graph.edges.length === 0)
    return <Empty title="Nothing is linked to it">No record of this copy names it.</Empty>;
  return (
    <>
      <Filters
        graph={graph}
        hidden={hidden}
        onHidden={setHidden}
        span={span}
        time={time}
        onTime={setWanted}
      />
      <div className={classes.links}>
        <LinkPicture
          nodes={shown.nodes}
          edges={shown.edges}
          chosen={picture.chosen}
          pinned={picture.pinned}
          path={picture.path}
          onChoose={picture.setChosen}
          onPin={(key) => picture.pin(key, true)}
        />
        <div className={classes.linksSide}>
          {node !== undefined && (
            <Chosen
              node={node}
              start={picture.start}
              busy={picture.busy}
              pinned={picture.pinned.has(node.key)}
              onExpand={picture.expand}
              onPin={pinChosen}
              onStart={startOrPath}
              onPath={picture.findPath}
            />
          )}
          {picture.said !== '' && (
            <p className={classes.dim} role="status">
              {picture.said}
            </p>
          )}
          {picture.error !== null && <Refused error={picture.error} />}
          <div className={classes.linksTable}>
            <DataTable
              label="Links"
              columns={columns}
              rows={shown.edges}
              rowKey={(edge) => `${edge.from} ${edge.kind} ${edge.to}`}
              onOpen={(edge) => picture.setChosen(edge.to === picture.chosen ? edge.from : edge.to)}
            />
          </div>
          <p className={classes.dim}>
            {shown.nodes.length} things, {shown.edges.length} links
            {graph.left_out > 0 && `; ${graph.left_out} more are left out: expand what matters`}
          </p>
        </div>
      </div>
    </>
  );
}

/** Links around anything, two steps far: as a picture, and as a table for those who do not use it. */
export function LinksPage({ kind, id }: { kind: LinkKind; id: string }) {
  const { data, error, refetch } = useLinks(kind, id);
  const centre = data?.nodes.find((node) => node.key === data.centre);
  const back: Route = kind === 'seller' ? { screen: 'seller', id } : { screen: 'sellers' };
  return (
    <Screen
      fill
      title={
        <>
          Links around {linkWords[kind]} <HostileText inline text={defanged(centre?.value ?? id)} />
        </>
      }
      aside={<a href={href(back)}>{kind === 'seller' ? 'Its page' : 'Sellers'}</a>}
    >
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Working label="Loading the links" />}
      {data !== undefined && <Links key={data.centre} first={data} />}
    </Screen>
  );
}
