import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axis, colour } from './chart-axis.ts';
import classes from './coin-chart.module.css';
import { type CoinScale, coinScale, coinsToHeight } from './coin-chart-scale.ts';
import { Coins, formatCoins, withMarks } from './coins.tsx';
import { formatAbsolute, Time } from './time.tsx';

/** A balance at a moment: a time of the wire, coins as a decimal string. */
export interface CoinPoint {
  readonly at: string;
  readonly balance: string;
}

const height = 180;
const halfDay = 12 * 60 * 60;
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const yearFormat = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** Three letters for every month: the locale gives September four. */
function monthShort(words: string): string {
  return words.replace('Sept', 'Sep');
}

/** Moments of the axis in words as fine as their distance; seconds, UTC. */
function momentWords(moments: readonly number[], distance: number): string[] {
  const day = 2 * halfDay;
  return moments.map((seconds) => {
    const ms = seconds * 1000;
    if (distance < day)
      return seconds % day === 0 ? monthShort(dayFormat.format(ms)) : clockFormat.format(ms);
    return monthShort((distance < 28 * day ? dayFormat : yearFormat).format(ms));
  });
}

/** Room at both ends, so that the first and the last step can be seen. */
function roomy(first: number, last: number): [number, number] {
  const room = Math.max(halfDay, (last - first) * 0.02);
  return [first - room, last + room];
}
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Seven digits fit beside the axis; more are shortened there and exact above it. */
function tickWords(coins: bigint): string {
  return coins > -10_000_000n && coins < 10_000_000n
    ? withMarks(`${coins}`)
    : compact.format(coins);
}

function optionsOf(width: number, scale: CoinScale, onPoint: (index: number | null) => void) {
  const heights = scale.ticks.map((tick) => coinsToHeight(tick, scale));
  const line = colour('--desk-accent');
  const options: uPlot.Options = {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { range: (_plot, first, last) => [first - (last - first) * 0.02, last] },
      y: { range: () => [heights[0] ?? 0, heights.at(-1) ?? 1] },
    },
    axes: [
      {
        ...axis(),
        size: 28,
        space: 64,
        values: (_plot, moments, _axis, _space, distance) => momentWords(moments, distance),
      },
      {
        ...axis(),
        size: 76,
        splits: () => heights,
        values: () => scale.ticks.map(tickWords),
      },
    ],
    series: [
      {},
      {
        stroke: line,
        width: 1.5,
        points: { show: false },
        ...(uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
      },
    ],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] },
  };
  return options;
}

function Reading({ points, index }: { points: readonly CoinPoint[]; index: number | null }) {
  const newest = index === null || index >= points.length - 1;
  const point = newest ? points.at(-1) : points[index];
  if (point === undefined) return <div className={classes.reading} />;
  return (
    <div className={classes.reading}>
      <strong>
        <Coins coins={point.balance} />
      </strong>
      <span>
        {newest ? 'after the newest entry, ' : 'after the entry of '}
        <Time at={point.at} show="absolute" />
      </span>
    </div>
  );
}

function wordsOf(points: readonly CoinPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'Coin balance: no entries';
  return `Coin balance from ${formatAbsolute(first.at)}, ${formatCoins(first.balance)}, to ${formatAbsolute(last.at)}, ${formatCoins(last.balance)}`;
}

/**
 * A coin balance over time as steps: it holds from one entry to the next. Above it stands the
 * exact amount under the pointer, otherwise the newest one.
 */
export function CoinChart({ points }: { points: readonly CoinPoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState<number | null>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const amounts = points.map((point) => BigInt(point.balance));
    const scale = coinScale(amounts);
    const times = points.map((point) => Date.parse(point.at) / 1000);
    // The balance holds after the newest entry: its step goes on to the edge.
    const [, edge] = roomy(times[0] ?? 0, times.at(-1) ?? 0);
    const newest = amounts.at(-1) ?? 0n;
    const plot = new uPlot(
      optionsOf(element.clientWidth, scale, setIndex),
      [[...times, edge], [...amounts, newest].map((coins) => coinsToHeight(coins, scale))],
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
  return (
    <div className={classes.chart}>
      <Reading points={points} index={index} />
      <div ref={box} className={classes.canvas} role="img" aria-label={wordsOf(points)} />
    </div>
  );
}
