import type { Filter, Frequency } from '../../contract/record-lists.ts';
import { type FilterColumn, stateOf } from './filter-edit.ts';
import { valueWords } from './filter-words.ts';
import classes from './facet-panel.module.css';

/** Values that a facet shows before "more". */
const shown = 8;

function Value(props: {
  column: FilterColumn;
  value: string | null;
  count: number;
  most: number;
  state: 'only' | 'excluded' | null;
  onPick: (exclude: boolean) => void;
}) {
  const { column, value, count, most, state, onPick } = props;
  const words = valueWords(column, value);
  return (
    <li className={classes.value} data-state={state ?? undefined}>
      <button
        type="button"
        className={classes.pick}
        aria-pressed={state === 'only'}
        onClick={(event) => onPick(event.altKey || event.shiftKey)}
      >
        <span className={classes.bar} style={{ width: `${(count / most) * 100}%` }} />
        <bdi className={classes.name}>{words}</bdi>
        <span className={classes.count}>{count.toLocaleString('en-US')}</span>
      </button>
      <button
        type="button"
        className={classes.exclude}
        aria-pressed={state === 'excluded'}
        aria-label={`Exclude ${words}`}
        title="Exclude"
        onClick={() => onPick(true)}
      >
        ≠
      </button>
    </li>
  );
}

/**
 * Counts by column at the side of a list. They follow all filters but those on the column itself,
 * so each count says what a click would find. A click takes a value, ≠ leaves it out.
 */
export function FacetPanel(props: {
  columns: readonly FilterColumn[];
  facets: readonly Frequency[];
  filter: Filter;
  busy: boolean;
  onPick: (column: string, value: string | null, exclude: boolean) => void;
  onMore: (column: string) => void;
}) {
  const { facets, filter, onPick } = props;
  const byName = new Map(props.columns.map((column) => [column.name, column]));
  return (
    <nav
      className={classes.panel}
      aria-label="Counts"
      aria-busy={props.busy || undefined}
      tabIndex={0}
    >
      {facets.map((facet) => {
        const column = byName.get(facet.column);
        if (!column) return null;
        const most = Math.max(1, ...facet.values.map(({ count }) => count));
        return (
          <section key={facet.column} aria-label={column.header}>
            <h2 className={classes.title}>
              {column.header}
              <button
                type="button"
                className={classes.more}
                aria-label={`All values of ${column.header}`}
                onClick={() => props.onMore(facet.column)}
              >
                {facet.distinct > shown ? `all ${facet.distinct.toLocaleString('en-US')}` : 'all'}
              </button>
            </h2>
            <ul className={classes.values}>
              {facet.values.slice(0, shown).map(({ value, count }) => (
                <Value
                  key={value ?? '\u0000'}
                  column={column}
                  value={value}
                  count={count}
                  most={most}
                  state={stateOf(filter, facet.column, value)}
                  onPick={(exclude) => onPick(facet.column, value, exclude)}
                />
              ))}
            </ul>
            {facet.values.length === 0 && <p className={classes.nothing}>no rows</p>}
          </section>
        );
      })}
    </nav>
  );
}
