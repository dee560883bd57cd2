import { Button, Checkbox, RangeSlider } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useDeferredValue, useMemo, useState } from 'react';
import type { LinkGraph, LinkKind } from '../../contract/seller-links.ts';
import { counted } from '../../contract/say.ts';
import { href, type Route } from '../app/route.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { Chosen } from './link-chosen.tsx';
import { filterOf, spanOf } from './link-data.ts';
import { LinkPicture } from './link-picture.tsx';
import { linkColumns } from './link-table.tsx';
import { useLinks } from './queries.ts';
import classes from './sellers.module.css';
import { mostShown, useLinksPicture } from './use-links-picture.ts';
import { defanged, linkWords } from './words.ts';
import { Working } from './working.tsx';

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
  const picture = useLinksPicture(first);
  const { graph, node, names } = picture;
  const [hidden, setHidden] = useState<ReadonlySet<LinkKind>>(new Set());
  const span = useMemo(() => spanOf(graph), [graph]);
  const [wanted, setWanted] = useState<[number, number] | null>(null);
  const time: [number, number] = wanted ?? [span?.from ?? 0, span?.to ?? 0];
  // The slider follows the hand; the picture follows when it can.
  const [from, to] = [useDeferredValue(time[0]), useDeferredValue(time[1])];
  const filter = useMemo(() => filterOf(graph), [graph]);
  const shown = useMemo(() => filter({ hidden, from, to }), [filter, hidden, from, to]);
  const columns = useMemo(() => linkColumns(names), [names]);
  const pinChosen = () => node !== undefined && picture.pin(node.key);
  useHotkeys([
    ['e', picture.expand],
    ['p', () => void pinChosen()],
    ['t', picture.startOrEnd],
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
              onPath={picture.startOrEnd}
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
          <div className={classes.row}>
            <span className={classes.dim}>
              {counted(shown.nodes.length, 'thing')}, {counted(shown.edges.length, 'link')}
              {graph.left_out > 0 && `; ${graph.left_out} more are left out: expand what matters`}
            </span>
            {picture.showMore !== null && (
              <Button
                size="compact-sm"
                variant="default"
                loading={picture.busy}
                onClick={picture.showMore}
              >
                Show up to {mostShown.toLocaleString('en-US')}
              </Button>
            )}
          </div>
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
