import { Button, Chip } from '@mantine/core';
import { type KeyboardEvent, type WheelEvent, useMemo, useState } from 'react';
import type { Moment } from '../../contract/cases.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { moved, place, type Span, ticks, whole, zoomed } from './axis.ts';
import classes from './moments.module.css';
import { useMoments } from './queries.ts';

const laneHeight = 22;

interface Dot {
  readonly index: number;
  readonly ms: number;
  readonly moment: Moment;
}

const columns: readonly DataColumn<Dot>[] = [
  {
    id: 'at',
    header: 'When (UTC)',
    width: 160,
    sort: ({ moment }) => moment.at,
    cell: ({ moment }) => moment.at.slice(0, 19).replace('T', ' '),
  },
  {
    id: 'source',
    header: 'From',
    width: 120,
    sort: ({ moment }) => moment.source,
    cell: ({ moment }) => moment.source,
  },
  {
    id: 'text',
    header: 'What happened',
    width: 240,
    grow: true,
    cell: ({ moment }) => <HostileText inline text={moment.text} />,
  },
  { id: 'key', header: 'Key', width: 170, cell: ({ moment }) => <Id id={moment.key} /> },
];

function keyStep(key: string, span: Span, all: Span): Span | null {
  if (key === '+' || key === '=') return zoomed(span, 0.5, 0.5, all);
  if (key === '-') return zoomed(span, 2, 0.5, all);
  if (key === 'ArrowLeft') return moved(span, -0.25, all);
  if (key === 'ArrowRight') return moved(span, 0.25, all);
  return key === '0' ? all : null;
}

/** The axis: a lane a source, a mark a moment. Wheel, buttons, and + − 0 ← → zoom and move it. */
function Axis(props: {
  dots: readonly Dot[];
  lanes: readonly string[];
  span: Span;
  all: Span;
  chosen: number | null;
  onSpan: (span: Span) => void;
  onChoose: (index: number) => void;
}) {
  const { lanes, span, all, onSpan } = props;
  function onKeyDown(event: KeyboardEvent): void {
    const next = keyStep(event.key, span, all);
    if (next === null) return;
    event.preventDefault();
    onSpan(next);
  }
  function onWheel(event: WheelEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    onSpan(
      zoomed(span, event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - box.left) / box.width, all),
    );
  }
  return (
    <div className={classes.axis}>
      <div className={classes.lanes} aria-hidden="true">
        {lanes.map((lane) => (
          <div key={lane} style={{ height: laneHeight }}>
            {lane}
          </div>
        ))}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is focused, and its keys are named */}
      <div
        className={classes.plot}
        style={{ height: lanes.length * laneHeight + 20 }}
        role="group"
        aria-label="Time axis; plus and minus zoom, arrows move, zero shows all"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onWheel={onWheel}
      >
        {ticks(span).map(({ at, label }) => (
          <div key={at} className={classes.tick} style={{ left: `${place(at, span) * 100}%` }}>
            <span>{label}</span>
          </div>
        ))}
        {props.dots.map(({ index, ms, moment }) => (
          <button
            key={index}
            type="button"
            tabIndex={-1}
            className={classes.dot}
            aria-current={index === props.chosen}
            title={`${moment.at} ${moment.source}`}
            aria-label={`${moment.at} ${moment.source}`}
            style={{
              left: `${place(ms, span) * 100}%`,
              top: lanes.indexOf(moment.source) * laneHeight + laneHeight / 2,
            }}
            onClick={() => props.onChoose(index)}
          />
        ))}
      </div>
    </div>
  );
}

/** Marks in sight; where thousands share a place on the screen, one of them stands for all. */
function inSight(dots: readonly Dot[], span: Span): Dot[] {
  const seen = new Set<string>();
  return dots.filter(({ ms, moment }) => {
    const at = place(ms, span);
    if (at < 0 || at > 1) return false;
    const name = `${moment.source} ${Math.round(at * 400)}`;
    return seen.has(name) ? false : (seen.add(name), true);
  });
}

function Board({ moments, cut }: { moments: readonly Moment[]; cut: boolean }) {
  const dots = useMemo(
    () => moments.map((moment, index) => ({ index, ms: Date.parse(moment.at), moment })),
    [moments],
  );
  const sources = useMemo(
    () => [...new Set(moments.map((one) => one.source))].toSorted(),
    [moments],
  );
  const [off, setOff] = useState<readonly string[]>([]);
  const shown = useMemo(
    () => dots.filter(({ moment }) => !off.includes(moment.source)),
    [dots, off],
  );
  const all = useMemo(() => whole(shown.map(({ ms }) => ms)), [shown]);
  const [zoom, setZoom] = useState<Span | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const span = zoom ?? all;
  const rows = useMemo(
    () => shown.filter(({ ms }) => ms >= span.from && ms <= span.to),
    [shown, span.from, span.to],
  );
  return (
    <div className={classes.board}>
      <div className={classes.bar}>
        {sources.map((source) => (
          <Chip
            key={source}
            size="xs"
            checked={!off.includes(source)}
            onChange={(on) => setOff(on ? off.filter((one) => one !== source) : [...off, source])}
          >
            {source}
          </Chip>
        ))}
        <span className={classes.zoom}>
          <Button
            variant="default"
            aria-label="Zoom in"
            onClick={() => setZoom(zoomed(span, 0.5, 0.5, all))}
          >
            +
          </Button>
          <Button
            variant="default"
            aria-label="Zoom out"
            onClick={() => setZoom(zoomed(span, 2, 0.5, all))}
          >
            −
          </Button>
          <Button variant="default" disabled={zoom === null} onClick={() => setZoom(null)}>
            All
          </Button>
        </span>
      </div>
      <Axis
        dots={inSight(shown, span)}
        lanes={sources.filter((one) => !off.includes(one))}
        span={span}
        all={all}
        chosen={chosen}
        onSpan={setZoom}
        onChoose={setChosen}
      />
      {cut && (
        <p className={classes.dim}>Only the newest are on the axis; older ones were left out.</p>
      )}
      <DataTable
        label="Moments in sight"
        columns={columns}
        rows={rows}
        rowKey={(one) => String(one.index)}
        {...(chosen === null ? {} : { chosen: String(chosen) })}
        onOpen={(one) => setChosen(one.index)}
        maxRows={14}
      />
    </div>
  );
}

/** Everything about a case or an account on one axis, with a table of the same under it. */
export function Moments({ of }: { of: { case: string } | { account: string } }) {
  const { data, error, refetch } = useMoments(of);
  if (error !== null) return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={14} label="Loading the timeline" />;
  if (data.moments.length === 0)
    return <Empty title="Nothing on the axis yet">Link records, or note an event.</Empty>;
  return <Board moments={data.moments} cut={data.cut} />;
}
