import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Succession } from '../../contract/audit.ts';
import type { OutboxFile, PlatformKey } from '../../contract/outbox.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { AdjustmentsBar } from './adjustments-nav.tsx';
import {
  useConfirm,
  useExport,
  useOutbox,
  useRegisterKey,
  useWithdrawKey,
} from './governance-queries.ts';
import classes from './governance.module.css';
import { canSave, saveText } from '../records/import/save-text.ts';

type State = NonNullable<ReturnType<typeof useOutbox>['data']>;

function nameOf(sequence: number): string {
  return `outbox-${String(sequence).padStart(6, '0')}.ndjson`;
}

/** Signs what waits into a file and hands it over; an earlier file can be had again as it was. */
function Send({ waiting }: { waiting: number }) {
  const send = useExport();
  return (
    <div className={classes.form}>
      <p>
        {waiting === 0
          ? 'Nothing waits. A file can be made all the same: it proves that nothing is missing.'
          : `${waiting} ${waiting === 1 ? 'decision waits' : 'decisions wait'} for the platform.`}
      </p>
      <Button
        loading={send.isPending}
        disabled={!canSave()}
        onClick={() =>
          send.mutate(
            {},
            {
              onSuccess: ({ sequence, body }) =>
                saveText(nameOf(sequence), 'application/x-ndjson', body),
            },
          )
        }
      >
        Export a signed file
      </Button>
      {!canSave() && (
        <p className={classes.quiet}>
          The desktop window saves no files: use `outbox export FILE` in a terminal.
        </p>
      )}
      {send.data !== undefined && (
        <p role="status">
          File {send.data.sequence} with {send.data.decisions} decisions
          {send.data.remaining > 0 && `; ${send.data.remaining} more wait for another`}.
        </p>
      )}
      {send.error !== null && <Refused error={send.error} />}
    </div>
  );
}

function Confirm() {
  const confirm = useConfirm();
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>
        The platform answers with a file whose last line is its signature. It counts as a whole, or
        not at all.
      </p>
      <FileButton
        accept=".ndjson,.jsonl,application/x-ndjson"
        onChange={(file) => void file?.text().then((text) => confirm.mutate(text))}
      >
        {(props) => (
          <Button {...props} variant="default" loading={confirm.isPending}>
            Take a file of confirmations…
          </Button>
        )}
      </FileButton>
      {confirm.data !== undefined && (
        <p role="status">
          {confirm.data.read} answers: {confirm.data.confirmed} confirmed, {confirm.data.refused}{' '}
          refused, {confirm.data.contradicted} contradicted, {confirm.data.unchanged} known already.
        </p>
      )}
      {confirm.error !== null && <Refused error={confirm.error} />}
    </div>
  );
}

function Files({ files, owner }: { files: readonly OutboxFile[]; owner: boolean }) {
  const again = useExport();
  if (files.length === 0)
    return <p className={classes.quiet}>No file has left yet. Approved decisions wait here.</p>;
  return (
    <>
      <table className={classes.table} data-testid="outbox-files">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Made</th>
            <th scope="col">Good until</th>
            <th scope="col" className={classes.right}>
              Decisions
            </th>
            <th scope="col">What the platform says</th>
            <th scope="col" aria-label="Again" />
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.sequence}>
              <th scope="row">{file.sequence}</th>
              <td>
                <Time at={file.created_at} show="minute" /> by {file.by}
              </td>
              <td>
                <Time at={file.expires_at} />
              </td>
              <td className={classes.right}>{file.decisions}</td>
              <td>
                <Said file={file} />
              </td>
              <td className={classes.right}>
                {owner && canSave() && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() =>
                      again.mutate(
                        { again: file.sequence },
                        {
                          onSuccess: ({ sequence, body }) =>
                            saveText(nameOf(sequence), 'application/x-ndjson', body),
                        },
                      )
                    }
                  >
                    Again
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {again.error !== null && <Refused error={again.error} />}
    </>
  );
}

function Said({ file }: { file: OutboxFile }) {
  const parts = [
    ['pass', file.confirmed, 'confirmed'],
    ['fail', file.refused, 'refused'],
    ['fail', file.contradicted, 'contradicted'],
    ['unknown', file.waiting, 'not answered'],
  ] as const;
  const some = parts.filter(([, count]) => count > 0);
  if (some.length === 0) return <span className={classes.quiet}>nothing to answer</span>;
  return (
    <span className={classes.ids}>
      {some.map(([outcome, count, word]) => (
        <OutcomeBadge key={word} bare outcome={outcome} word={`${count} ${word}`} />
      ))}
    </span>
  );
}

function Keys({ keys, owner }: { keys: readonly PlatformKey[]; owner: boolean }) {
  const withdraw = useWithdrawKey();
  if (keys.length === 0)
    return (
      <p className={classes.quiet}>
        No key yet: nothing that claims to come from the platform is believed.
      </p>
    );
  return (
    <>
      <ul className={classes.lines}>
        {keys.map((key) => (
          <li key={key.key_id}>
            <HostileText inline text={key.name} />
            <Id id={key.key_id} />
            <span className={classes.quiet}>
              by {key.registered_by}, <Time at={key.registered_at} />
            </span>
            <span className={classes.push}>
              {key.withdrawn_at !== null ? (
                <OutcomeBadge bare outcome="skipped" word="withdrawn" />
              ) : owner ? (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  loading={withdraw.isPending}
                  onClick={() => withdraw.mutate(key.key_id)}
                >
                  Withdraw
                </Button>
              ) : (
                <OutcomeBadge bare outcome="pass" word="believed" />
              )}
            </span>
          </li>
        ))}
      </ul>
      {withdraw.error !== null && <Refused error={withdraw.error} />}
    </>
  );
}

function Register() {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const register = useRegisterKey();
  return (
    <div className={classes.form} role="form" aria-label="Register a platform key">
      <TextInput
        label="Name"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Ed25519 public key, PEM or base64"
        autosize
        minRows={2}
        maxRows={5}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={name.trim() === '' || text.trim() === ''}
        loading={register.isPending}
        onClick={() =>
          register.mutate(
            { name: name.trim(), public_key: text.trim() },
            {
              onSuccess() {
                setName('');
                setText('');
              },
            },
          )
        }
      >
        Believe this key
      </Button>
      {register.error !== null && <Refused error={register.error} />}
    </div>
  );
}

/** That the key is a new one: the platform still has the one before. */
function Followed({ succession }: { succession: Succession }) {
  const isLost = succession.how === 'lost';
  return (
    <div className={classes.stack}>
      <p className={classes.quiet}>
        It took the place of another one <Time at={succession.at} />: the platform has to be given
        it before it takes files that were signed with it. Files from before are checked with the
        old one.{' '}
        {isLost
          ? 'The old one was lost and signed nothing of it, so hand it over by a way that the platform trusts.'
          : 'The old key signed that it follows.'}
      </p>
      {!isLost && <CopyButton text={JSON.stringify(succession)} label="Copy what it signed" />}
    </div>
  );
}

function Body({ state }: { state: State }) {
  const { role } = useMe();
  const owner = may(role, policy.outbox.export);
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <Panel title="Files that left">
          <Files files={state.files} owner={owner} />
        </Panel>
        <Panel title="Keys of the platform">
          <Keys keys={state.keys} owner={owner} />
        </Panel>
      </div>
      <div className={classes.stack}>
        {owner && (
          <Panel title="To the platform">
            <Send waiting={state.waiting} />
          </Panel>
        )}
        {owner && (
          <Panel title="From the platform">
            <Confirm />
          </Panel>
        )}
        {owner && (
          <Panel title="Register a key">
            <Register />
          </Panel>
        )}
        <Panel
          title="The key of this desk"
          aside={<CopyButton text={state.public_key} label="Copy" />}
        >
          <p className={classes.quiet}>
            The platform checks the files of this desk with it. Id <Id id={state.key_id} />
          </p>
          <p className={classes.key}>{state.public_key}</p>
          {state.succession !== null && <Followed succession={state.succession} />}
        </Panel>
      </div>
    </div>
  );
}

/** What leaves for the platform, what it answered, and whose answers are believed. */
export function OutboxPage() {
  const { data, error, refetch } = useOutbox();
  return (
    <div className={classes.page}>
      <AdjustmentsBar title="Outbox" here="outbox" />
      {data !== undefined ? (
        <Body state={data} />
      ) : error === null ? (
        <Loading rows={12} label="Loading the outbox" />
      ) : (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}
