import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useRef } from 'react';
import type { AuditRow } from '../../contract/audit.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import classes from './audit.module.css';

const rowHeight = 28;

/** Outcomes that need nobody's eye; every other one is a refusal by its code. */
const calm = new Set(['done', 'begun']);

function Cells({ row }: { row: AuditRow | undefined }) {
  if (row === undefined) return null;
  return (
    <>
      <span role="gridcell" className={`${classes.cell} ${classes.number}`}>
        {row.seq}
      </span>
      <span role="gridcell" className={classes.cell}>
        <Time at={row.at} show="absolute" />
      </span>
      <span role="gridcell" className={classes.cell}>
        {row.actor} {row.actor !== row.role && <span className={classes.dim}>{row.role}</span>}
      </span>
      <span role="gridcell" className={classes.cell}>
        <HostileText inline text={row.sentence} />
      </span>
      <span role="gridcell" className={classes.cell}>
        {calm.has(row.outcome) ? (
          <span className={classes.dim}>{row.outcome}</span>
        ) : (
          <OutcomeBadge bare outcome="warn" word={row.outcome} />
        )}
      </span>
    </>
  );
}

function Head() {
  return (
    <div role="row" className={classes.head}>
      {['Row', 'At', 'Who', 'What was done', 'Outcome'].map((name, index) => (
        <span
          key={name}
          role="columnheader"
          className={index === 0 ? `${classes.cell} ${classes.number}` : classes.cell}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

function step(key: string, at: number, count: number, page: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

export interface RowListProps {
  readonly count: number;
  readonly rowAt: (index: number) => AuditRow | undefined;
  /** The place of the row that stands open. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  /** Which places are drawn, so that they can be fetched. */
  readonly onSight?: (first: number, last: number) => void;
}

/** Rows of the audit, newest first; only those in sight are drawn. Arrow keys walk. */
export function RowList(props: RowListProps) {
  const { count, rowAt, chosen, onChoose, onSight } = props;
  const frame = useRef<HTMLDivElement>(null);
  const base = useId();
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is memoised here
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 12,
    onChange(instance) {
      const items: VirtualItem[] = instance.getVirtualItems();
      onSight?.(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
    },
  });
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const page = Math.floor(event.currentTarget.clientHeight / rowHeight) - 2;
    const next = step(event.key, chosen, count, page);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    virtual.scrollToIndex(next);
  }
  function onClick({ target }: MouseEvent<HTMLDivElement>): void {
    const row = target instanceof Element ? target.closest('[data-index]') : null;
    const index = row?.getAttribute('data-index');
    if (typeof index === 'string') onChoose(Number(index));
  }
  return (
    <div
      ref={frame}
      className={classes.rows}
      role="grid"
      tabIndex={0}
      aria-label="Audit rows, newest first"
      aria-rowcount={count + 1}
      aria-activedescendant={`${base}-${chosen}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <Head />
      <div role="rowgroup" className={classes.inner} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            id={`${base}-${index}`}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={index === chosen}
            className={classes.row}
            style={{ transform: `translateY(${start}px)` }}
            data-index={index}
          >
            <Cells row={rowAt(index)} />
          </div>
        ))}
      </div>
    </div>
  );
}
