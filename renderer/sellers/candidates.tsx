import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Filter } from '../../contract/record-lists.ts';
import { counted } from '../../contract/say.ts';
import { go } from '../app/route.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterChips } from '../ui/filter-chips.tsx';
import { Refused } from '../ui/refused.tsx';
import { ViewTabs } from '../ui/view-tabs.tsx';
import {
  candidateChoices,
  candidateFields,
  candidateList,
  contentOf,
  fixedViews,
  useCandidateViews,
} from './candidate-views.ts';
import { useSellers } from './queries.ts';
import { sellerColumns } from './seller-columns.tsx';
import classes from './sellers.module.css';
import { Working } from './working.tsx';

type Views = ReturnType<typeof useCandidateViews>;
type Part = Filter[number];

/** The part of a filter that the box for text writes. */
function isText(part: Part): part is Extract<Part, { text: string }> {
  return part.op === 'contains' && part.column === 'any' && part.not !== true && part.off !== true;
}

function Tabs({ views }: { views: Views }) {
  const { own, saved, view, filter } = views;
  const current = own.find(({ id }) => id === view?.id);
  return (
    <>
      <ViewTabs
        label="Saved views"
        fixed={fixedViews}
        tabs={own}
        current={view?.id ?? null}
        changed={views.changed}
        onChoose={(id) =>
          views.choose([...fixedViews, ...own].find((each) => each.id === id) ?? null)
        }
        onSave={(name) =>
          saved.save.mutate(
            { name, content: contentOf(filter) },
            { onSuccess: (made) => views.became(made.view) },
          )
        }
        onUpdate={() => {
          if (current)
            saved.save.mutate({
              view: current.id,
              name: current.name,
              content: contentOf(filter),
            });
        }}
        onRename={(id, name) => {
          const known = own.find((each) => each.id === id);
          if (known) saved.save.mutate({ view: id, name, content: contentOf(known.filter) });
        }}
        onRemove={(id) => saved.remove.mutate(id, { onSuccess: () => views.became(null) })}
      />
      {saved.error !== null && <Refused error={saved.error} />}
    </>
  );
}

function Filters({ views, choices }: { views: Views; choices: (column: string) => string[] }) {
  const { filter, setFilter } = views;
  const rest = filter.filter((part) => !isText(part));
  const text = filter.find(isText)?.text ?? '';
  const withText = (parts: Filter, wanted: string): Filter =>
    wanted === '' ? parts : [{ op: 'contains', column: 'any', text: wanted }, ...parts];
  return (
    <div className={classes.filters}>
      <TextInput
        w={220}
        aria-label="Name or signal"
        placeholder="Name or what speaks for it"
        maxLength={200}
        value={text}
        onChange={(event) => setFilter(withText(rest, event.currentTarget.value))}
      />
      <FilterChips
        columns={candidateFields}
        filter={rest}
        onFilter={(parts) => setFilter(withText(parts, text))}
        valuesOf={choices}
      />
    </div>
  );
}

/** Every seller by score, in saved views; a filter of one’s own is kept for the next time. */
export function Candidates() {
  const views = useCandidateViews(candidateList);
  const all = useSellers([]);
  const [asked] = useDebouncedValue(views.filter, 200);
  const shown = useSellers(asked);
  if (all.error !== null && all.data === undefined)
    return <Refused error={all.error} onRetry={() => void all.refetch()} />;
  if (all.data === undefined || !views.ready) return <Working label="Loading the sellers" />;
  const lines = all.data;
  const rows = shown.data ?? [];
  return (
    <>
      <Tabs views={views} />
      <Filters views={views} choices={(column) => candidateChoices(lines, column)} />
      {shown.error !== null && <Refused error={shown.error} />}
      <div className={classes.fill} aria-busy={shown.isFetching || undefined}>
        {rows.length === 0 && !shown.isPending && shown.error === null ? (
          <Empty title={lines.length === 0 ? 'No seller in this copy' : 'None of them fits'}>
            {lines.length === 0
              ? 'Sellers come with a drop: its sellers and offers, the sites that recharges name, and tickets.'
              : 'Choose another view or take something away from the filter.'}
          </Empty>
        ) : (
          <DataTable
            label="Sellers"
            columns={sellerColumns}
            rows={rows}
            rowKey={(line) => line.seller_id}
            onOpen={(line) => go({ screen: 'seller', id: line.seller_id })}
          />
        )}
      </div>
      <p className={classes.below}>
        {rows.length} of {counted(lines.length, 'seller')}. A score is a suggestion to look; nothing
        follows from it by itself.
      </p>
    </>
  );
}
