import { Button, Modal, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordLength } from '../../contract/staff.ts';
import { useDesk } from '../app/desk.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { formatAbsolute } from '../ui/time.tsx';
import classes from '../staff/settings.module.css';

type How = 'passphrase' | 'key';

/** The file and what seals or opens it; a passphrase is typed twice where it is new. */
function Form(props: {
  keyLabel: string;
  keyHint: string;
  action: string;
  twice: boolean;
  pending: boolean;
  error: Error | null;
  onSubmit: (path: string, how: How, secret: string) => void;
}) {
  const [path, setPath] = useState('');
  const [how, setHow] = useState<How>('passphrase');
  const [secret, setSecret] = useState('');
  const [again, setAgain] = useState('');
  const differs = props.twice && how === 'passphrase' && again !== '' && again !== secret;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!differs) props.onSubmit(path.trim(), how, secret);
      }}
    >
      <TextInput
        label="File on this machine"
        placeholder="/media/usb/desk-2026-11-27.age"
        required
        withAsterisk={false}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label="Sealed with"
        data={[
          { value: 'passphrase', label: 'Passphrase' },
          { value: 'key', label: props.keyLabel },
        ]}
        value={how}
        onChange={(value) => {
          setHow(value === 'key' ? 'key' : 'passphrase');
          setSecret('');
        }}
      />
      {how === 'passphrase' ? (
        <PasswordInput
          label="Passphrase"
          description={
            props.twice && `At least ${passwordLength.least} characters; five plain words are good`
          }
          autoComplete="off"
          required
          withAsterisk={false}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label={props.keyLabel}
          description={props.keyHint}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      {props.twice && how === 'passphrase' && (
        <PasswordInput
          label="Once more"
          description="Without it nobody opens the backup, not even you"
          autoComplete="off"
          required
          withAsterisk={false}
          error={differs ? 'These are two different passphrases' : false}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      )}
      {props.error !== null && <Refused error={props.error} />}
      <div className={classes.actions}>
        <Button type="submit" variant={props.twice ? 'default' : 'filled'} loading={props.pending}>
          {props.action}
        </Button>
      </div>
    </form>
  );
}

/** Everything that cannot be imported again, into one sealed file, while the desk is in use. */
function MakeBackup() {
  const desk = useDesk();
  const backup = useMutation({
    mutationFn: (input: { path: string; passphrase?: string; recipient?: string }) =>
      desk.workspace.backup(input),
  });
  return (
    <>
      <p className={classes.dim}>
        Decisions, cases, staff, audit and the keys of this desk; not the records, which are
        imported again. Any age tool opens it.
      </p>
      <Form
        keyLabel="Recipient"
        keyHint="Begins with age1, as age-keygen prints it"
        action="Back up"
        twice
        pending={backup.isPending}
        error={backup.error}
        onSubmit={(path, how, secret) =>
          backup.mutate({
            path,
            ...(how === 'key' ? { recipient: secret } : { passphrase: secret }),
          })
        }
      />
      {backup.data !== undefined && (
        <p role="status">
          Written, as of {formatAbsolute(backup.data.as_of)}. {backup.data.sentence}
        </p>
      )}
    </>
  );
}

function PutBack({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const restore = useMutation({
    mutationFn: (input: { path: string; passphrase?: string; identity?: string }) =>
      desk.workspace.restore(input),
    onSuccess(restored) {
      // Said where it stays: this screen goes with the sign-in, as the desk starts anew.
      notifications.show({
        title: `Back as of ${formatAbsolute(restored.as_of)}. The desk starts anew; sign in again.`,
        message: restored.sentence,
        autoClose: false,
      });
      onClose();
    },
  });
  return (
    <div className={classes.form}>
      <p className={classes.dim}>
        What is here now is replaced by what the backup holds, and kept in a folder before-restore-…
        of the workspace. Where the backup holds a sealed key, it opens with the passphrase of its
        day.
      </p>
      <Form
        keyLabel="Identity"
        keyHint="The line of the identity file that begins with AGE-SECRET-KEY-1"
        action="Put this backup in place"
        twice={false}
        pending={restore.isPending}
        error={restore.error}
        onSubmit={(path, how, secret) =>
          restore.mutate({
            path,
            ...(how === 'key' ? { identity: secret } : { passphrase: secret }),
          })
        }
      />
    </div>
  );
}

/** For an owner: a backup now, and the way back to an earlier one. */
export function BackupPanel() {
  const [restoring, setRestoring] = useState(false);
  return (
    <Panel title="Backup">
      <div className={classes.form}>
        <MakeBackup />
        <div className={classes.actions}>
          <Button variant="subtle" onClick={() => setRestoring(true)}>
            Restore a backup …
          </Button>
        </div>
      </div>
      <Modal opened={restoring} onClose={() => setRestoring(false)} title="Restore a backup">
        <PutBack onClose={() => setRestoring(false)} />
      </Modal>
    </Panel>
  );
}
