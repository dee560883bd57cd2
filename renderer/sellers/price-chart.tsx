import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PricePoint } from './price-points.ts';
import { colour } from '../ui/chart-axis.ts';
import classes from './sellers.module.css';

const height = 210;
const day = 86_400;
const dayOf = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function optionsOf(width: number, from: number, to: number, most: number): uPlot.Options {
  const line = { stroke: colour('--desk-faint'), font: '11px system-ui' };
  const grid = { stroke: colour('--desk-line'), width: 1 };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { range: () => [from, to] },
      y: { range: () => [0, Math.max(130, most + 10)] },
    },
    axes: [
      {
        ...line,
        grid,
        ticks: { show: false },
        space: 72,
        incrs: [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * day),
        values: (_plot, splits) => splits.map((at) => dayOf.format(at * 1000)),
      },
      {
        ...line,
        grid,
        ticks: { show: false },
        size: 56,
        values: (_plot, values) => values.map((value) => `${value} %`),
      },
    ],
    series: [
      {},
      { stroke: colour('--desk-pass'), width: 2, points: { show: false } },
      { stroke: colour('--desk-warn'), width: 1, dash: [4, 4], points: { show: false } },
      {
        stroke: colour('--desk-accent'),
        width: 0,
        paths: () => null,
        points: { show: true, size: 9, width: 2, fill: colour('--desk-surface') },
      },
    ],
  };
}

/**
 * Offers against the official floor of their storefront and day: the floor is 100 %, so that days,
 * regions and currencies stand on one scale. The table below says the same in figures.
 */
export function PriceChart({ points }: { points: readonly PricePoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = box.current;
    if (element === null || points.length === 0) return;
    const at = points.map((point) => point.at);
    // The lines go on to both sides, also where there is one offer alone.
    const [from, to] = [Math.min(...at) - 2 * day, Math.max(...at) + 2 * day];
    const times = [from, ...at, to];
    const most = Math.max(...points.map((point) => point.percent));
    const plot = new uPlot(
      optionsOf(element.clientWidth, from, to, Math.min(most, 300)),
      [
        times,
        times.map(() => 100),
        times.map(() => 75),
        [null, ...points.map((point) => Math.min(300, point.percent)), null],
      ],
      element,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
    // The colours are read once per drawing, so another scheme draws anew.
  }, [points, scheme]);
  const least = Math.min(...points.map((point) => point.percent));
  return (
    <div className={classes.chart}>
      <div
        ref={box}
        role="img"
        aria-label={`${points.length} offers against the official floor; the least is ${Math.floor(least)} per cent of it`}
      />
      <div className={classes.legend}>
        <span>
          <i style={{ borderColor: 'var(--desk-pass)' }} />
          official floor: the cheapest channel there that day
        </span>
        <span>
          <i style={{ borderColor: 'var(--desk-warn)', borderTopStyle: 'dashed' }} />
          three quarters of it
        </span>
        <span>○ an offer</span>
      </div>
    </div>
  );
}
