import { Button, Kbd, Select, Textarea, TextInput } from '@mantine/core';
import { getHotkeyHandler, useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useState } from 'react';
import {
  type Proposed,
  type Reason,
  reason as reasonSchema,
  reasonNames,
  reasons,
} from '../../contract/adjustments.ts';
import type { Verdict } from '../../contract/diagnosis.ts';
import { recordHref } from '../app/route.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { readRefusal } from '../ui/refusal.ts';
import { Refused } from '../ui/refused.tsx';
import classes from './adjustments.module.css';
import { type TypedAmount, readAmount } from './amount.ts';
import { Earlier } from './earlier.tsx';
import { Preview } from './preview.tsx';
import { type Draft, usePreview, usePropose } from './queries.ts';
import { startFrom } from './start.ts';

/** Whom an adjustment is for, and what speaks for it. */
export interface Subject {
  readonly account: string;
  readonly recharge: string | null;
  readonly ticket: string | null;
  /** Null where it is proposed from an account. */
  readonly verdict: Verdict | null;
}

/** How long after the last key the desk is asked. */
const settleMs = 250;

const reasonChoices = reasons
  .filter((each) => each !== 'REVERSAL_OF_ADJUSTMENT')
  .map((value) => ({ value, label: reasonNames[value] }));

function SubjectLines({ account, recharge, ticket }: Subject) {
  return (
    <dl className={classes.subject}>
      <dt>Account</dt>
      <dd>
        <Id id={account} href={recordHref('account', account)} />
      </dd>
      {recharge !== null && (
        <>
          <dt>Recharge</dt>
          <dd>
            <Id id={recharge} href={recordHref('recharge', recharge)} />
          </dd>
        </>
      )}
      {ticket !== null && (
        <>
          <dt>Ticket</dt>
          <dd>
            <Id id={ticket} href={recordHref('ticket', ticket)} />
          </dd>
        </>
      )}
    </dl>
  );
}

function AmountField(props: {
  typed: string;
  amount: TypedAmount;
  owed: string | null;
  onType: (typed: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { typed, amount, owed } = props;
  const hint =
    owed === null || owed === '0'
      ? 'With its sign; + gives, - takes.'
      : `The verdict says ${formatCoins(owed)} are owed.`;
  return (
    <div>
      <TextInput
        label="Coins"
        inputMode="numeric"
        autoComplete="off"
        maxLength={40}
        placeholder="+1400"
        aria-describedby="amount-hint"
        aria-invalid={amount.problem !== null}
        value={typed}
        onChange={(event) => props.onType(event.currentTarget.value)}
        onKeyDown={props.onKeyDown}
      />
      <p
        id="amount-hint"
        className={`${classes.hint} ${amount.problem === null ? '' : classes.wrong}`}
      >
        {amount.problem ?? hint}
      </p>
    </div>
  );
}

function draftOf(subject: Subject, coins: string | null, reason: Reason | null): Draft | null {
  if (coins === null || reason === null) return null;
  const { account, recharge, ticket } = subject;
  return {
    account,
    coins,
    reason,
    ...(recharge === null ? {} : { recharge }),
    ...(ticket === null ? {} : { ticket }),
  };
}

/** The button says what it does, with the amount it does it with. */
function ProposeButton(props: {
  coins: string | null;
  busy: boolean;
  ready: boolean;
  onPropose: () => void;
}) {
  const { coins, busy, ready, onPropose } = props;
  return (
    <Button
      fullWidth
      loading={busy}
      disabled={!ready}
      rightSection={<Kbd size="xs">Ctrl Enter</Kbd>}
      onClick={onPropose}
    >
      {coins === null ? 'Propose coins' : `Propose ${formatCoins(coins, { signed: true })}`}
    </Button>
  );
}

/** Asks for what a proposal needs, and shows what it would do while it is written. */
export function ProposalForm(
  props: Subject & { onDone: (proposed: Proposed, coins: string) => void },
) {
  const [{ typed, reason }, setDraft] = useState(() => startFrom(props.verdict));
  const [note, setNote] = useState('');
  // Where neither recharge nor ticket makes the key, one form makes one adjustment, however often it is sent.
  const [key, setKey] = useState(() =>
    props.recharge === null && props.ticket === null ? crypto.randomUUID() : undefined,
  );
  const amount = readAmount(typed);
  const draft = draftOf(props, amount.coins, reason);
  const [settled] = useDebouncedValue(JSON.stringify(draft), settleMs);
  const preview = usePreview(JSON.parse(settled) as Draft | null);
  const propose = usePropose();
  // A refusal of exactly this draft would only come again.
  const refused =
    settled === JSON.stringify(draft) &&
    preview.error !== null &&
    readRefusal(preview.error).code !== 'CONNECTION';
  const ready = draft !== null && note.trim() !== '' && !refused && !propose.isPending;
  const reused = propose.error !== null && readRefusal(propose.error).code === 'KEY_REUSED';

  function send(withKey: string | undefined): void {
    if (draft === null || !ready) return;
    propose.mutate(
      { ...draft, note: note.trim(), ...(withKey === undefined ? {} : { key: withKey }) },
      { onSuccess: (proposed) => props.onDone(proposed, amount.coins ?? '0') },
    );
  }

  const sendByKey = getHotkeyHandler([['mod+Enter', () => send(key)]]);

  function sendApart(): void {
    const apart = crypto.randomUUID();
    setKey(apart);
    send(apart);
  }

  return (
    <div className={classes.form} role="form" aria-label="Propose an adjustment">
      <SubjectLines {...props} />
      <Select
        label="Reason"
        placeholder="Why coins move"
        data={reasonChoices}
        value={reason}
        onChange={(value) => setDraft({ typed, reason: reasonSchema.parse(value) })}
      />
      <AmountField
        typed={typed}
        amount={amount}
        owed={props.verdict?.coins_owed ?? null}
        onType={(text) => setDraft({ typed: text, reason })}
        onKeyDown={sendByKey}
      />
      <Textarea
        label="Note, kept for good"
        placeholder="What you saw and why this is right"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={sendByKey}
      />
      <Preview query={preview} />
      <ProposeButton
        coins={amount.coins}
        busy={propose.isPending}
        ready={ready}
        onPropose={() => send(key)}
      />
      <p className={classes.hint}>
        {draft !== null && !refused && note.trim() === '' ? 'A note is still needed.' : ''}
      </p>
      {propose.error !== null && <Refused error={propose.error} />}
      {reused && (
        <Button variant="default" onClick={sendApart}>
          Propose it as a separate adjustment
        </Button>
      )}
      <h3 className={classes.sub}>Earlier adjustments</h3>
      <Earlier account={props.account} recharge={props.recharge} />
    </div>
  );
}
