import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { type WatchEntry, type WatchKind, watchKind } from '../../contract/seller-watch.ts';
import { counted } from '../../contract/say.ts';
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
import { defanged, watchKindWords } from './words.ts';

const kinds = watchKind.options;
const dayMs = 86_400_000;

/** When an entry ends, or that it has. */
function Until({ entry }: { entry: WatchEntry }) {
  const now = useNow();
  if (entry.ended_at !== null) return <OutcomeBadge bare outcome="skipped" word="ended" />;
  const over = Date.parse(entry.expires_at) <= now;
  return over ? (
    <OutcomeBadge bare outcome="skipped" word="expired" />
  ) : (
    <Time at={entry.expires_at} />
  );
}

const columns: readonly DataColumn<WatchEntry>[] = [
  {
    id: 'kind',
    header: 'Kind',
    width: 130,
    sort: (entry) => watchKindWords[entry.kind],
    cell: (entry) => watchKindWords[entry.kind],
  },
  {
    id: 'value',
    header: 'What',
    width: 130,
    grow: true,
    sort: (entry) => entry.value,
    cell: (entry) => <HostileText inline text={defanged(entry.value)} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 130,
    grow: true,
    cell: (entry) => <HostileText inline text={entry.reason} />,
  },
  {
    id: 'origin',
    header: 'From',
    width: 96,
    sort: (entry) => entry.origin,
    cell: (entry) => (
      <HostileText inline text={entry.origin === 'this desk' ? entry.by : entry.origin} />
    ),
  },
  {
    id: 'until',
    header: 'Until',
    width: 100,
    sort: (entry) => entry.expires_at,
    cell: (entry) => <Until entry={entry} />,
  },
];

const examples: Readonly<Record<WatchKind, string>> = {
  seller: 'coin-shop.example',
  account: 'ac_…',
  instrument: 'as the records name it',
  device: 'dv_…',
  ip: '203.0.113.7',
  email: 'name@mail.example',
  phone: '+90 555 000 00 00',
  contact: '@handle, number, mail or wallet',
};

function Add() {
  const { add } = useWatchActs();
  const [kind, setKind] = useState<WatchKind>('seller');
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
          data={kinds.map((one) => ({ value: one, label: watchKindWords[one] }))}
          onChange={(next) => setKind(kinds.find((one) => one === next) ?? 'seller')}
        />
        <TextInput
          label="What"
          placeholder={examples[kind]}
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
      onSuccess: ({ name, text, left_out }) => {
        setSaid(
          left_out === 0
            ? ''
            : `${counted(left_out, 'entry is', 'entries are')} left out: you see the value only in part.`,
        );
        saveText(name, form === 'csv' ? 'text/csv' : 'application/json', text);
      },
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
                        `${took.added} taken from ${took.origin}; ${took.known} known, ${took.expired} expired${took.unfit === 0 ? '' : `, ${took.unfit} of no use: nothing of their kind`}.`,
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
          <Empty centered title="Nothing is watched">
            Put a seller, account, instrument, device, address or contact here, with a reason and an
            end: every recharge, ticket, adjustment and account that touches it then says so.
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
