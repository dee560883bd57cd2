import { FilterChips } from '../../ui/filter-chips.tsx';
import { Refused } from '../../ui/refused.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { ExportProgress } from './list-export.tsx';
import { useViews } from './list-queries.ts';
import type { List } from './use-list.ts';
import classes from './list-page.module.css';

function Views({ name: list, state }: List) {
  const { views, save, remove, error } = useViews(list);
  const current = views.find(({ view }) => view === state.view);
  const changed =
    current !== undefined && JSON.stringify(current.content) !== JSON.stringify(state.content);
  return (
    <>
      <ViewTabs
        label="Saved views"
        tabs={views.map(({ view, name }) => ({ id: view, name }))}
        current={current?.view ?? null}
        changed={changed}
        onChoose={(id) => state.choose(views.find(({ view }) => view === id) ?? null)}
        onSave={(name) =>
          save.mutate(
            { name, content: state.content },
            { onSuccess: ({ view }) => state.became(view) },
          )
        }
        onUpdate={() => {
          if (current) save.mutate({ ...current, content: state.content });
        }}
        onRename={(view, name) => {
          const known = views.find((each) => each.view === view);
          if (known) save.mutate({ ...known, name });
        }}
        onRemove={(view) => remove.mutate(view, { onSuccess: () => state.became(null) })}
      />
      {error !== null && <Refused error={error} />}
    </>
  );
}

/** What stands above the rows: saved views, the filter, and an export on its way. */
export function ListTools(list: List) {
  const { fields, state, facets, exporting } = list;
  const valuesOf = (column: string): string[] =>
    (facets.data?.facets.find((facet) => facet.column === column)?.values ?? []).flatMap(
      ({ value }) => value ?? [],
    );
  return (
    <div className={classes.tools}>
      <Views {...list} />
      <FilterChips
        columns={fields}
        filter={state.content.filter}
        onFilter={state.setFilter}
        valuesOf={valuesOf}
      />
      <ExportProgress exporting={exporting} />
    </div>
  );
}
