import { Autocomplete, Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { RateEntry } from '../../../contract/sellers.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import classes from '../sellers.module.css';
import { nearRate } from './near-rate.ts';
import { useRateActs, useRates } from './queries.ts';

/** A typed rate that is so far from a known one is more often a slip than news, in per cent. */
const strange = 10;

export interface Wanted {
  readonly from: string;
  readonly to: string;
  readonly day: string;
}

/** What is known of the two currencies, to hold what is typed against. */
function Near(props: {
  rates: readonly RateEntry[];
  from: string;
  to: string;
  day: string;
  rate: string;
}) {
  const { rates, ...asked } = props;
  const near = nearRate(rates, asked);
  if (near === null) return null;
  const { entry, turned, percent } = near;
  const far = percent !== null && Math.abs(percent) >= strange;
  return (
    <div className={classes.stack}>
      <p className={classes.dim}>
        Known: 1 {entry.from} is {entry.rate} {entry.to} on {entry.day}{' '}
        <HostileText inline text={`(${entry.source})`} />
        {turned && ', the other direction'}
      </p>
      {far && (
        <p>
          <OutcomeBadge
            bare
            outcome="warn"
            word={`yours is ${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'}`}
          />{' '}
          than that: is the direction right, and the point?
        </p>
      )}
    </div>
  );
}

/** Types in the rate of a day with where it is from; the desk refuses what is none. */
export function RateForm({ wanted }: { wanted: Wanted }) {
  const { set } = useRateActs();
  const [from, setFrom] = useState(wanted.from);
  const [to, setTo] = useState(wanted.to);
  const [day, setDay] = useState(wanted.day);
  const [rate, setRate] = useState('');
  const [source, setSource] = useState('');
  const [said, setSaid] = useState('');
  const whole = /^[A-Z]{3}$/.test(from) ? from : undefined;
  const { data: known = [] } = useRates(whole);
  const codes = [...new Set(known.flatMap((one) => [one.from, one.to]))].sort();
  const ready = [from, to, day, rate, source].every((one) => one.trim() !== '');
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!ready) return;
    setSaid('');
    set.mutate(
      { from, to, day, rate: rate.trim(), source: source.trim() },
      {
        onSuccess: () => {
          setRate('');
          setSaid(`1 ${from} is ${rate.trim()} ${to} on ${day}. Scores are worked out anew.`);
        },
      },
    );
  }
  return (
    <Panel title="Type in a rate">
      <form className={classes.stack} onSubmit={submit}>
        <div className={classes.pair}>
          <Autocomplete
            label="From"
            placeholder="EUR"
            maxLength={3}
            data={codes}
            value={from}
            onChange={(text) => setFrom(text.toUpperCase())}
          />
          <Autocomplete
            label="To"
            placeholder="USD"
            maxLength={3}
            data={codes}
            value={to}
            onChange={(text) => setTo(text.toUpperCase())}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label="Rate"
            placeholder="1.0921"
            inputMode="decimal"
            maxLength={26}
            value={rate}
            onChange={(event) => setRate(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Day"
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        </div>
        <TextInput
          label="Where it stands"
          placeholder="ECB reference rates"
          maxLength={200}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Near rates={known} from={from} to={to} day={day} rate={rate} />
        <Button type="submit" disabled={!ready} loading={set.isPending}>
          Type it in
        </Button>
        {said !== '' && <p role="status">{said}</p>}
        {set.error !== null && <Refused error={set.error} />}
        <p className={classes.dim}>
          It counts for that day and ten more, before the copy’s. Nothing is overwritten: what it
          takes the place of stays in the list.
        </p>
      </form>
    </Panel>
  );
}
