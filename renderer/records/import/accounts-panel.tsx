import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { policy } from '../../../contract/policy.ts';
import type { KeptAccounts, SourceAccounts } from '../../../contract/source-accounts.ts';
import { useDesk, useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './import.module.css';

const accountsKey = ['records', 'source-accounts'] as const;

const bundlesLabel = 'Our apps at Apple, by bundle id';
const manualLabel = 'Merchant accounts at Adyen that we capture ourselves';

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function Names({ names, none }: { names: readonly string[]; none: string }) {
  if (names.length === 0) return <span className={classes.dim}>{none}</span>;
  return (
    <span className={classes.code}>
      <HostileText inline text={names.join(', ')} />
    </span>
  );
}

function Said({ kept: { accounts, by, at } }: { kept: KeptAccounts }) {
  return (
    <>
      <dl className={classes.said}>
        <dt>{bundlesLabel}</dt>
        <dd>
          <Names names={accounts.apple_bundles} none="not said: a purchase in any app counts" />
        </dd>
        <dt>{manualLabel}</dt>
        <dd>
          <Names
            names={accounts.adyen_manual}
            none="none: an authorisation counts as paid, for Adyen captures it"
          />
        </dd>
      </dl>
      {by !== null && at !== null && (
        <p className={classes.dim}>
          Said by <HostileText inline text={by} />, <Time at={at} />. It counts for what is imported
          after that; the same file again is read by it, too.
        </p>
      )}
    </>
  );
}

function Form({ accounts, onDone }: { accounts: SourceAccounts; onDone: () => void }) {
  const desk = useDesk();
  const answers = useQueryClient();
  const [bundles, setBundles] = useState(accounts.apple_bundles.join('\n'));
  const [manual, setManual] = useState(accounts.adyen_manual.join('\n'));
  const set = useMutation({
    mutationFn: () =>
      desk.records.setSourceAccounts({
        apple_bundles: linesOf(bundles),
        adyen_manual: linesOf(manual),
      }),
    onSuccess(kept) {
      answers.setQueryData(accountsKey, kept);
      onDone();
    },
  });
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate();
      }}
    >
      <div className={classes.pair}>
        <Textarea
          label={bundlesLabel}
          description="One a line. What Apple signed for another app then proves no payment."
          placeholder="com.example.live"
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          value={bundles}
          onChange={(event) => {
            set.reset();
            setBundles(event.currentTarget.value);
          }}
        />
        <Textarea
          label={manualLabel}
          description="One a line. An authorisation there only holds the money until its capture."
          placeholder="ExampleLive"
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          value={manual}
          onChange={(event) => {
            set.reset();
            setManual(event.currentTarget.value);
          }}
        />
      </div>
      <div className={classes.actions}>
        <Button type="submit" loading={set.isPending}>
          Keep it
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
      {set.error !== null && <Refused error={set.error} />}
    </form>
  );
}

/** What an owner says of our accounts at stores and processors, where their files do not tell it. */
export function AccountsPanel() {
  const desk = useDesk();
  const { role } = useMe();
  const [asks, setAsks] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: accountsKey,
    queryFn: ({ signal }) => desk.records.sourceAccounts(undefined, { signal }),
  });
  const changes = may(role, policy.records.setSourceAccounts);
  return (
    <Panel
      title="Our accounts at stores and processors"
      aside={
        changes &&
        data !== undefined &&
        !asks && (
          <Button variant="default" onClick={() => setAsks(true)}>
            Change
          </Button>
        )
      }
    >
      {data === undefined && error === null && <Loading rows={2} />}
      {data === undefined && error !== null && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && !asks && <Said kept={data} />}
      {data !== undefined && asks && (
        <Form accounts={data.accounts} onDone={() => setAsks(false)} />
      )}
    </Panel>
  );
}
