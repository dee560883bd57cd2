import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { type AttachmentType, attachmentTypes, type CaseView } from '../../contract/cases.ts';
import { type RecordKind, recordKinds } from '../../contract/records.ts';
import { recordHref } from '../app/route.ts';
import { causeOf } from '../../contract/verdict-words.ts';
import { KindIcon, kindName } from '../records/kinds.tsx';
import { FieldList } from '../records/field-list.tsx';
import { formatCoins } from '../ui/coins.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { shortened } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { revealed } from '../ui/reveal.ts';
import { Time } from '../ui/time.tsx';
import { AttachmentView } from './attachment-view.tsx';
import classes from './case.module.css';
import type { TabProps } from './case-page.tsx';
import { useCopied, useLink, useSet } from './queries.ts';

type Link = CaseView['links'][number];

const typeNames: Readonly<Record<AttachmentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'text',
};

/** Takes a record out of the case, with the reason that stays in it. */
function TakeOut({ id, link }: { id: string; link: Link }) {
  const set = useSet(id);
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null)
    return (
      <Button variant="subtle" onClick={() => setReason('')}>
        Take it out of the case…
      </Button>
    );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ field: `link:${link.entry}`, value: 'removed', reason });
      }}
    >
      <TextInput
        aria-label="Why it does not belong here"
        placeholder="Why it does not belong here"
        required
        data-autofocus
        className={classes.grow}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={set.isPending}>
        Take it out
      </Button>
      <Button variant="subtle" onClick={() => setReason(null)}>
        Cancel
      </Button>
      {set.error !== null && <Refused error={set.error} />}
    </form>
  );
}

function Copied({ id, link, open }: { id: string; link: Link; open: boolean }) {
  const { data, error } = useCopied(link.entry);
  return (
    <Panel
      title={`${kindName(link.kind)} as it was`}
      aside={<a href={recordHref(link.kind, link.id)}>As it is now</a>}
    >
      {error !== null && <Refused error={error} />}
      {error === null && data === undefined && <Loading rows={8} />}
      {data !== undefined && (
        <>
          <p className={classes.dim}>
            Linked by {link.by} <Time at={link.at} />; copy as of{' '}
            {data.as_of === null ? 'unknown' : <Time at={data.as_of} />}
            {data.provenance[0] !== undefined &&
              `, from ${data.provenance[0].file} line ${data.provenance[0].line}`}
          </p>
          {data.verdict !== null && (
            <p>
              Verdict then: {causeOf(data.verdict.root_cause)} ({data.verdict.confidence})
              {data.verdict.coins_owed !== null && `, ${formatCoins(data.verdict.coins_owed)} owed`}
            </p>
          )}
          <FieldList fields={data.fields} own={link.id} />
          {open && <TakeOut id={id} link={link} />}
        </>
      )}
    </Panel>
  );
}

function AddRecord({ view }: { view: CaseView }) {
  const [kind, setKind] = useState<RecordKind>('recharge');
  const [record, setRecord] = useState('');
  const link = useLink(view.id);
  const isHere = view.links.some(
    (one) => one.standing && one.kind === kind && one.id === record.trim(),
  );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isHere) link.mutate([{ kind, id: record.trim() }], { onSuccess: () => setRecord('') });
      }}
    >
      <Select
        aria-label="Kind of record"
        w={140}
        data={recordKinds.map((value) => ({ value, label: kindName(value) }))}
        allowDeselect={false}
        value={kind}
        onChange={(value) => value !== null && setKind(value)}
      />
      <TextInput
        aria-label="Id of the record"
        placeholder="Id of the record"
        className={classes.grow}
        required
        error={isHere && 'It is in this case already'}
        value={record}
        onChange={(event) => setRecord(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={link.isPending}>
        Link record
      </Button>
      {link.error !== null && <Refused error={link.error} />}
    </form>
  );
}

/** The records as they were, and the files. */
export function EvidenceTab(props: TabProps & { attach: (file: File) => void; busy: boolean }) {
  const { view, open } = props;
  const again = useRef<() => void>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const links = view.links.filter((one) => one.standing);
  const link = links.find((one) => one.entry === chosen) ?? links[0];
  const file = view.attachments.find((one) => one.entry === chosen);
  return (
    <div className={classes.split}>
      <div className={classes.stack}>
        {open && <AddRecord view={view} />}
        {links.length + view.attachments.length === 0 && (
          <Empty title="No evidence yet">
            Link a record by its id, attach a file, or paste a screenshot with Ctrl/⌘ V.
          </Empty>
        )}
        <ul className={classes.items} aria-label="Evidence">
          {links.map((one) => (
            <li key={one.entry}>
              <button
                type="button"
                className={classes.item}
                aria-current={file === undefined && one === link}
                onClick={() => setChosen(one.entry)}
              >
                <KindIcon kind={one.kind} />
                <span className={classes.mono}>{shortened(revealed(one.id), 16)}</span>
                <HostileText inline text={one.summary} />
              </button>
            </li>
          ))}
          {view.attachments.map((one) => (
            <li key={one.entry}>
              <button
                type="button"
                className={classes.item}
                aria-current={one === file}
                onClick={() => setChosen(one.entry)}
              >
                <span className={classes.type}>{typeNames[one.type]}</span>
                <HostileText inline text={one.name} />
                {one.warning !== null && <span className={classes.warn}>! {one.warning}</span>}
              </button>
            </li>
          ))}
        </ul>
        {open && (
          <FileButton
            accept={attachmentTypes.join(',')}
            // Else the same file chosen once more would be no change, and nobody would hear of it.
            resetRef={again}
            onChange={(picked) => {
              again.current?.();
              if (picked !== null) props.attach(picked);
            }}
          >
            {(button) => (
              <Button {...button} className={classes.start} variant="default" loading={props.busy}>
                Attach a file…
              </Button>
            )}
          </FileButton>
        )}
      </div>
      {file !== undefined && <AttachmentView key={file.entry} file={file} />}
      {file === undefined && link !== undefined && (
        <Copied key={link.entry} id={view.id} link={link} open={open} />
      )}
    </div>
  );
}
