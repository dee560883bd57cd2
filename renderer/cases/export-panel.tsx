import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BundleLevel, BundlePreview } from '../../contract/case-bundles.ts';
import type { CaseView } from '../../contract/cases.ts';
import { passwordLength } from '../../contract/staff.ts';
import { counted } from '../../contract/say.ts';
import { useDesk } from '../app/desk.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { revealed } from '../ui/reveal.ts';
import classes from './case.module.css';
import { fetchPieces, saveBytes } from './files.ts';
import { usePreview } from './queries.ts';

/** Entries with words of their own, which a person may let go; names and addresses stay here anyway. */
const wordy: ReadonlySet<string> = new Set([
  ...['opened', 'note', 'event', 'decision', 'task', 'related', 'set'],
]);

const levels = [
  { value: 'full', label: 'Full' },
  { value: 'masked', label: 'Masked' },
  { value: 'statistics', label: 'Statistics only' },
] as const;

const levelHints: Readonly<Record<BundleLevel, string>> = {
  full: 'Everything in the case, for a desk that may see it all. It can be taken in and sent back.',
  masked:
    'Ids, times, amounts and codes. Names, contacts, addresses and all that people wrote stay here, unless you clear a piece; files stay here. User names of colleagues go along.',
  statistics: 'Counts alone.',
};

/** Makes the file and hands it to the browser. */
function useExport(id: string) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: async (input: {
      level: BundleLevel;
      clear: string[];
      recipients?: string[];
      passphrase?: string;
    }) => {
      const made = await desk.bundles.make({ case: id, ...input });
      saveBytes(
        made.file_name,
        await fetchPieces((from) => desk.bundles.piece({ made: made.made, from })),
      );
      return made;
    },
    onSettled: () => void answers.invalidateQueries({ queryKey: ['cases'] }),
  });
}

/** What leaves as it is, and what stays here, struck through. */
function Leaving(props: {
  preview: BundlePreview;
  clear: readonly string[];
  onClear: ((entry: string) => void) | null;
}) {
  const { preview, onClear } = props;
  return (
    <div className={classes.leaving} tabIndex={0} role="region" aria-label="What leaves">
      {preview.leaving.map(({ entry, kind, lines }) => (
        <section key={entry}>
          <h3>
            {kind}
            {onClear !== null &&
              (props.clear.includes(entry) ||
                (wordy.has(kind) && lines.some((one) => one.leaves === 'masked'))) && (
                <Button variant="subtle" size="compact-xs" onClick={() => onClear(entry)}>
                  {props.clear.includes(entry) ? 'Mask again' : 'Let its words go'}
                </Button>
              )}
          </h3>
          {lines.map(({ name, value, leaves }) => (
            <div key={name} className={classes.piece}>
              <span className={classes.dim}>{name}</span>
              {leaves === 'yes' ? (
                <bdi>{revealed(value)}</bdi>
              ) : (
                <del title="stays here">
                  <bdi>{revealed(value)}</bdi>
                </del>
              )}
            </div>
          ))}
        </section>
      ))}
      {preview.cut && <p className={classes.dim}>More entries leave than are shown here.</p>}
    </div>
  );
}

/** Exactly what would leave, for whom it is sealed, and the one button that makes the file. */
export function ExportPanel({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const [level, setLevel] = useState<BundleLevel>('masked');
  const [clear, setClear] = useState<string[]>([]);
  const [recipient, setRecipient] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const preview = usePreview(view.id, level, clear);
  const make = useExport(view.id);
  const sealed = (recipient.trim() === '') !== (passphrase === '');
  const flip = (entry: string) =>
    setClear(clear.includes(entry) ? clear.filter((one) => one !== entry) : [...clear, entry]);
  return (
    <Panel title="Export: what leaves, and for whom" onClose={onClose}>
      <div className={classes.stack}>
        <SegmentedControl
          aria-label="Level"
          className={classes.start}
          data={[...levels]}
          value={level}
          onChange={(value) => {
            const found = levels.find((one) => one.value === value)?.value;
            if (found !== undefined) setLevel(found);
          }}
        />
        <p className={classes.dim}>{levelHints[level]}</p>
        {preview.error !== null && <Refused error={preview.error} />}
        {preview.data === undefined && preview.error === null && <Loading rows={8} />}
        {preview.data !== undefined && (
          <>
            <p>
              {counted(preview.data.entries, 'entry leaves', 'entries leave')},{' '}
              {preview.data.masked} of them masked;{' '}
              {preview.data.attachments.filter((one) => one.leaves).length} of{' '}
              {counted(preview.data.attachments.length, 'file leaves', 'files leave')}.
            </p>
            <Leaving
              preview={preview.data}
              clear={clear}
              onClear={level === 'masked' ? flip : null}
            />
          </>
        )}
        <form
          className={classes.row}
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate({
              level,
              clear,
              ...(passphrase === ''
                ? { recipients: recipient.split(/[\s,]+/).filter((one) => one !== '') }
                : { passphrase }),
            });
          }}
        >
          <TextInput
            label="Sealed to"
            description="An age recipient; the other desk shows its own under Open bundles"
            placeholder="age1…"
            className={classes.grow}
            value={recipient}
            onChange={(event) => setRecipient(event.currentTarget.value)}
          />
          <PasswordInput
            label="or with a passphrase"
            description={`At least ${passwordLength.least} characters; five plain words are good`}
            autoComplete="off"
            maxLength={passwordLength.most}
            value={passphrase}
            onChange={(event) => {
              setPassphrase(event.currentTarget.value);
              make.reset();
            }}
          />
          <Button type="submit" disabled={!sealed} loading={make.isPending}>
            Make the file
          </Button>
        </form>
        {make.error !== null && <Refused error={make.error} />}
        {make.data !== undefined && (
          <p role="status">
            {make.data.file_name} was made: {counted(make.data.bytes, 'byte')}, signed by desk{' '}
            {make.data.manifest.key_id}. It opens with any age tool.
          </p>
        )}
      </div>
    </Panel>
  );
}
