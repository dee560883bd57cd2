import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { AccountPage as Page } from '../../contract/records.ts';
import { MakeGood } from '../adjustments/make-good.tsx';
import { useAdjustments } from '../adjustments/queries.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { AccountHead } from './account/account-head.tsx';
import { SellerNotes } from '../sellers/seller-notes.tsx';
import classes from './account/account.module.css';
import { BalancePanel } from './account/balance.tsx';
import { Belongings } from './account/belongings.tsx';
import { AccountLists } from './account/lists.tsx';
import { useAccountPage } from './record-queries.ts';

function Whole({ page }: { page: Page }) {
  const { role } = useMe();
  const sees = may(role, policy.adjustments.list);
  const { data, error } = useAdjustments({ account: page.account_id }, sees);
  const adjustments = data ?? [];
  return (
    <>
      <BalancePanel page={page} adjustments={adjustments} />
      <Belongings page={page} />
      {error !== null && <Refused error={error} />}
      <AccountLists page={page} adjustments={sees ? adjustments : null} />
    </>
  );
}

/** One account: who it is, what it holds and why, what it bought, gave, used and wrote. */
export function AccountPage({ id }: { id: string }) {
  const { data, error, refetch } = useAccountPage(id);
  const { role } = useMe();
  const [panel, setPanel] = useState(false);
  const proposes = data !== undefined && may(role, policy.adjustments.propose);
  const toggle = () => setPanel(!panel);
  useHotkeys([['m', () => void (proposes && toggle())]]);
  return (
    <div className={classes.page} data-panel={panel}>
      <div className={classes.main}>
        <AccountHead id={id} page={data} panelOpen={panel} onPropose={proposes ? toggle : null} />
        <SellerNotes account={id} />
        {data !== undefined && <Whole page={data} />}
        {data === undefined && error === null && <Loading rows={16} label="Loading the account" />}
        {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      </div>
      {panel && (
        <aside className={classes.side} aria-label="Propose an adjustment">
          <Panel flush title="Propose an adjustment" onClose={() => setPanel(false)}>
            <MakeGood account={id} recharge={null} ticket={null} verdict={null} />
          </Panel>
        </aside>
      )}
    </div>
  );
}
