import { Kbd, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { CheckId, Verdict } from '../../../contract/diagnosis.ts';
import { policy } from '../../../contract/policy.ts';
import type { RechargePage } from '../../../contract/records.ts';
import { MakeGood } from '../../adjustments/make-good.tsx';
import { useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { Checklist } from '../../diagnosis/checklist.tsx';
import { Reply } from '../../diagnosis/reply.tsx';
import { withMarks } from '../../ui/coins.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import classes from './recharge.module.css';

export type SideTab = 'checklist' | 'reply' | 'make-good';

export interface AskedCheck {
  readonly check: CheckId;
  /** Counts up, so that asking for the same check twice opens it twice. */
  readonly at: number;
}

interface SideProps {
  readonly id: string;
  readonly verdict: Verdict | null | undefined;
  readonly page: RechargePage | undefined;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  readonly asked: AskedCheck | null;
}

function makeGoodName(verdict: Verdict | null | undefined): string {
  const owed = verdict?.coins_owed ?? '0';
  return owed === '0' ? 'Make good' : `Make good +${withMarks(owed)}`;
}

function ChecklistTab({ verdict, asked }: Pick<SideProps, 'verdict' | 'asked'>) {
  if (verdict === undefined)
    return (
      <div style={{ padding: 12 }}>
        <Loading rows={10} label="Loading the checklist" />
      </div>
    );
  if (verdict === null || verdict.checks.length === 0)
    return <Empty title="No checks">Nothing in this copy could be checked.</Empty>;
  return <Checklist verdict={verdict} asked={asked} />;
}

function MakeGoodTab({ id, verdict, page }: Pick<SideProps, 'id' | 'verdict' | 'page'>) {
  const account = verdict?.account_id ?? page?.fields.account_id ?? null;
  if (verdict === undefined) return <Loading rows={8} />;
  if (account === null)
    return <Empty title="No account">This attempt names no account that coins could go to.</Empty>;
  const ticket = verdict?.ticket_id ?? page?.tickets[0]?.ticket_id ?? null;
  return <MakeGood account={account} recharge={id} ticket={ticket} verdict={verdict} />;
}

/** What can be done about an attempt: read why, answer the customer, make it good. */
export function SidePanel(props: SideProps) {
  const { id, verdict, page, tab, onTab, asked } = props;
  const { role } = useMe();
  const answers = may(role, policy.diagnosis.reply);
  const proposes = may(role, policy.adjustments.propose);
  useHotkeys([
    ['c', () => onTab('checklist')],
    ['r', () => answers && onTab('reply')],
    ['m', () => proposes && onTab('make-good')],
  ]);
  const locale = page?.tickets.find((ticket) => ticket.locale)?.locale;
  return (
    <aside className={classes.side} aria-label="Checklist and actions">
      <Tabs
        value={tab}
        onChange={(value) => onTab(value as SideTab)}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List className={classes.tabList}>
          <Tabs.Tab value="checklist" rightSection={<Kbd size="xs">C</Kbd>}>
            Checklist
          </Tabs.Tab>
          {answers && (
            <Tabs.Tab value="reply" rightSection={<Kbd size="xs">R</Kbd>}>
              Reply
            </Tabs.Tab>
          )}
          {proposes && (
            <Tabs.Tab value="make-good" rightSection={<Kbd size="xs">M</Kbd>}>
              {makeGoodName(verdict)}
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="checklist" className={classes.tab}>
          <ChecklistTab verdict={verdict} asked={asked} />
        </Tabs.Panel>
        <Tabs.Panel value="reply" className={classes.tab}>
          <Reply recharge={id} locale={locale} />
        </Tabs.Panel>
        <Tabs.Panel value="make-good" className={classes.tab}>
          <MakeGoodTab id={id} verdict={verdict} page={page} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}
