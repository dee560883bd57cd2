import { useRef } from 'react';
import { notifications } from '@mantine/notifications';
import { useDesk } from '../../app/desk.tsx';
import { go } from '../../app/route.ts';
import { DataGrid, type GridAction } from '../../ui/data-grid.tsx';
import type { GridColumn } from '../../ui/data-grid-column.ts';
import { Empty } from '../../ui/empty.tsx';
import { FacetPanel } from '../../ui/facet-panel.tsx';
import { stateOf } from '../../ui/filter-edit.ts';
import { valueWords } from '../../ui/filter-words.ts';
import { Refused } from '../../ui/refused.tsx';
import { copyRange } from './copy-range.ts';
import { FrequencyPanel } from './frequency-panel.tsx';
import { listTitles, routeOfRow } from './list-names.ts';
import { cellOf, type ListRow, useListRows } from './list-rows.ts';
import { ListWaiting } from './list-waiting.tsx';
import type { List } from './use-list.ts';
import classes from './list-page.module.css';

/** What the menu of a cell offers: to filter by its value, to copy it, to open its row. */
function cellActions(list: List, column: string, row: ListRow): GridAction[] {
  const field = list.fields.find(({ name }) => name === column);
  if (!field) return [];
  const value = cellOf(row, column);
  const words = valueWords(field, value).slice(0, 40);
  const stands = stateOf(list.state.content.filter, column, value);
  const to = routeOfRow(list.description, (each) => cellOf(row, each));
  const byValue: GridAction[] = [
    {
      name: stands === 'only' ? `No longer only ${words}` : `Only ${words}`,
      run: () => list.pick(column, value, false),
    },
    {
      name: stands === 'excluded' ? `No longer without ${words}` : `Without ${words}`,
      run: () => list.pick(column, value, true),
    },
  ];
  // What is masked is not the value that the records hold.
  return [
    ...(field.masked && value !== null ? [] : byValue),
    { name: 'Copy', run: () => void navigator.clipboard.writeText(value ?? '') },
    ...(to ? [{ name: 'Open', run: () => go(to) }] : []),
  ];
}

const mostFacets = 20;

/** What the menu of a column offers beyond its place: its counts. */
function columnActions({ fields, look, state, setCounted }: List, column: string): GridAction[] {
  const field = fields.find(({ name }) => name === column);
  if (!field || field.masked) return [];
  const beside = look.facets.includes(column);
  const facets = beside
    ? look.facets.filter((name) => name !== column)
    : [...look.facets, column].slice(-mostFacets);
  return [
    { name: 'How often each value', run: () => setCounted(column) },
    {
      name: beside ? 'Not counted at the side' : 'Count at the side',
      run: () => state.setLook({ ...look, facets }),
    },
  ];
}

function Nothing({ size }: List) {
  if (size.waiting || size.all === null) return null;
  if (size.all === 0)
    return (
      <Empty title="There are none in this copy">Records come with a drop, under Import.</Empty>
    );
  return (
    <Empty title="No row meets these filters">
      Switch one off, or take a value away at the side.
    </Empty>
  );
}

function Grid(list: List & { onEscape: (() => void) | undefined }) {
  const { name, description, state, query, size, look } = list;
  const desk = useDesk();
  const rows = useListRows(query, list.asked, size);

  function copy(range: { first: number; last: number }, among: GridColumn<ListRow>[]): void {
    const columns = among.map(({ id }) => id);
    void copyRange({ desk, query, range, columns }).then((message) =>
      notifications.show({ message }),
    );
  }

  if (rows.error !== null) return <Refused error={rows.error} onRetry={size.again} />;
  return (
    <DataGrid
      label={listTitles[name]}
      columns={list.columns}
      look={look}
      onLook={(next) => state.setLook({ ...look, ...next })}
      sort={query.sort}
      onSort={state.setSort}
      count={size.total}
      rowAt={rows.rowAt}
      onSight={rows.onSight}
      onTop={state.atRow}
      onOpen={(row) => {
        const to = routeOfRow(description, (column) => cellOf(row, column));
        if (to) go(to);
      }}
      cellActions={(column, row) => cellActions(list, column, row)}
      columnActions={(column) => columnActions(list, column)}
      onCopy={copy}
      onEscape={list.onEscape}
      start={list.start}
      place={JSON.stringify(query)}
    >
      <Nothing {...list} />
    </DataGrid>
  );
}

/** Counts at the left, the rows, and at the right the values of one column where they are asked for. */
export function ListBody(list: List) {
  const { fields, facets, size, look, state, counted, setCounted, pick } = list;
  const { filter } = state.content;
  const frame = useRef<HTMLDivElement>(null);

  /** Whoever closes the values of a column is back among the rows. */
  function closeCounted(): void {
    setCounted(null);
    frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }

  return (
    <div className={classes.body} data-side={counted !== null || undefined}>
      {look.facets.length > 0 && (
        <div className={classes.facets}>
          {/* What the list itself is refused for is said once, there. */}
          {facets.error !== null && size.error === null && <Refused error={facets.error} />}
          <FacetPanel
            columns={fields}
            facets={facets.data?.facets ?? []}
            filter={filter}
            busy={facets.isPlaceholderData}
            onPick={pick}
            onMore={setCounted}
          />
        </div>
      )}
      <div ref={frame} className={classes.list}>
        <ListWaiting size={size} />
        {size.error === null ? (
          <Grid {...list} onEscape={counted === null ? undefined : closeCounted} />
        ) : (
          <Refused error={size.error} onRetry={size.again} />
        )}
      </div>
      {counted !== null && (
        <div
          className={classes.side}
          role="presentation"
          onKeyDown={(event) => event.key === 'Escape' && closeCounted()}
        >
          <FrequencyPanel
            key={counted.name}
            list={list.name}
            filter={filter}
            column={counted}
            onPick={(value) => pick(counted.name, value, false)}
            onClose={closeCounted}
          />
        </div>
      )}
    </div>
  );
}
