import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { type WatchEntry, watchEntry } from '../../contract/seller-watch.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { canSave, saveText } from '../records/import/save-text.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time, useNow } from '../ui/time.tsx';
import { useWatchActs, useWatchList } from './queries.ts';
import { ReasonForm } from './reason-form.tsx';
import classes from './sellers.module.css';
import { defanged } from './words.ts';

const kinds = watchEntry.shape.kind.options;
const dayMs = 86_400_000;

function Standing({ entry }: { entry: WatchEntry }) {
  const now = useNow();
  if (entry.ended_at !== null) return <OutcomeBadge bare outcome="skipped" word="ended" />;
  const over = Date.parse(entry.expires_at) <= now;
  return over ? (
    <OutcomeBadge bare outcome="skipped" word="expired" />
  ) : (
    <OutcomeBadge bare outcome="warn" word="watched" />
  );
}

const columns: readonly DataColumn<WatchEntry>[] = [
  { id: 'state', header: 'State', width: 92, cell: (entry) => <Standing entry={entry} /> },
  {
    id: 'kind',
    header: 'Kind',
    width: 84,
    sort: (entry) => entry.kind,
    cell: (entry) => entry.kind,
  },
  {
    id: 'value',
    header: 'What',
    width: 180,
    grow: true,
    sort: (entry) => entry.value,
    cell: (entry) => <HostileText inline text={defanged(entry.value)} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 200,
    grow: true,
    cell: (entry) => <HostileText inline text={entry.reason} />,
  },
  {
    id: 'origin',
    header: 'From',
    width: 130,
    sort: (entry) => entry.origin,
    cell: (entry) => <HostileText inline text={entry.origin} />,
  },
  { id: 'by', header: 'By', width: 84, sort: (entry) => entry.by, cell: (entry) => entry.by },
  {
    id: 'until',
    header: 'Until',
    width: 92,
    sort: (entry) => entry.expires_at,
    cell: (entry) => <Time at={entry.expires_at} />,
  },
];

function Add() {
  const { add } = useWatchActs();
  const [kind, setKind] = useState<WatchEntry['kind']>('seller');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('90');
  const ready = value.trim() !== '' && reason.trim() !== '';
  return (
    <Panel title="Watch for something">
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          const expires_at = new Date(Date.now() + Number(days) * dayMs).toISOString();
          add.mutate(
            { kind, value: value.trim(), reason: reason.trim(), expires_at },
            { onSuccess: () => (setValue(''), setReason('')) },
          );
        }}
      >
        <Select
          label="Kind"
          value={kind}
          data={[...kinds]}
          onChange={(next) => setKind(kinds.find((one) => one === next) ?? 'seller')}
        />
        <TextInput
          label="What"
          maxLength={500}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <TextInput
          label="Reason, kept for good"
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Select
          label="Ends after"
          value={days}
          data={[
            { value: '30', label: 'a month' },
            { value: '90', label: 'three months' },
            { value: '365', label: 'a year' },
          ]}
          onChange={(next) => setDays(next ?? '90')}
        />
        <Button type="submit" disabled={!ready} loading={add.isPending}>
          Put on the list
        </Button>
        {add.error !== null && <Refused error={add.error} />}
      </form>
    </Panel>
  );
}

function Travel() {
  const { leave, take } = useWatchActs();
  const [said, setSaid] = useState('');
  const out = (form: 'csv' | 'signed') =>
    leave.mutate(form, {
      onSuccess: ({ name, text }) =>
        saveText(name, form === 'csv' ? 'text/csv' : 'application/json', text),
    });
  const error = leave.error ?? take.error;
  return (
    <Panel title="Lists of others">
      <div className={classes.stack}>
        <div className={classes.row}>
          {canSave() && (
            <>
              <Button variant="default" loading={leave.isPending} onClick={() => out('csv')}>
                Save as CSV
              </Button>
              <Button variant="default" loading={leave.isPending} onClick={() => out('signed')}>
                Save signed
              </Button>
            </>
          )}
          <FileButton
            accept="application/json"
            onChange={(file) => {
              if (file !== null)
                void file.text().then((text) =>
                  take.mutate(text, {
                    onSuccess: (took) =>
                      setSaid(
                        `${took.added} taken from ${took.origin}; ${took.known} known, ${took.expired} expired.`,
                      ),
                  }),
                );
            }}
          >
            {(props) => (
              <Button variant="default" loading={take.isPending} {...props}>
                Take in a signed list
              </Button>
            )}
          </FileButton>
        </div>
        {said !== '' && <p role="status">{said}</p>}
        {error !== null && <Refused error={error} />}
      </div>
    </Panel>
  );
}

function End({ entry, onDone }: { entry: WatchEntry; onDone: () => void }) {
  const { end } = useWatchActs();
  return (
    <Panel title="End this entry" onClose={onDone}>
      <div className={classes.stack}>
        <HostileText inline text={defanged(entry.value)} />
        <ReasonForm
          label="Why it ends, kept for good"
          act="End it"
          reasons={[]}
          busy={end.isPending}
          onCancel={onDone}
          onAct={(reason) => end.mutate({ entry: entry.entry, reason }, { onSuccess: onDone })}
        />
        {end.error !== null && <Refused error={end.error} />}
      </div>
    </Panel>
  );
}

/** What to look out for: with a reason, an origin and an end; ended ones stay in sight. */
export function WatchList() {
  const { role } = useMe();
  const { data, error, refetch } = useWatchList();
  const [chosen, setChosen] = useState<WatchEntry | null>(null);
  const acts = may(role, policy.sellers.watchAdd);
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={10} label="Loading the watch list" />;
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        {data.length === 0 ? (
          <Empty title="Nothing is watched">
            Sellers, accounts, instruments, devices and contacts to look out for, each with a reason
            and an end.
          </Empty>
        ) : (
          <DataTable
            label="Watch list"
            columns={columns}
            rows={data}
            rowKey={(entry) => entry.entry}
            maxRows={20}
            onOpen={(entry) => setChosen(acts && entry.ended_at === null ? entry : null)}
          />
        )}
      </div>
      <div className={classes.side}>
        {chosen !== null && (
          <End key={chosen.entry} entry={chosen} onDone={() => setChosen(null)} />
        )}
        {acts && <Add />}
        {may(role, policy.sellers.watchExport) && <Travel />}
      </div>
    </div>
  );
}
