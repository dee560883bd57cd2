import { Tabs } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useState } from 'react';
import type { CaseView } from '../../contract/cases.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { type CaseTab, caseTabs, go } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import classes from './case.module.css';
import { CaseActions, CaseFacts } from './case-head.tsx';
import { Conflicts } from './conflicts.tsx';
import { CustodyTab } from './custody-tab.tsx';
import { DecisionsTab } from './decisions-tab.tsx';
import { EvidenceTab } from './evidence-tab.tsx';
import { ExportPanel } from './export-panel.tsx';
import { Moments } from './moments.tsx';
import { NotesTab } from './notes-tab.tsx';
import { useAttach, useCase } from './queries.ts';
import { ReplayTab } from './replay-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';

/** What every tab gets: the case, and whether this person may change it now. */
export interface TabProps {
  readonly view: CaseView;
  readonly open: boolean;
}

function tabsOf(view: CaseView): { value: CaseTab; name: string; count: number | null }[] {
  const standing = view.links.filter((one) => one.standing).length;
  const tasks =
    view.tasks.filter((one) => one.state === 'open').length +
    view.checklist.filter((one) => one.outcome === 'open').length;
  return [
    { value: 'evidence', name: 'Evidence', count: standing + view.attachments.length },
    { value: 'timeline', name: 'Timeline', count: null },
    { value: 'notes', name: 'Notes', count: view.notes.length },
    { value: 'tasks', name: 'Tasks', count: tasks },
    { value: 'decisions', name: 'Decisions', count: view.decisions.length },
    { value: 'replay', name: 'Replay', count: view.steps.length },
    { value: 'custody', name: 'Custody', count: view.custody.length },
  ];
}

function Body({ view, tab: shown }: { view: CaseView; tab: CaseTab }) {
  const { role } = useMe();
  const [exporting, setExporting] = useState(false);
  const attach = useAttach(view.id);
  const open = may(role, policy.cases.add) && view.status !== 'closed' && view.absorbed_by === null;
  // Of the whole window: just after a case opens nothing in it has the focus yet.
  useWindowEvent('paste', (event) => {
    const file = event.clipboardData?.files[0];
    if (file === undefined || !open) return;
    event.preventDefault();
    attach.mutate(file);
  });
  const tab = { view, open };
  return (
    <div className={classes.case}>
      <CaseFacts view={view} open={open} />
      <CaseActions view={view} open={open} onExport={() => setExporting(true)} />
      {attach.error !== null && <Refused error={attach.error} />}
      {exporting && <ExportPanel view={view} onClose={() => setExporting(false)} />}
      <Conflicts view={view} open={open} />
      <Tabs
        value={shown}
        onChange={(value) => {
          const next = caseTabs.find((one) => one === value);
          if (next !== undefined) go({ screen: 'case', id: view.id, tab: next }, { replace: true });
        }}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List>
          {tabsOf(view).map(({ value, name, count }) => (
            <Tabs.Tab key={value} value={value}>
              {name}
              {count !== null && count > 0 && <span className={classes.count}>{count}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="evidence">
          <EvidenceTab {...tab} attach={(file) => attach.mutate(file)} busy={attach.isPending} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Moments of={{ case: view.id }} />
        </Tabs.Panel>
        <Tabs.Panel value="notes">
          <NotesTab {...tab} />
        </Tabs.Panel>
        <Tabs.Panel value="tasks">
          <TasksTab {...tab} />
        </Tabs.Panel>
        <Tabs.Panel value="decisions">
          <DecisionsTab {...tab} />
        </Tabs.Panel>
        <Tabs.Panel value="replay">
          <ReplayTab {...tab} />
        </Tabs.Panel>
        <Tabs.Panel value="custody">
          <CustodyTab view={view} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** One case: what it says, what is in it, who had it in hand. */
export function CasePage({ id, tab }: { id: string; tab: CaseTab }) {
  const { data, error, refetch } = useCase(id);
  return (
    <Screen title={data === undefined ? 'Case' : <HostileText inline text={data.title} />}>
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={14} label="Loading the case" />}
      {data !== undefined && <Body view={data} tab={tab} />}
    </Screen>
  );
}
