import { Button, PasswordInput, Switch } from '@mantine/core';
import { useState } from 'react';
import type { KeyState } from '../../contract/audit.ts';
import { counted } from '../../contract/say.ts';
import { useDesk, useKeyGate } from '../app/desk.tsx';
import { Secret } from '../staff/secret.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './key.module.css';
import { useKeyChange, useKeyState } from './key-queries.ts';
import { NewPassphrase } from './new-passphrase.tsx';
import { KeyHistory, LostKey, LostWaits, ReplaceKey } from './replace-key.tsx';

type Step = 'protect' | 'change' | 'release' | 'replace' | 'lost';

/** How the key stands, in a sentence that claims no more than is so. */
function Standing({ state }: { state: KeyState }) {
  if (!state.protected)
    return (
      <>
        <div>
          <OutcomeBadge outcome="warn" word="no passphrase" />
        </div>
        <p className={classes.dim}>
          It signs the audit, cases and what leaves this desk, and lies open in a file of the
          workspace: whoever copies that can sign as this desk.
        </p>
      </>
    );
  if (state.open)
    return (
      <>
        <div>
          <OutcomeBadge outcome="pass" word="under a passphrase, open now" />
        </div>
        <p className={classes.dim}>
          The desk asks for it once after every start. Backups and copies from before it was set
          hold the key without it.
        </p>
      </>
    );
  return (
    <>
      <div>
        <OutcomeBadge outcome="warn" word="sealed" />
      </div>
      <p className={classes.dim}>
        {counted(state.unsigned, 'row')} of the audit {state.unsigned === 1 ? 'waits' : 'wait'} for
        a signature. Cases, bundles, anchors and what goes to the platform wait, too.
      </p>
    </>
  );
}

function Release({ onDone }: { onDone: () => void }) {
  const desk = useDesk();
  const [passphrase, setPassphrase] = useState('');
  const release = useKeyChange(() => desk.audit.releaseKey({ passphrase }));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        release.mutate(undefined, { onSuccess: onDone, onError: () => setPassphrase('') });
      }}
    >
      <p className={classes.dim}>
        The key then lies open in a file again, and every verdict on the audit says so.
      </p>
      <PasswordInput
        label="Passphrase now"
        autoComplete="off"
        required
        withAsterisk={false}
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
          release.reset();
        }}
      />
      {release.error !== null && <Refused error={release.error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={release.isPending}>
          Take the passphrase off
        </Button>
      </div>
    </form>
  );
}

/** Whether the keyring of this computer opens the key, where there is one that guards. */
function KeptByKeyring({ state }: { state: KeyState }) {
  const desk = useDesk();
  const keep = useKeyChange((wanted: boolean) => desk.audit.keepKey({ keep: wanted }));
  if (state.keyring === null || !state.protected) return null;
  return (
    <>
      <Switch
        label={`${state.keyring.name} opens it on this computer`}
        checked={state.keyring.holds}
        disabled={keep.isPending || !state.open}
        onChange={(event) => keep.mutate(event.currentTarget.checked)}
      />
      {keep.error !== null && <Refused error={keep.error} />}
    </>
  );
}

function Steps({ state, onStep }: { state: KeyState; onStep: (step: Step) => void }) {
  const { gate } = useKeyGate();
  if (!state.protected)
    return (
      <div className={classes.actions}>
        <Button variant="default" onClick={() => onStep('protect')}>
          Protect it with a passphrase …
        </Button>
        <Button variant="subtle" onClick={() => onStep('replace')}>
          Replace it …
        </Button>
      </div>
    );
  if (!state.open)
    return (
      <div className={classes.actions}>
        <Button onClick={() => void gate.ask()}>Give the passphrase …</Button>
        {state.lost === null && (
          <Button variant="subtle" onClick={() => onStep('lost')}>
            It is lost …
          </Button>
        )}
      </div>
    );
  return (
    <div className={classes.actions}>
      <Button variant="default" onClick={() => onStep('change')}>
        Change it …
      </Button>
      <Button variant="subtle" onClick={() => onStep('release')}>
        Take it off …
      </Button>
      <Button variant="subtle" onClick={() => onStep('replace')}>
        Replace the key …
      </Button>
    </div>
  );
}

/** For an owner: what guards the key that signs for this desk. */
export function KeyPanel() {
  const desk = useDesk();
  const { data: state, error, refetch } = useKeyState();
  const [step, setStep] = useState<Step | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const told = (passphrase: string | null) => {
    setMade(passphrase);
    setStep(null);
  };
  const close = step === null ? {} : { onClose: () => setStep(null) };
  return (
    <Panel title="Signing key" {...close}>
      <div className={classes.form}>
        {error !== null && state === undefined && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {error === null && state === undefined && <Loading rows={3} />}
        {state !== undefined && step === null && (
          <>
            <Standing state={state} />
            {made !== null && (
              <>
                <p className={classes.dim}>
                  This passphrase was made here and is shown this once. Write it down: without it
                  this key never signs again.
                </p>
                <Secret text={made} name="passphrase" />
              </>
            )}
            <KeptByKeyring state={state} />
            <KeyHistory state={state} />
            <LostWaits state={state} onStep={() => setStep('lost')} />
            <Steps state={state} onStep={setStep} />
          </>
        )}
        {(step === 'protect' || step === 'change') && (
          <NewPassphrase
            asksOld={step === 'change'}
            word={step === 'change' ? 'Change it' : 'Protect the key'}
            change={(given) => desk.audit.protectKey(given)}
            onTold={told}
          />
        )}
        {step === 'replace' && state !== undefined && <ReplaceKey state={state} onTold={told} />}
        {step === 'lost' && state !== undefined && <LostKey state={state} onTold={told} />}
        {step === 'release' && <Release onDone={() => told(null)} />}
      </div>
    </Panel>
  );
}
