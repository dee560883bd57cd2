import type { SellerFlag } from '../../contract/seller-flags.ts';
import { go } from '../app/route.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { useFlags } from './queries.ts';
import classes from './sellers.module.css';
import { Site } from './site.tsx';
import { flagWords } from './words.ts';

const columns: readonly DataColumn<SellerFlag>[] = [
  {
    id: 'state',
    header: 'State',
    width: 128,
    sort: (flag) => flag.state,
    cell: (flag) => <OutcomeBadge bare {...flagWords[flag.state]} />,
  },
  {
    id: 'seller',
    header: 'Seller',
    width: 190,
    grow: true,
    sort: (flag) => flag.seller_id,
    cell: (flag) => <Site id={flag.seller_id} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 220,
    grow: true,
    cell: (flag) => <HostileText inline text={flag.reason} />,
  },
  {
    id: 'maker',
    header: 'Proposed by',
    width: 100,
    sort: (flag) => flag.maker,
    cell: (flag) => flag.maker,
  },
  {
    id: 'checker',
    header: 'Decided by',
    width: 100,
    sort: (flag) => flag.checker,
    cell: (flag) => flag.checker ?? '–',
  },
  {
    id: 'at',
    header: 'Proposed',
    width: 92,
    sort: (flag) => flag.created_at,
    cell: (flag) => <Time at={flag.created_at} />,
  },
  {
    id: 'until',
    header: 'Until',
    width: 92,
    sort: (flag) => flag.expires_at,
    cell: (flag) => <Time at={flag.expires_at} />,
  },
];

/** Every flag in every state, newest first; those that wait are decided on the seller's page. */
export function FlagTable() {
  const { data, error, refetch } = useFlags();
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={10} label="Loading the flags" />;
  if (data.length === 0)
    return (
      <Empty centered title="Nobody is flagged">
        A flag is proposed on a seller’s page and confirmed by another person.
      </Empty>
    );
  return (
    <div className={classes.fill}>
      <DataTable
        label="Flags"
        columns={columns}
        rows={data}
        rowKey={(flag) => flag.flag}
        onOpen={(flag) => go({ screen: 'seller', id: flag.seller_id })}
      />
    </div>
  );
}
