import { type Adjustment, reasonNames } from '../../contract/adjustments.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { shortened } from '../ui/id.tsx';
import { revealed } from '../ui/reveal.ts';
import { Time } from '../ui/time.tsx';
import { StateBadge } from './state-badge.tsx';

const shortId = (id: string | null) => (id === null ? '' : shortened(revealed(id), 16));

/** The columns of a list of adjustments, shared by the pages that list them. */
export const adjustmentColumns: readonly DataColumn<Adjustment>[] = [
  {
    id: 'created_at',
    header: 'Made',
    width: 148,
    sort: (one) => one.created_at,
    cell: (one) => <Time at={one.created_at} show="minute" />,
  },
  {
    id: 'state',
    header: 'State',
    width: 144,
    sort: (one) => one.state,
    cell: (one) => <StateBadge bare state={one.state} />,
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 96,
    right: true,
    sort: (one) => BigInt(one.coins),
    cell: (one) => <Coins coins={one.coins} signed bare />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 160,
    sort: (one) => reasonNames[one.reason],
    cell: (one) => reasonNames[one.reason],
  },
  {
    id: 'account',
    header: 'Account',
    width: 136,
    sort: (one) => one.account,
    cell: (one) => shortId(one.account),
  },
  {
    id: 'recharge',
    header: 'Recharge',
    width: 136,
    sort: (one) => one.recharge,
    cell: (one) => shortId(one.recharge),
  },
  { id: 'maker', header: 'Maker', width: 96, sort: (one) => one.maker, cell: (one) => one.maker },
  {
    id: 'checker',
    header: 'Checker',
    width: 96,
    sort: (one) => one.checker,
    cell: (one) => one.checker ?? '',
  },
  {
    id: 'note',
    header: 'Note',
    width: 160,
    grow: true,
    cell: (one) => <HostileText inline text={one.note} />,
  },
];
