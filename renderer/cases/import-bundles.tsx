import { Badge, Button, FileButton, PasswordInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BundleVerified } from '../../contract/case-bundles.ts';
import { counted } from '../../contract/say.ts';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href } from '../app/route.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';
import { DeskName, NameDesk } from './desk-name.tsx';
import { sendBytes } from './files.ts';
import { fieldName } from './words.ts';

function useRecipient() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'recipient'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => desk.bundles.recipient(undefined, { signal }),
  });
}

const signers: Readonly<Record<BundleVerified['verdict']['signer'], string>> = {
  own: 'Signed by this desk',
  known: 'Signed by a known desk',
  new: 'Desk never met',
};

function Verdict({ verified }: { verified: BundleVerified }) {
  const { manifest, verdict, would } = verified;
  return (
    <>
      <p>
        <Badge>{signers[verdict.signer]}</Badge> {verdict.sentence}
      </p>
      {verdict.warnings.map((warning) => (
        <p key={warning} className={classes.warn}>
          ! {warning}
        </p>
      ))}
      <p>
        Case <Id id={manifest.case} /> {would.new_case ? 'is new here' : 'is here already'}.{' '}
        {would.added === 0
          ? 'Everything in it is here'
          : `${counted(would.added, 'entry', 'entries')} would join, ${would.known} ${would.known === 1 ? 'is' : 'are'} here`}
        {would.conflicts.length > 0 &&
          `; desks would disagree on ${would.conflicts.map(fieldName).join(', ')}`}
        .
      </p>
    </>
  );
}

/** One file: its verdict first; only then can it be joined. */
function OneBundle({ file, passphrase }: { file: File; passphrase: string }) {
  const desk = useDesk();
  const { role } = useMe();
  const answers = useQueryClient();
  const key = passphrase === '' ? {} : { passphrase };
  const verify = useQuery({
    queryKey: ['bundles', 'verify', file.name, file.size, file.lastModified, passphrase],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      desk.bundles.verify({ upload: await sendBytes(desk, file, 'bundle'), ...key }),
  });
  const join = useMutation({
    mutationFn: (upload: string) => desk.bundles.import({ upload, ...key }),
    onSuccess: () => void answers.invalidateQueries({ queryKey: ['cases'] }),
  });
  const joinable =
    verify.data !== undefined &&
    verify.data.would.added > 0 &&
    join.data === undefined &&
    may(role, policy.bundles.import);
  return (
    <section className={classes.box} aria-label={file.name}>
      <b>{file.name}</b>
      {verify.isPending && <Loading rows={3} label="Verifying" />}
      {verify.error !== null && <Refused error={verify.error} />}
      {verify.data !== undefined && <Verdict verified={verify.data} />}
      {join.error !== null && <Refused error={join.error} />}
      {join.data !== undefined && (
        <p role="status">
          {counted(join.data.joined.added, 'entry', 'entries')} joined.{' '}
          <a href={href({ screen: 'case', id: join.data.joined.case })}>Open the case</a>{' '}
          <span className={classes.dim}>
            from <DeskName id={join.data.manifest.key_id} />
          </span>
          <NameDesk id={join.data.manifest.key_id} />
        </p>
      )}
      {verify.data?.would.added === 0 && (
        <p>
          There is nothing to join.{' '}
          <a href={href({ screen: 'case', id: verify.data.manifest.case })}>Open the case</a>
        </p>
      )}
      {joinable && (
        <Button loading={join.isPending} onClick={() => join.mutate(verify.data.verified)}>
          {verify.data.would.new_case ? 'Take the case in' : 'Join it with what is here'}
        </Button>
      )}
    </section>
  );
}

/** Bundles from other desks, many at once: each is verified before anything of it is shown. */
export function ImportBundles({ onClose }: { onClose: () => void }) {
  const recipient = useRecipient();
  const [files, setFiles] = useState<File[]>([]);
  const [typed, setTyped] = useState('');
  const [passphrase, setPassphrase] = useState('');
  return (
    <Panel title="Bundles from other desks" onClose={onClose}>
      <div className={classes.stack}>
        {recipient.data !== undefined && (
          <p className={classes.dim}>
            Others seal bundles to this desk with{' '}
            <code className={classes.code}>{recipient.data.recipient}</code>{' '}
            <CopyButton text={recipient.data.recipient} name="the recipient of this desk" />
          </p>
        )}
        <form
          className={classes.row}
          onSubmit={(event) => {
            event.preventDefault();
            setPassphrase(typed);
          }}
        >
          <FileButton multiple onChange={setFiles}>
            {(button) => <Button {...button}>Choose files…</Button>}
          </FileButton>
          <PasswordInput
            label="Passphrase, where one was agreed"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={typed === passphrase}>
            Use it
          </Button>
        </form>
        {files.map((file) => (
          <OneBundle
            key={`${file.name} ${file.size} ${passphrase}`}
            file={file}
            passphrase={passphrase}
          />
        ))}
      </div>
    </Panel>
  );
}
