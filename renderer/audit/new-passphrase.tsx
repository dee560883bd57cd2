import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { passwordLength } from '../../contract/staff.ts';
import { Refused } from '../ui/refused.tsx';
import classes from './key.module.css';
import { useKeyChange } from './key-queries.ts';

/** A new passphrase, typed twice or made here; the old one first where there is one. */
export function NewPassphrase(props: {
  /** The key has one now, which has to be given. */
  asksOld: boolean;
  /** What the button says. */
  word: string;
  change: (given: { passphrase?: string; old_passphrase?: string }) => Promise<{
    passphrase?: string | undefined;
  }>;
  onTold: (made: string | null) => void;
}) {
  const [old, setOld] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [compared, setCompared] = useState(false);
  const differs = compared && again !== passphrase;
  const protect = useKeyChange((made: boolean) =>
    props.change({
      ...(made ? {} : { passphrase }),
      ...(props.asksOld ? { old_passphrase: old } : {}),
    }),
  );
  /** What was said of another text no longer holds. */
  const edited = () => {
    setCompared(false);
    protect.reset();
  };
  const send = (made: boolean) =>
    protect.mutate(made, { onSuccess: (said) => props.onTold(said.passphrase ?? null) });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        protect.reset();
        setCompared(true);
        if (again === passphrase) send(false);
      }}
    >
      {props.asksOld && (
        <PasswordInput
          label="Passphrase now"
          autoComplete="off"
          required
          withAsterisk={false}
          value={old}
          onChange={(event) => {
            setOld(event.currentTarget.value);
            protect.reset();
          }}
        />
      )}
      <PasswordInput
        label="New passphrase"
        description={`At least ${passwordLength.least} characters; five plain words are good`}
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={passwordLength.most}
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
          edited();
        }}
      />
      <PasswordInput
        label="Once more"
        description="Without it this key never signs again: two owners have to replace it"
        autoComplete="off"
        required
        withAsterisk={false}
        error={differs ? 'These are two different passphrases' : false}
        value={again}
        onChange={(event) => {
          setAgain(event.currentTarget.value);
          edited();
        }}
      />
      {protect.error !== null && <Refused error={protect.error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={protect.isPending}>
          {props.word}
        </Button>
        <Button
          variant="default"
          disabled={protect.isPending || (props.asksOld && old === '')}
          onClick={() => send(true)}
        >
          Make one for me
        </Button>
      </div>
    </form>
  );
}
