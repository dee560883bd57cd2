import { Select, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import type { SellerLine } from '../../contract/sellers.ts';
import { go } from '../app/route.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Refused } from '../ui/refused.tsx';
import { useSellers } from './queries.ts';
import { sellerColumns } from './seller-columns.tsx';
import classes from './sellers.module.css';
import { Working } from './working.tsx';

const views = {
  suggested: { name: 'Suggested for review', keeps: (line: SellerLine) => line.suggested },
  open: {
    name: 'Suggested, not flagged yet',
    keeps: (line: SellerLine) => line.suggested && line.flag === 'none',
  },
  rings: { name: 'In a ring', keeps: (line: SellerLine) => line.ring !== null },
  complained: { name: 'Named in tickets', keeps: (line: SellerLine) => line.tickets > 0 },
  all: { name: 'Every seller', keeps: () => true },
} as const;
type View = keyof typeof views;

/** What a person filters by, kept for the next time. */
interface Filter {
  readonly view: View;
  readonly text: string;
}

function matches(line: SellerLine, text: string): boolean {
  return [line.seller_id, line.name, ...line.signals.map((one) => one.text)].some(
    (value) => value?.toLowerCase().includes(text) === true,
  );
}

/** Every seller by score, in saved views. */
export function Candidates() {
  const { data, error, refetch } = useSellers();
  const [filter, setFilter] = useLocalStorage<Filter>({
    key: 'sellers.filter',
    defaultValue: { view: 'suggested', text: '' },
  });
  const view = Object.hasOwn(views, filter.view) ? filter.view : 'suggested';
  const shown = useMemo(() => {
    const text = filter.text.trim().toLowerCase();
    return (data ?? []).filter((line) => views[view].keeps(line) && matches(line, text));
  }, [data, view, filter.text]);
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Working label="Loading the sellers" />;
  return (
    <>
      <div className={classes.filters}>
        <Select
          w={210}
          aria-label="View"
          value={view}
          data={Object.entries(views).map(([value, { name }]) => ({ value, label: name }))}
          onChange={(value) => setFilter({ ...filter, view: (value ?? 'all') as View })}
        />
        <TextInput
          w={240}
          aria-label="Filter by name or signal"
          placeholder="Name or what speaks for it"
          maxLength={200}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
        <span className={classes.dim}>
          {shown.length} of {data.length} sellers. A score is a suggestion to look; nothing follows
          from it by itself.
        </span>
      </div>
      <div className={classes.fill}>
        {shown.length === 0 ? (
          <Empty title={data.length === 0 ? 'No seller in this copy' : 'None of them fits'}>
            {data.length === 0
              ? 'Sellers come with a drop: its sellers and offers, the sites that recharges name, and tickets.'
              : 'Choose another view or take something away from the filter.'}
          </Empty>
        ) : (
          <DataTable
            label="Sellers"
            columns={sellerColumns}
            rows={shown}
            rowKey={(line) => line.seller_id}
            onOpen={(line) => go({ screen: 'seller', id: line.seller_id })}
          />
        )}
      </div>
    </>
  );
}
