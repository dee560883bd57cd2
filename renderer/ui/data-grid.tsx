import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { type GridColumn, type GridState, useGridTable } from './data-grid-column.ts';
import { DataGridHead } from './data-grid-head.tsx';
import { type GridMenu, DataGridMenu } from './data-grid-menu.tsx';
import { DataGridRow, type PlacedColumn } from './data-grid-row.tsx';
import { type Ground, groundAt, groundOf, slotsOf } from './data-grid-scroll.ts';
import { bounds, type Chosen, type Spot, walked } from './data-grid-walk.ts';
import classes from './data-grid.module.css';

export const gridRowHeight = 28;

/** For so long the rows before stay once the list stands still; then gaps are shown. */
const patienceMs = 200;

/** One thing that a menu of the grid offers. */
export interface GridAction {
  readonly name: string;
  readonly run: () => void;
}

export interface DataGridProps<T> extends GridState<T> {
  /** What the grid is, for people who hear it. */
  readonly label: string;
  readonly count: number;
  /** The row at a place; undefined while it is on its way, null where it has gone. */
  readonly rowAt: (index: number) => T | null | undefined;
  /** Told which rows are in sight, so that they can be had. */
  readonly onSight: (first: number, last: number) => void;
  /** Told which row stands at the top. */
  readonly onTop?: (row: number) => void;
  readonly onOpen?: (row: T, index: number) => void;
  /** What the menu of a column offers beyond its place, width and order. */
  readonly columnActions?: (column: string) => GridAction[];
  /** What the menu of a cell offers, such as a filter by its value. */
  readonly cellActions?: (column: string, row: T) => GridAction[];
  /** Copies what is chosen. */
  readonly onCopy: (rows: { first: number; last: number }, columns: GridColumn<T>[]) => void;
  /** What Escape closes; without it the key is left to others. */
  readonly onEscape?: (() => void) | undefined;
  /** The row to begin with, from an earlier visit. Another `place` begins anew. */
  readonly start?: number;
  /** Names what the rows are: with another one the grid goes back to its top. */
  readonly place: string;
  /** Shown instead of rows where there are none. */
  readonly children?: ReactNode;
}

interface Painted<T> {
  readonly first: number;
  readonly rows: readonly (T | null | undefined)[];
}

/**
 * The table for any number of rows: only those in sight are there, and they never leave a gap while
 * the next ones come. Columns are ordered, sized, hidden, pinned and sorted by their heads and
 * menus; arrows, Page, Home and End walk over cells, Shift chooses a range, Ctrl C copies it,
 * Enter opens the row.
 */
export function DataGrid<T extends object>(props: DataGridProps<T>) {
  const { columns, count, rowAt, onSight, onTop, onOpen, place } = props;
  const frame = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const base = useId();
  const table = useGridTable(props);
  const [menu, setMenu] = useState<GridMenu | null>(null);
  const [chosen, setChosen] = useState<Chosen>(at({ row: props.start ?? 0, column: 0 }));
  const [ground, setGround] = useState<Ground>({ base: 0, slot: 0 });
  const known = new Map(columns.map((column) => [column.id, column]));
  const placed: PlacedColumn<T>[] = [
    ...table.getStartVisibleLeafColumns(),
    ...table.getCenterVisibleLeafColumns(),
  ].flatMap((model) => {
    const column = known.get(model.id);
    const pinned = model.getIsPinned() === 'start' ? model.getStart('start') : null;
    return column ? [{ column, width: model.getSize(), pinned }] : [];
  });

  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is memoised here
  const virtual = useVirtualizer({
    count: slotsOf(count),
    getScrollElement: () => frame.current,
    estimateSize: () => gridRowHeight,
    overscan: 3,
  });
  const page = Math.max(
    1,
    Math.floor(((virtual.scrollRect?.height ?? 600) - gridRowHeight) / gridRowHeight),
  );
  const slot = Math.floor((virtual.scrollOffset ?? 0) / gridRowHeight);
  const here = groundAt(slot, ground, count, page);
  if (here.base !== ground.base || here.slot !== ground.slot) setGround(here);
  const items = virtual.getVirtualItems();
  const firstSlot = items[0]?.index ?? 0;
  const lastSlot = items.at(-1)?.index ?? -1;
  const first = here.base + firstSlot;
  const last = Math.min(count - 1, here.base + lastSlot);
  const painted = useHeld(first, last, rowAt, place);

  useEffect(() => {
    if (last >= first) onSight(first, last);
  }, [first, last, onSight]);

  const top = here.base + slot;
  useEffect(() => {
    if (count > 0) onTop?.(top);
  }, [top, count, onTop]);

  /** Puts the painted rows under what the scroll bar says now, between two drawings as well. */
  useEffect(() => {
    const scroller = frame.current;
    if (!scroller) return;
    const put = () => {
      const { scrollTop } = scroller;
      const line = Math.floor(scrollTop / gridRowHeight) - (painted.first - here.base);
      // Rows that are held while others come stand at the top, whatever the bar says.
      const inSight = line >= 0 && line < Math.max(1, painted.rows.length - page);
      const offset = (inSight ? line : 0) * gridRowHeight + (scrollTop % gridRowHeight);
      if (layer.current) layer.current.style.transform = `translateY(${-offset}px)`;
    };
    put();
    scroller.addEventListener('scroll', put, { passive: true });
    return () => scroller.removeEventListener('scroll', put);
  }, [painted, here.base, page]);

  function show(row: number): void {
    if (row >= top && row < top + page) return;
    const wanted = row < top ? row : row - page + 1;
    if (Math.abs(wanted - top) < 200) {
      virtual.scrollToOffset((wanted - here.base) * gridRowHeight);
      return;
    }
    const to = groundOf(Math.max(0, wanted), count, page);
    setGround(to);
    virtual.scrollToOffset(to.slot * gridRowHeight);
  }

  useRestored(place, props.start, count, (row) => {
    setChosen(at({ row, column: 0 }));
    const to = groundOf(row, count, page);
    setGround(to);
    virtual.scrollToOffset(to.slot * gridRowHeight);
  });

  const ids = placed.map(({ column }) => column.id);

  function choose(next: Chosen): void {
    setChosen(next);
    show(next.focus.row);
    const column = placed[next.focus.column];
    if (column) showColumn(frame.current, placed, next.focus.column);
  }

  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const extent = { rows: count, columns: placed.length, page };
    const next = walked({ key: event.key, shift: event.shiftKey, ctrl }, chosen, extent);
    const row = rowAt(chosen.focus.row);
    if (next) choose(next);
    else if (ctrl && event.key.toLowerCase() === 'c') copy();
    else if (event.key === 'Enter' && row) onOpen?.(row, chosen.focus.row);
    else if (event.key === 'Escape' && props.onEscape) props.onEscape();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) menuAtFocus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function copy(): void {
    const { top, bottom, left, right } = bounds(chosen);
    const among = placed.slice(left, right + 1).map(({ column }) => column);
    props.onCopy({ first: top, last: bottom }, among);
  }

  function menuAtFocus(): void {
    const { row, column } = chosen.focus;
    const cell = document.getElementById(`${base}-${row}-${column}`);
    if (cell) openCell({ row, column }, cell.getBoundingClientRect());
  }

  function openCell(
    { row, column }: Spot,
    { left, bottom }: { left: number; bottom: number },
  ): void {
    const id = ids[column];
    const held = rowAt(row);
    if (id !== undefined && held) setMenu({ x: left, y: bottom, column: id, row });
  }

  function onPointer(event: React.MouseEvent<HTMLDivElement>): void {
    const spot = spotOf(event.target);
    if (!spot) return;
    if (event.type === 'dblclick') {
      const row = rowAt(spot.row);
      if (row) onOpen?.(row, spot.row);
      return;
    }
    const inside = event.type === 'contextmenu' && isInside(chosen, spot);
    if (!inside) setChosen(event.shiftKey ? { anchor: chosen.anchor, focus: spot } : at(spot));
    if (event.type !== 'contextmenu') return;
    event.preventDefault();
    openCell(spot, { left: event.clientX, bottom: event.clientY });
  }

  function onDrag(event: React.MouseEvent<HTMLDivElement>): void {
    const spot = event.buttons === 1 ? spotOf(event.target) : null;
    const { row, column } = chosen.focus;
    if (spot && (spot.row !== row || spot.column !== column))
      setChosen({ anchor: chosen.anchor, focus: spot });
  }

  const { focus } = chosen;
  const focusIsPainted =
    focus.row >= painted.first && focus.row < painted.first + painted.rows.length;
  const style: CSSProperties & Record<'--grid-width', string> = {
    '--grid-width': `${placed.reduce((sum, { width }) => sum + width, 0)}px`,
  };
  return (
    <div className={classes.outer}>
      <div
        ref={frame}
        className={classes.frame}
        style={style}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={placed.length}
        aria-multiselectable="true"
        aria-activedescendant={focusIsPainted ? `${base}-${focus.row}-${focus.column}` : undefined}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => event.button === 0 && onPointer(event)}
        onMouseMove={onDrag}
        onDoubleClick={onPointer}
        onContextMenu={onPointer}
      >
        <div className={classes.sizer} style={{ height: virtual.getTotalSize() + gridRowHeight }}>
          <DataGridHead table={table} placed={placed} onMenu={setMenu} />
          <div role="rowgroup" className={classes.stage}>
            <div ref={layer} role="presentation" className={classes.layer}>
              {painted.rows.map((row, index) => (
                <DataGridRow
                  key={painted.first + index}
                  row={row}
                  index={painted.first + index}
                  placed={placed}
                  base={base}
                  chosen={chosen}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      {count === 0 && <div className={classes.none}>{props.children}</div>}
      <DataGridMenu
        menu={menu}
        onMenu={setMenu}
        onClose={() => {
          setMenu(null);
          frame.current?.focus({ preventScroll: true });
        }}
        table={table}
        names={known}
        actions={actionsOf(props, menu)}
      />
    </div>
  );
}

const at = (spot: Spot): Chosen => ({ anchor: spot, focus: spot });

function isInside(chosen: Chosen, { row, column }: Spot): boolean {
  const { top, bottom, left, right } = bounds(chosen);
  return row >= top && row <= bottom && column >= left && column <= right;
}

function actionsOf<T>(props: DataGridProps<T>, menu: GridMenu | null): GridAction[] {
  if (!menu) return [];
  const row = menu.row === undefined ? undefined : props.rowAt(menu.row);
  if (row) return props.cellActions?.(menu.column, row) ?? [];
  return props.columnActions?.(menu.column) ?? [];
}

function spotOf(target: EventTarget): Spot | null {
  const cell = target instanceof Element ? target.closest('[data-spot]') : null;
  const [row, column] = cell?.getAttribute('data-spot')?.split(' ') ?? [];
  return row === undefined || column === undefined
    ? null
    : { row: Number(row), column: Number(column) };
}

/** Scrolls sideways until the cell is in sight beside the pinned ones. */
function showColumn<T>(
  frame: HTMLElement | null,
  placed: readonly PlacedColumn<T>[],
  index: number,
): void {
  const column = placed[index];
  if (!frame || !column || column.pinned !== null) return;
  const pinned = placed.reduce((sum, each) => sum + (each.pinned === null ? 0 : each.width), 0);
  const left = placed.slice(0, index).reduce((sum, { width }) => sum + width, 0);
  if (left - pinned < frame.scrollLeft) frame.scrollLeft = left - pinned;
  else if (left + column.width > frame.scrollLeft + frame.clientWidth)
    frame.scrollLeft = left + column.width - frame.clientWidth;
}

/** Goes back to the row of an earlier visit once the rows are there, and to the top for other rows. */
function useRestored(
  place: string,
  start: number | undefined,
  count: number,
  go: (row: number) => void,
): void {
  const been = useRef<string | null>(null);
  const began = useEffectEvent(() => {
    const row = been.current === null ? (start ?? 0) : 0;
    been.current = place;
    go(Math.min(row, count - 1));
  });
  const there = count > 0;
  useEffect(() => {
    if (there && been.current !== place) began();
  }, [place, there]);
}

/**
 * The rows from `first` to `last`; while some are on their way, the ones before stay for a moment,
 * so that no drawing is ever empty.
 */
function useHeld<T>(
  first: number,
  last: number,
  rowAt: (index: number) => T | null | undefined,
  place: string,
): Painted<T> {
  const [held, setHeld] = useState<(Painted<T> & { readonly place: string }) | null>(null);
  const [late, setLate] = useState(false);
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => rowAt(first + at));
  const whole = rows.every((row) => row !== undefined);
  const same =
    held?.first === first &&
    held.rows.length === rows.length &&
    held.rows.every((row, index) => row === rows[index]);
  if (whole && !same) setHeld({ first, rows, place });
  if (whole && late) setLate(false);
  useEffect(() => {
    if (whole) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [whole, first]);
  if (whole) return same && held ? held : { first, rows };
  return held && !late ? held : { first, rows };
}
