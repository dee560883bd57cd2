import { Button, Modal, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk, useKeyGate } from '../app/desk.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './key.module.css';
import { useKeyChange } from './key-queries.ts';

function Form() {
  const desk = useDesk();
  const { gate } = useKeyGate();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useKeyChange(() => desk.audit.unlockKey({ passphrase }));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        unlock.mutate(undefined, {
          onSuccess: () => gate.settle(true),
          onError: () => setPassphrase(''),
        });
      }}
    >
      <p className={classes.dim}>
        The key that signs for this desk is sealed since the desk was started. Cases, bundles,
        anchors and what goes to the platform wait for it; everything else goes on.
      </p>
      <PasswordInput
        label="Passphrase of the signing key"
        autoComplete="off"
        data-autofocus
        required
        withAsterisk={false}
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
          unlock.reset();
        }}
      />
      {unlock.error !== null && <Refused error={unlock.error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={unlock.isPending}>
          Open the key
        </Button>
        <Button variant="default" onClick={() => gate.settle(false)}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** Asks for the passphrase of the signing key; what waited for it then goes on by itself. */
export function UnlockKey() {
  const { asked, gate } = useKeyGate();
  return (
    <Modal opened={asked} onClose={() => gate.settle(false)} title="The signing key is sealed">
      <Form />
    </Modal>
  );
}
