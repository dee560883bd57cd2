import type { ReactNode } from 'react';
import { href, type SellersTab } from '../app/route.ts';
import { Screen } from '../ui/screen.tsx';
import { Candidates } from './candidates.tsx';
import { FlagTable } from './flag-table.tsx';
import { Rates } from './rates/rates.tsx';
import { Review } from './review.tsx';
import { RingTable } from './ring-table.tsx';
import classes from './sellers.module.css';
import { WatchList } from './watch-list.tsx';

const tabs: readonly { readonly tab: SellersTab | undefined; readonly name: string }[] = [
  { tab: undefined, name: 'Candidates' },
  { tab: 'review', name: 'Review queue' },
  { tab: 'rings', name: 'Rings' },
  { tab: 'flags', name: 'Flags' },
  { tab: 'watch', name: 'Watch list' },
  { tab: 'rates', name: 'Rates' },
];

const bodies: Readonly<Record<SellersTab, () => ReactNode>> = {
  review: () => <Review />,
  rings: () => <RingTable />,
  flags: () => <FlagTable />,
  watch: () => <WatchList />,
  rates: () => <Rates />,
};

/** Sellers: the list by score, the queue, rings, flags, watch lists and rates. */
export function SellersPage({ tab }: { tab: SellersTab | undefined }) {
  const nav = (
    <nav className={classes.tabs} aria-label="Sellers">
      {tabs.map((one) => (
        <a
          key={one.name}
          href={href({ screen: 'sellers', ...(one.tab === undefined ? {} : { tab: one.tab }) })}
          aria-current={one.tab === tab ? 'page' : undefined}
        >
          {one.name}
        </a>
      ))}
    </nav>
  );
  return (
    <Screen fill title="Sellers" aside={nav}>
      {tab === undefined ? <Candidates /> : bodies[tab]()}
    </Screen>
  );
}
