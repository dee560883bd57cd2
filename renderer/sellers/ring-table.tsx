import type { Ring } from '../../contract/seller-rings.ts';
import { go } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { useRings } from './queries.ts';
import classes from './sellers.module.css';
import { defanged, roleWords } from './words.ts';
import { Working } from './working.tsx';

function count(role: keyof typeof roleWords, width: number): DataColumn<Ring> {
  return {
    id: role,
    header: `${roleWords[role]}s`,
    width,
    right: true,
    sort: (ring) => ring.roles[role].length,
    cell: (ring) => ring.roles[role].length,
  };
}

const columns: readonly DataColumn<Ring>[] = [
  {
    id: 'sellers',
    header: 'Sellers',
    width: 200,
    grow: true,
    sort: (ring) => ring.sellers.join(),
    cell: (ring) => (
      <HostileText inline text={ring.sellers.map(defanged).join(', ') || 'none known'} />
    ),
  },
  {
    id: 'kind',
    header: 'Is',
    width: 84,
    sort: (ring) => ring.kind,
    cell: (ring) => (ring.kind === 'ring' ? 'A ring' : 'Its buyers'),
  },
  {
    id: 'why',
    header: 'Why',
    width: 240,
    grow: true,
    cell: (ring) => <HostileText inline text={defanged(ring.reasons[0] ?? '')} />,
  },
  count('mule', 64),
  count('victim', 68),
  count('card_holder', 104),
  {
    id: 'disputed',
    header: 'Disputed',
    width: 76,
    right: true,
    sort: (ring) => ring.disputed,
    cell: (ring) => ring.disputed,
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 90,
    right: true,
    sort: (ring) => BigInt(ring.coins),
    cell: (ring) => <Coins bare coins={ring.coins} />,
  },
  {
    id: 'to',
    header: 'Last recharge',
    width: 100,
    sort: (ring) => ring.to,
    cell: (ring) => <Time at={ring.to} />,
  },
];

/** The rings of this copy, then the people around each suggested seller. */
export function RingTable() {
  const { data, error, refetch } = useRings();
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Working label="Loading the rings" />;
  if (data.length === 0)
    return (
      <Empty centered title="No ring in this copy">
        A ring takes at least two independent kinds of link and more than one sign of harm. The
        people around a suggested seller stand here, too.
      </Empty>
    );
  return (
    <div className={classes.fill}>
      <DataTable
        label="Rings"
        columns={columns}
        rows={data}
        rowKey={(ring) => ring.ring}
        onOpen={(ring) => go({ screen: 'ring', id: ring.ring })}
      />
    </div>
  );
}
