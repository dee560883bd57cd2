import { Checkbox, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { policy } from '../../../contract/policy.ts';
import type { RateEntry } from '../../../contract/sellers.ts';
import { counted } from '../../../contract/say.ts';
import { useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { href } from '../../app/route.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import classes from '../sellers.module.css';
import { useLackingRates, useRates } from './queries.ts';
import { lackingColumns, rateColumns } from './rate-columns.tsx';
import { RateForm, type Wanted } from './rate-form.tsx';
import { RateHistory } from './rate-history.tsx';

type Pair = Pick<RateEntry, 'from' | 'to' | 'day'>;

const keyOf = (one: RateEntry) => `${one.from} ${one.to} ${one.day} ${one.at} ${one.source}`;
const nothing: Wanted = { from: '', to: '', day: new Date().toISOString().slice(0, 10) };

/** What offers cannot be compared for; a click takes the pair into the form. */
function Lacking({ onWanted }: { onWanted: (wanted: Wanted) => void }) {
  const { data = [] } = useLackingRates();
  if (data.length === 0) return null;
  return (
    <Panel flush title="Offers that compare with nothing for want of a rate">
      <DataTable
        label="Lacking rates"
        columns={lackingColumns}
        rows={data}
        rowKey={(one) => `${one.from} ${one.to}`}
        maxRows={5}
        onOpen={({ from, to, first }) => onWanted({ from, to, day: first })}
      />
    </Panel>
  );
}

function Table(props: { rows: readonly RateEntry[]; onOpen: (one: RateEntry) => void }) {
  if (props.rows.length === 0)
    return (
      <Empty title="No rate to show">
        Rates come with a drop, or are typed in here with the day and where they stand.
      </Empty>
    );
  return (
    <DataTable
      label="Exchange rates"
      columns={rateColumns}
      rows={props.rows}
      rowKey={keyOf}
      onOpen={props.onOpen}
    />
  );
}

/** Exchange rates by day: those of the copy, and those that people typed in, with their history. */
export function Rates() {
  const { role } = useMe();
  const [text, setText] = useState('');
  const [typedOnly, setTypedOnly] = useState(false);
  const [opened, setOpened] = useState<Pair | null>(null);
  const [wanted, setWanted] = useState<Wanted>(nothing);
  const code = text.trim().toUpperCase();
  const currency = /^[A-Z]{3}$/.test(code) ? code : undefined;
  const { data, error, refetch } = useRates(currency);
  const rows = useMemo(
    () => (data ?? []).filter((one) => !typedOnly || one.by !== null),
    [data, typedOnly],
  );
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={10} label="Loading the rates" />;
  return (
    <div className={`${classes.page} ${classes.whole}`}>
      <div className={`${classes.main} ${classes.whole}`}>
        <div className={classes.filters}>
          <TextInput
            w={120}
            aria-label="Currency"
            placeholder="Currency"
            maxLength={3}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Checkbox
            size="xs"
            label="Typed in only"
            checked={typedOnly}
            onChange={(event) => setTypedOnly(event.currentTarget.checked)}
          />
          <span className={classes.dim}>
            {counted(rows.length, 'rate')}. The newest of an offer’s day or the ten before counts.
          </span>
          <a href={href({ screen: 'list', list: 'packages' })}>Official price list</a>
        </div>
        <Lacking onWanted={setWanted} />
        <div className={classes.fill}>
          <Table rows={rows} onOpen={({ from, to, day }) => setOpened({ from, to, day })} />
        </div>
      </div>
      <div className={classes.side}>
        {opened !== null && (
          <RateHistory
            key={`${opened.from} ${opened.to} ${opened.day}`}
            pair={opened}
            onClose={() => setOpened(null)}
          />
        )}
        {may(role, policy.sellers.setRate) ? (
          <RateForm key={`${wanted.from} ${wanted.to} ${wanted.day}`} wanted={wanted} />
        ) : (
          <Panel title="Type in a rate">
            <p className={classes.dim}>Reviewers and owners type in rates.</p>
          </Panel>
        )}
      </div>
    </div>
  );
}
