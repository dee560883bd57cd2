import type { SellerLine } from '../../contract/sellers.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import { Score } from './score.tsx';
import classes from './sellers.module.css';
import { Site } from './site.tsx';
import { flagWords, signalWords } from './words.ts';

function Standing({ line }: { line: SellerLine }) {
  if (line.flag !== 'none') {
    const { word, outcome } = flagWords[line.flag];
    return <OutcomeBadge bare outcome={outcome} word={word} />;
  }
  if (line.status === 'flagged') return <OutcomeBadge bare outcome="fail" word="flagged" />;
  return <>{line.status}</>;
}

/** What to know of a seller before its name is read. */
function marksOf(line: SellerLine): string[] {
  return [
    ...(line.imitates === null ? [] : ['look-alike']),
    ...(line.watched ? ['watched'] : []),
    ...(line.ring === null ? [] : ['ring']),
  ];
}

function Marks({ line }: { line: SellerLine }) {
  const marks = marksOf(line);
  if (marks.length === 0) return <span className={classes.dim}>–</span>;
  const heavy = line.imitates !== null || line.watched;
  return <span className={heavy ? classes.warn : ''}>{marks.join(', ')}</span>;
}

/** Sellers in a table: what they score, why, and how many they touch. */
export const sellerColumns: readonly DataColumn<SellerLine>[] = [
  {
    id: 'score',
    header: 'Score',
    width: 92,
    sort: (line) => line.score,
    cell: (line) => <Score score={line.score} suggested={line.suggested} />,
  },
  {
    id: 'seller',
    header: 'Seller',
    width: 150,
    grow: true,
    sort: (line) => line.seller_id,
    cell: (line) => <Site id={line.seller_id} />,
  },
  {
    id: 'marks',
    header: 'Marks',
    width: 164,
    sort: (line) => marksOf(line).join() || null,
    cell: (line) => <Marks line={line} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: 92,
    sort: (line) => (line.flag === 'none' ? line.status : line.flag),
    cell: (line) => <Standing line={line} />,
  },
  {
    id: 'why',
    header: 'Heaviest signal',
    width: 140,
    grow: true,
    sort: (line) => line.signals[0]?.name ?? null,
    cell: (line) => {
      const [first] = line.signals;
      return first === undefined ? '–' : `${signalWords[first.name]} (${first.points})`;
    },
  },
  {
    id: 'buyers',
    header: 'Buyers',
    width: 64,
    right: true,
    sort: (line) => line.buyers,
    cell: (line) => line.buyers,
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 80,
    right: true,
    sort: (line) => BigInt(line.coins),
    cell: (line) => <Coins bare coins={line.coins} />,
  },
  {
    id: 'tickets',
    header: 'Tickets',
    width: 66,
    right: true,
    sort: (line) => line.tickets,
    cell: (line) => line.tickets,
  },
  {
    id: 'seen',
    header: 'Last seen',
    width: 92,
    sort: (line) => line.last_seen,
    cell: (line) => <Time at={line.last_seen} />,
  },
];
