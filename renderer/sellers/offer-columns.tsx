import type { PricedOffer } from '../../contract/sellers.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Money } from '../ui/money.tsx';
import { Time } from '../ui/time.tsx';
import { defanged } from './words.ts';

/** Offers with what the same coins cost officially, there, that day. */
export const offerColumns: readonly DataColumn<PricedOffer>[] = [
  {
    id: 'seen',
    header: 'Seen',
    width: 92,
    sort: (one) => one.seen_at,
    cell: (one) => <Time at={one.seen_at} />,
  },
  {
    id: 'region',
    header: 'Region',
    width: 64,
    sort: (one) => one.storefront,
    cell: (one) => one.storefront ?? '–',
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 70,
    right: true,
    sort: (one) => (one.coins === null ? null : BigInt(one.coins)),
    cell: (one) => <Coins bare coins={one.coins} />,
  },
  {
    id: 'price',
    header: 'Asks',
    width: 104,
    right: true,
    sort: (one) => (one.price_minor === null ? null : BigInt(one.price_minor)),
    cell: (one) => <Money minor={one.price_minor} currency={one.currency} />,
  },
  {
    id: 'floor',
    header: 'Official floor',
    width: 104,
    right: true,
    cell: (one) =>
      one.floor === null ? (
        'nothing compares'
      ) : (
        <Money minor={one.floor.price_minor} currency={one.floor.currency} />
      ),
  },
  {
    id: 'channel',
    header: 'Channel',
    width: 92,
    sort: (one) => one.floor?.channel ?? null,
    cell: (one) => one.floor?.channel ?? '–',
  },
  {
    id: 'ratio',
    header: 'Of the floor',
    width: 84,
    right: true,
    sort: (one) => one.floor?.ratio_bp ?? null,
    cell: (one) => (one.floor === null ? '–' : `${Math.floor(one.floor.ratio_bp / 100)} %`),
  },
  {
    id: 'text',
    header: 'What it says',
    width: 160,
    grow: true,
    cell: (one) => <HostileText inline text={defanged(one.text ?? '–')} />,
  },
];
