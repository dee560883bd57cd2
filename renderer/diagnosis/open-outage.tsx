import { Button, Select, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { incidentServices } from '../../contract/diagnosis.ts';
import { Refused } from '../ui/refused.tsx';
import { useSetIncident } from './watch-queries.ts';
import classes from './watch.module.css';

export interface OutageStart {
  readonly service?: (typeof incidentServices)[number];
  readonly provider?: string;
  readonly country?: string;
  /** RFC 3339. */
  readonly from?: string;
}

/** What an outage is of, in words. */
export const serviceNames: Readonly<Record<(typeof incidentServices)[number], string>> = {
  payments: 'Payments (web)',
  apple: 'App Store',
  google: 'Google Play',
  grants: 'Granting coins',
  login: 'Sign-in',
  network: 'Network',
  display: 'Balances shown',
};

/** `2026-11-23T10:04` of a field, taken as UTC. */
function utc(text: string): string | null {
  const at = Date.parse(`${text}:00Z`);
  return text === '' || Number.isNaN(at) ? null : new Date(at).toISOString();
}

/**
 * Opens an outage: from then on it is evidence in every verdict that it can explain, marked as
 * this desk's own. Times are in UTC.
 */
export function OpenOutage({ start }: { start: OutageStart }) {
  const set = useSetIncident();
  const [service, setService] = useState(start.service ?? 'grants');
  const [provider, setProvider] = useState(start.provider ?? '');
  const [regions, setRegions] = useState(start.country ?? '');
  const [from, setFrom] = useState(() => (start.from ?? new Date().toISOString()).slice(0, 16));
  const [to, setTo] = useState('');
  const [summary, setSummary] = useState('');
  const countries = regions.split(/[\s,]+/).filter((one) => one !== '');
  const started = utc(from);
  const fits =
    started !== null &&
    summary.trim() !== '' &&
    countries.every((one) => /^[A-Za-z]{2}$/.test(one));
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!fits) return;
    set.mutate({
      service,
      provider: provider.trim() === '' ? null : provider.trim(),
      regions: countries,
      started_at: started,
      ended_at: utc(to),
      summary: summary.trim(),
    });
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <Select
        label="Service"
        allowDeselect={false}
        data={incidentServices.map((value) => ({ value, label: serviceNames[value] }))}
        value={service}
        onChange={(value) => value !== null && setService(value)}
      />
      <TextInput
        label="Provider"
        placeholder="all"
        maxLength={100}
        value={provider}
        onChange={(event) => setProvider(event.currentTarget.value)}
      />
      <TextInput
        label="Countries"
        placeholder="all, or BR, US"
        maxLength={400}
        value={regions}
        onChange={(event) => setRegions(event.currentTarget.value)}
      />
      <TextInput
        className={classes.clock}
        type="datetime-local"
        label="From (UTC)"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        className={classes.clock}
        type="datetime-local"
        label="To (UTC), once it is over"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <TextInput
        className={classes.wide}
        label="What happened, in a sentence"
        maxLength={500}
        value={summary}
        onChange={(event) => setSummary(event.currentTarget.value)}
      />
      <div className={classes.wide}>
        <Button type="submit" loading={set.isPending} disabled={!fits}>
          Open the outage
        </Button>{' '}
        {set.data !== undefined && (
          <output>
            Opened as {set.data.incident_id}. Verdicts rest on it from here on; sweep to see whom it
            explains.
          </output>
        )}
      </div>
      {set.error !== null && <Refused error={set.error} />}
    </form>
  );
}
