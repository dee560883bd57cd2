import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { ImportResult } from '../../contract/records.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Refused } from '../ui/refused.tsx';
import { revealed } from '../ui/reveal.ts';
import { Screen } from '../ui/screen.tsx';
import { formatSpan } from '../ui/time.tsx';
import { AccountsPanel } from './import/accounts-panel.tsx';
import { Choose } from './import/choose.tsx';
import { CountsTable } from './import/counts-table.tsx';
import classes from './import/import.module.css';
import { type Stage, useImporting } from './import/importing.tsx';
import { MappingPanel } from './import/mapping-panel.tsx';
import { ListedRejects } from './import/listed-rejects.tsx';
import { ResultParts } from './import/result-parts.tsx';
import type { UploadProgress } from './import/upload.ts';
import { ImportProgressBars } from './import-progress.tsx';
import { commitWords, formatBytes, formatCount, formatRows, sumCounts } from './import-words.ts';
import { useRuns } from './queries.ts';
import { RunsTable } from './runs-table.tsx';
import { WatchPanel } from './watch/watch-panel.tsx';

function Uploading({ progress }: { progress: UploadProgress | null }) {
  if (progress === null) return <ProgressBar label="Sending up" share={null} now="Starting" />;
  const { file, sent, total, seconds } = progress;
  const pace = seconds > 0 ? sent / seconds : 0;
  return (
    <ProgressBar
      label="Sending up"
      share={total === 0 ? 1 : sent / total}
      now={`${revealed(file)} · ${formatBytes(sent)} of ${formatBytes(total)}`}
      rate={`${formatBytes(pace)} a second`}
      secondsLeft={pace > 0 && seconds > 1 ? (total - sent) / pace : null}
    />
  );
}

function Running({ stage }: { stage: Extract<Stage, { progress: unknown }> }) {
  const { cancel } = useImporting();
  const title = {
    upload: 'Sending the files to the desk',
    plan: 'Making the plan: every row is read, none is written',
    import: 'Importing: the old records stay until the new ones are whole',
  }[stage.at];
  return (
    <Panel
      title={title}
      aside={
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      }
    >
      {stage.at === 'upload' ? (
        <Uploading progress={stage.progress} />
      ) : (
        <ImportProgressBars label={title} progress={stage.progress} />
      )}
    </Panel>
  );
}

function Planned({ plan, busy }: { plan: ImportResult; busy: unknown }) {
  const { commit, cancel } = useImporting();
  const { rejected } = sumCounts(plan.tables);
  const unread = Object.keys(plan.tables).length === 0 && plan.unmapped.length > 0;
  return (
    <>
      <div className={classes.actions}>
        {!unread && <Button onClick={commit}>{commitWords(plan.tables)}</Button>}
        <Button variant="default" onClick={cancel}>
          Choose something else
        </Button>
        <span className={classes.dim}>
          {unread
            ? 'No file here is a table that the desk knows. Say below what the columns mean; nothing is written yet.'
            : 'This is the plan; nothing is written yet.'}
          {rejected > 0 &&
            ` ${formatRows(rejected)} cannot be taken and ${rejected === 1 ? 'stays' : 'stay'} out.`}
        </span>
      </div>
      {busy !== undefined && <Refused error={busy} onRetry={commit} />}
      <ResultParts result={plan} />
      {plan.unmapped.map((file) => (
        <MappingPanel key={file.file} file={file} />
      ))}
    </>
  );
}

function Done({ result }: { result: ImportResult }) {
  const { cancel } = useImporting();
  const { inserted, updated, rejected } = sumCounts(result.tables);
  return (
    <>
      <div className={classes.actions}>
        <strong>
          Imported: {formatRows(inserted)} new, {formatCount(updated)} updated
          {rejected > 0 && `, ${formatCount(rejected)} rejected`}, in{' '}
          {formatSpan(result.seconds * 1000)}.
        </strong>
        <Button variant="default" onClick={cancel}>
          Import another drop
        </Button>
      </div>
      <ResultParts result={result} />
    </>
  );
}

function History() {
  const { data, error, refetch } = useRuns();
  const { role } = useMe();
  const canRead = may(role, policy.records.rejects);
  const [wanted, setWanted] = useState<string | null>(null);
  const newest = useMemo(
    () => data?.toSorted((a, b) => b.started_at.localeCompare(a.started_at)),
    [data],
  );
  const chosen = newest?.find((each) => each.run === wanted);
  return (
    <>
      <Panel flush title="Imports so far">
        {error !== null && newest === undefined && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {error === null && newest === undefined && <Loading rows={4} />}
        {newest?.length === 0 && (
          <Empty title="Nothing has been imported yet">
            A drop is a folder of tables that a data team exports.
          </Empty>
        )}
        {newest !== undefined && newest.length > 0 && (
          <RunsTable
            runs={newest}
            maxRows={12}
            {...(chosen === undefined ? {} : { chosen: chosen.run })}
            onOpen={(run) => setWanted(run.run === wanted ? null : run.run)}
            onClose={() => setWanted(null)}
          />
        )}
      </Panel>
      {chosen !== undefined && (
        <>
          <Panel flush title={`Run ${revealed(chosen.run)}`} onClose={() => setWanted(null)}>
            <CountsTable tables={chosen.tables} />
          </Panel>
          {canRead && sumCounts(chosen.tables).rejected > 0 && (
            <ListedRejects list={chosen.run} tables={chosen.tables} />
          )}
        </>
      )}
    </>
  );
}

function StageView({ stage }: { stage: Stage }) {
  const { role } = useMe();
  switch (stage.at) {
    case 'choose':
    case 'refused':
      return (
        <>
          {stage.at === 'refused' && <Refused error={stage.error} />}
          {may(role, policy.records.importDrop) && (
            <Choose key={stage.at} before={stage.at === 'refused' ? stage.chosen : null} />
          )}
          <WatchPanel />
          <History />
          {may(role, policy.records.sourceAccounts) && <AccountsPanel />}
        </>
      );
    case 'upload':
    case 'plan':
    case 'import':
      return <Running stage={stage} />;
    case 'planned':
      return <Planned plan={stage.plan} busy={stage.busy} />;
    case 'done':
      return <Done result={stage.result} />;
  }
}

/** Records come in here: choose, plan, one button, progress, result, and what came before. */
export function ImportPage() {
  const { stage } = useImporting();
  const title = useRef<HTMLSpanElement>(null);
  const before = useRef(stage.at);
  // The button that was pressed has gone: who goes on by keys goes on from the top of what came.
  useEffect(() => {
    if (before.current !== stage.at && document.activeElement === document.body)
      title.current?.focus({ preventScroll: true });
    before.current = stage.at;
  }, [stage.at]);
  return (
    <Screen
      narrow
      title={
        <span ref={title} tabIndex={-1} className={classes.title}>
          Import records
        </span>
      }
    >
      <StageView stage={stage} />
    </Screen>
  );
}
