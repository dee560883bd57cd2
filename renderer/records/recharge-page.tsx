import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { checkId, type Verdict } from '../../contract/diagnosis.ts';
import type { RechargePage as Page } from '../../contract/records.ts';
import { InCase } from '../cases/in-case.tsx';
import { worstFirst } from '../diagnosis/outcomes.ts';
import { useVerdict } from '../diagnosis/queries.ts';
import { VerdictLine, VerdictLineLoading } from '../diagnosis/verdict-line.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { useRechargePage } from './record-queries.ts';
import { RechargeHead, RechargeUnderHead } from './recharge/head.tsx';
import { Match } from './recharge/match.tsx';
import { SellerNotes } from '../sellers/seller-notes.tsx';
import classes from './recharge/recharge.module.css';
import { type AskedCheck, SidePanel, type SideTab } from './recharge/side-panel.tsx';
import { TicketList } from './recharge/ticket-list.tsx';
import { Timeline } from './timeline.tsx';

function Facts({ page, verdict }: { page: Page; verdict: Verdict | null | undefined }) {
  const owed = verdict?.coins_owed ?? '0';
  return (
    <>
      <Match page={page} owed={owed !== '0'} />
      {page.tickets.length > 0 && (
        <Panel title={page.tickets.length === 1 ? 'Ticket' : `Tickets (${page.tickets.length})`}>
          <TicketList tickets={page.tickets} />
        </Panel>
      )}
      <Panel title="Timeline" aside={<span>UTC · click opens the record behind</span>} flush>
        {page.timeline.length > 0 ? (
          <Timeline entries={page.timeline} label="Timeline of this recharge" />
        ) : (
          <Empty title="Nothing happened">The copy holds no event of this attempt.</Empty>
        )}
      </Panel>
    </>
  );
}

function FactsState(props: {
  query: ReturnType<typeof useRechargePage>;
  verdict: Verdict | null | undefined;
}) {
  const { query, verdict } = props;
  if (query.data !== undefined) return <Facts page={query.data} verdict={verdict} />;
  // The verdict has said already that there is no such recharge.
  if (query.error !== null && verdict?.root_cause === 'not_found') return null;
  if (query.error !== null)
    return <Refused error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={14} label="Loading the recharge" />;
}

function VerdictState(props: {
  query: ReturnType<typeof useVerdict>;
  onEvidence: (verdict: Verdict) => void;
}) {
  const { data, error, refetch } = props.query;
  if (data) {
    const rests = checkId.safeParse(data.root_cause).success || data.checks.length > 0;
    return (
      <VerdictLine
        verdict={data}
        {...(rests ? { onEvidence: () => props.onEvidence(data) } : {})}
      />
    );
  }
  if (error !== null) return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === null)
    return <Empty title="No verdict">The desk had nothing to say about this id.</Empty>;
  return <VerdictLineLoading />;
}

/** The check that a verdict rests on; where it names none, the worst one that found anything. */
function restsOn(verdict: Verdict) {
  const root = checkId.safeParse(verdict.root_cause);
  if (root.success) return root.data;
  return worstFirst(verdict.checks).find((check) => check.evidence.length > 0)?.id;
}

/** One attempt to buy coins: the verdict first, then the facts, and at the right what to do. */
export function RechargePage({ id }: { id: string }) {
  const verdict = useVerdict(id);
  const page = useRechargePage(id);
  const [tab, setTab] = useState<SideTab>('checklist');
  const [asked, setAsked] = useState<AskedCheck | null>(null);

  function showEvidence(of: Verdict): void {
    const check = restsOn(of);
    if (check === undefined) return;
    setTab('checklist');
    setAsked({ check, at: (asked?.at ?? 0) + 1 });
  }
  useHotkeys([['e', () => verdict.data && showEvidence(verdict.data)]]);

  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <RechargeHead id={id} story={verdict.data?.story ?? []} page={page.data} />
        <RechargeUnderHead page={page.data} />
        <VerdictState query={verdict} onEvidence={showEvidence} />
        <SellerNotes recharge={id} />
        {page.error === null && <InCase of={{ kind: 'recharge', id }} />}
        <FactsState query={page} verdict={verdict.data} />
      </div>
      <SidePanel
        id={id}
        verdict={verdict.data}
        page={page.data}
        tab={tab}
        onTab={setTab}
        asked={asked}
      />
    </div>
  );
}
