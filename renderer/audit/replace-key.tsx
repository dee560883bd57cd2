import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { anchorCode, type KeyState } from '../../contract/audit.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './key.module.css';
import { useKeyChange } from './key-queries.ts';
import { NewPassphrase } from './new-passphrase.tsx';

/** The keys that this desk had before, where it had any. */
export function KeyHistory({ state }: { state: KeyState }) {
  if (state.keys.length < 2) return null;
  return (
    <ul className={classes.history} aria-label="Keys of this desk">
      {state.keys.map(({ key_id, came, since }) => (
        <li key={key_id}>
          <Id id={key_id} />{' '}
          <span className={classes.dim}>
            {since === null ? 'the first one' : <Time at={since} />}
            {came === 'replaced' && ', named by the one before it'}
            {came === 'lost' && ', for one that was lost'}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** That an owner said the passphrase is lost, for the one who has to agree. */
export function LostWaits({ state, onStep }: { state: KeyState; onStep: () => void }) {
  if (state.lost === null) return null;
  return (
    <div role="status" className={classes.line}>
      <span>
        <HostileText inline text={state.lost.asked_by} /> says that its passphrase is lost
      </span>
      <Button size="compact-sm" variant="default" onClick={onStep}>
        Look at it …
      </Button>
    </div>
  );
}

/** A new key, which the one that is there signs. */
export function ReplaceKey(props: { state: KeyState; onTold: (made: string | null) => void }) {
  const desk = useDesk();
  const replace = useKeyChange(() => desk.audit.replaceKey({}));
  const about = (
    <p className={classes.dim}>
      A new key signs from now on, and the old one signs that it does. What was signed before stays
      proven. Other desks are told by the next case that leaves; the platform has to be given the
      new one, under Outbox.
    </p>
  );
  if (props.state.protected)
    return (
      <>
        {about}
        <NewPassphrase
          asksOld
          word="Replace the key"
          change={(given) => desk.audit.replaceKey(given)}
          onTold={props.onTold}
        />
      </>
    );
  return (
    <>
      {about}
      {replace.error !== null && <Refused error={replace.error} />}
      <div className={classes.actions}>
        <Button
          loading={replace.isPending}
          onClick={() => replace.mutate(undefined, { onSuccess: () => props.onTold(null) })}
        >
          Replace the key
        </Button>
      </div>
    </>
  );
}

/** Another key for one that nobody can open: one owner asks, another agrees. */
export function LostKey(props: { state: KeyState; onTold: (made: string | null) => void }) {
  const desk = useDesk();
  const me = useMe();
  const { lost } = props.state;
  const [code, setCode] = useState('');
  const [misread, setMisread] = useState(false);
  const replace = useKeyChange((read: string | undefined) =>
    desk.audit.replaceLostKey(read === undefined ? {} : { code: read }),
  );
  const decline = useKeyChange(() => desk.audit.declineLostKey());
  const isMine = lost?.asked_by === me.user;
  const send = () => {
    const read = code.trim() === '' ? null : anchorCode.safeParse(code);
    setMisread(read?.success === false);
    if (read?.success === false) return;
    replace.mutate(read?.data, { onSuccess: (said) => props.onTold(said.passphrase ?? null) });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className={classes.dim}>
        A new key signs from now on without the word of the old one. What that signed stays proven;
        rows after its last signature rest on the new key and on anchors kept elsewhere. Other desks
        and the platform have to be told by another way.
      </p>
      {lost !== null && (
        <p>
          <HostileText inline text={lost.asked_by} /> asked for it <Time at={lost.asked_at} />.
          {isMine && ' Another owner has to agree here.'}
        </p>
      )}
      {lost === null && <p>Another owner has to agree, where there is one.</p>}
      {!isMine && (
        <TextInput
          label="Code of an anchor kept elsewhere"
          description="If you have one: it is held against the audit first, and written down with it"
          placeholder="1a2b3-c4d5e-6f7a8-b9c0d"
          maxLength={40}
          error={misread ? 'A code looks like 1a2b3-c4d5e-6f7a8-b9c0d' : false}
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setMisread(false);
            replace.reset();
          }}
        />
      )}
      {replace.error !== null && <Refused error={replace.error} />}
      {decline.error !== null && <Refused error={decline.error} />}
      <div className={classes.actions}>
        {!isMine && (
          <Button type="submit" loading={replace.isPending}>
            {lost === null ? 'Ask for another key' : 'Agree, and replace the key'}
          </Button>
        )}
        {lost !== null && (
          <Button
            variant="default"
            loading={decline.isPending}
            onClick={() => decline.mutate(undefined, { onSuccess: () => props.onTold(null) })}
          >
            {isMine ? 'Take it back' : 'Decline'}
          </Button>
        )}
      </div>
    </form>
  );
}
