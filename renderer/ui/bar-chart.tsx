import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import classes from './bar-chart.module.css';
import { axis, colour } from './chart-axis.ts';

/** Counts at moments of the wire, one series or a second one that is a part of the first. */
export interface BarPoint {
  readonly at: string;
  readonly count: number;
  readonly part?: number;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const hourFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

function momentWords(at: string, hours: boolean): string {
  return (hours ? hourFormat : dayFormat).format(Date.parse(at)).replace('Sept', 'Sep');
}

/**
 * Counts over time as bars. The one under the pointer is told above, and a click on it opens what
 * stands behind it.
 */
export function BarChart(props: {
  label: string;
  points: readonly BarPoint[];
  /** What is counted, as in "failed attempts"; and the part of it, where there is one. */
  noun: string;
  partNoun?: string;
  hours?: boolean;
  height?: number;
  onOpen?: (at: string) => void;
}) {
  const { label, points, noun, partNoun, hours = false, height = 120, onOpen } = props;
  const box = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState<number | null>(null);
  const scheme = useComputedColorScheme();
  const opened = useRef(onOpen);
  useEffect(() => {
    opened.current = onOpen;
  });
  const parted = partNoun !== undefined;
  useEffect(() => {
    const element = box.current;
    if (element === null || points.length === 0) return;
    const bars = uPlot.paths.bars?.({ size: [0.8, 40] });
    const series = (fill: string): uPlot.Series => ({
      fill: colour(fill),
      stroke: colour(fill),
      width: 0,
      points: { show: false },
      ...(bars ? { paths: bars } : {}),
    });
    const step = hours ? 3600 : 86_400;
    const most = Math.max(1, ...points.map((point) => point.count));
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: {
          x: { range: (_plot, first, last) => [first - step * 0.6, last + step * 0.6] },
          y: { range: () => [0, most * 1.08] },
        },
        axes: [
          {
            ...axis(),
            size: 24,
            space: hours ? 112 : 72,
            values: (_plot, moments) =>
              moments.map((seconds) =>
                momentWords(
                  new Date(seconds * 1000).toISOString(),
                  hours && seconds % 86_400 !== 0,
                ),
              ),
          },
          {
            ...axis(),
            size: 44,
            space: 28,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000],
          },
        ],
        series: [{}, series('--desk-line-strong'), ...(parted ? [series('--desk-accent')] : [])],
        hooks: { setCursor: [(one) => setIndex(one.cursor.idx ?? null)] },
      },
      [
        points.map((point) => Date.parse(point.at) / 1000),
        points.map((point) => point.count),
        ...(parted ? [points.map((point) => point.part ?? 0)] : []),
      ],
      element,
    );
    // What a click opens is reached by the lists beside the chart as well.
    const open = () => {
      const point = points[plot.cursor.idx ?? -1];
      if (point !== undefined) opened.current?.(point.at);
    };
    element.addEventListener('click', open);
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      element.removeEventListener('click', open);
      plot.destroy();
    };
    // The colours are read once per drawing, so another scheme draws anew.
  }, [points, scheme, hours, height, parted]);
  const sum = points.reduce((all, point) => all + point.count, 0);
  const partSum = points.reduce((all, point) => all + (point.part ?? 0), 0);
  const under = index === null ? undefined : points[index];
  const said = (count: number, part: number) =>
    `${count.toLocaleString('en-US')} ${noun}${parted ? `, ${part.toLocaleString('en-US')} ${partNoun}` : ''}`;
  return (
    <div className={classes.chart}>
      <div className={classes.reading}>
        {under !== undefined && `${momentWords(under.at, hours)}: `}
        {parted && <span className={classes.swatch} />}
        {(under?.count ?? sum).toLocaleString('en-US')} {noun}
        {parted && (
          <>
            <span className={classes.swatch} data-part />
            {(under === undefined ? partSum : (under.part ?? 0)).toLocaleString('en-US')} {partNoun}
          </>
        )}
      </div>
      <div
        ref={box}
        className={classes.canvas}
        role="img"
        aria-label={`${label}: ${said(sum, partSum)}`}
      />
    </div>
  );
}
