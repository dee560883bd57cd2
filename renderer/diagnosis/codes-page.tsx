import { Button, Select, TextInput } from '@mantine/core';
import { type SubmitEvent, useMemo, useState } from 'react';
import { checkIds, type CodeRowWire, plainCauses } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { causeName, causeOf } from '../../contract/verdict-words.ts';
import { WatchPage } from './watch-bar.tsx';
import { useCodes, useSetCode } from './watch-queries.ts';
import classes from './watch.module.css';

const plainNames: Readonly<Record<(typeof plainCauses)[number], string>> = {
  approved: 'Approved',
  temporary: 'Temporary error',
  integration: 'Integration error',
  duplicate: 'Sent twice',
};

function nameOf(cause: string): string {
  const plain = plainCauses.find((each) => each === cause);
  return plain === undefined ? causeOf(cause) : plainNames[plain];
}

const columns: readonly DataColumn<CodeRowWire>[] = [
  {
    id: 'provider',
    header: 'Provider',
    width: 92,
    sort: (one) => one.provider,
    cell: (one) => <HostileText inline text={one.provider} />,
  },
  {
    id: 'scheme',
    header: 'Scheme',
    width: 96,
    sort: (one) => one.scheme,
    cell: (one) =>
      one.scheme === '' ? (
        <span className={classes.dim}>all</span>
      ) : (
        <HostileText inline text={one.scheme} />
      ),
  },
  {
    id: 'code',
    header: 'Code',
    width: 176,
    sort: (one) => one.code,
    cell: (one) => <HostileText inline text={one.code} />,
  },
  {
    id: 'cause',
    header: 'Cause',
    width: 136,
    sort: (one) => nameOf(one.cause),
    cell: (one) => nameOf(one.cause),
  },
  {
    id: 'by',
    header: 'By',
    width: 100,
    sort: (one) => one.by,
    cell: (one) =>
      one.by === null ? (
        'shipped'
      ) : (
        <OutcomeBadge bare outcome="unknown" word={`${one.by}, v${one.version}`} />
      ),
  },
  {
    id: 'agent',
    header: 'For the agent',
    width: 180,
    grow: true,
    sort: (one) => one.agent_text,
    cell: (one) => <HostileText inline text={one.agent_text} />,
  },
  {
    id: 'customer',
    header: 'For the customer',
    width: 220,
    grow: true,
    cell: (one) => one.customer_text,
  },
  {
    id: 'source',
    header: 'Source',
    width: 180,
    cell: (one) => <HostileText inline text={one.source} />,
  },
  { id: 'date', header: 'Read', width: 100, sort: (one) => one.date, cell: (one) => one.date },
];

const causeChoices = [
  ...checkIds.map((value) => ({ value: value as string, label: causeName(value) })),
  ...plainCauses.map((value) => ({ value: value as string, label: plainNames[value] })),
  { value: 'none', label: 'Take our row back' },
];

/** A row to be put over the tables: a new one, or what now stands for a code. */
function SetCode({ now }: { now: CodeRowWire | null }) {
  const set = useSetCode();
  const [provider, setProvider] = useState(now?.provider ?? '');
  const [scheme, setScheme] = useState(now?.scheme ?? '');
  const [code, setCode] = useState(now?.code ?? '');
  const [cause, setCause] = useState<string | null>(now?.cause ?? null);
  const [text, setText] = useState(now?.agent_text ?? '');
  const [source, setSource] = useState(now?.source ?? '');
  const fits = [provider, code, text, source].every((one) => one.trim() !== '') && cause !== null;
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const known = [...checkIds, ...plainCauses].find((each) => each === cause);
    if (fits)
      set.mutate({
        provider,
        scheme,
        code,
        cause: known ?? null,
        agent_text: text.trim(),
        source: source.trim(),
      });
  }
  return (
    <form className={`${classes.form} ${classes.code}`} onSubmit={submit}>
      <TextInput
        label="Provider"
        placeholder="stripe, adyen, network …"
        maxLength={60}
        value={provider}
        onChange={(event) => setProvider(event.currentTarget.value)}
      />
      <TextInput
        label="Scheme"
        placeholder="all"
        maxLength={40}
        value={scheme}
        onChange={(event) => setScheme(event.currentTarget.value)}
      />
      <TextInput
        label="Code"
        maxLength={60}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Select searchable label="Cause" data={causeChoices} value={cause} onChange={setCause} />
      <TextInput
        className={classes.half}
        label="What it says, for the agent"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        className={classes.half}
        label="Where it was read"
        maxLength={300}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <div className={classes.wide}>
        <Button type="submit" loading={set.isPending} disabled={!fits}>
          Put it over the shipped table
        </Button>{' '}
        {set.isSuccess && <output>Noted. Every verdict from here on follows it.</output>}
      </div>
      {set.error !== null && <Refused error={set.error} />}
    </form>
  );
}

function keyOf(one: CodeRowWire): string {
  return `${one.table}/${one.provider}/${one.scheme}/${one.code}`;
}

/** What every code means here: the shipped tables, and over them what an owner has put. */
export function CodesPage() {
  const { role } = useMe();
  const { data, error, refetch } = useCodes();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<CodeRowWire | 'new' | null>(null);
  const sets = may(role, policy.diagnosis.setCode);
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return (data?.rows ?? []).filter((one) =>
      [one.provider, one.scheme, one.code, one.agent_text, nameOf(one.cause)].some((value) =>
        value.toLowerCase().includes(wanted),
      ),
    );
  }, [data, text]);
  return (
    <WatchPage
      view="codes"
      title="Codes"
      plain
      aside={
        <>
          <TextInput
            aria-label="Filter codes"
            placeholder="Provider, code or meaning"
            maxLength={100}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {sets && (
            <Button variant="default" onClick={() => setAsked('new')}>
              A code of our own…
            </Button>
          )}
        </>
      }
    >
      {sets && asked !== null && (
        <div className={classes.body}>
          <Panel
            title={`A code of our own, over the tables of ${data?.version ?? ''}`}
            onClose={() => setAsked(null)}
          >
            <SetCode
              key={asked === 'new' ? asked : keyOf(asked)}
              now={asked === 'new' ? null : asked}
            />
          </Panel>
        </div>
      )}
      <div className={classes.table}>
        {data === undefined && error === null && <Loading rows={12} label="Loading the codes" />}
        {data === undefined && error !== null && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {data !== undefined && (
          <DataTable
            label="Codes"
            columns={columns}
            rows={shown}
            rowKey={keyOf}
            {...(sets ? { onOpen: setAsked } : {})}
          />
        )}
      </div>
    </WatchPage>
  );
}
