import { Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Transform, UnmappedFile } from '../../../contract/mapping.ts';
import type { MappableTable } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { revealed } from '../../ui/reveal.ts';
import classes from './import.module.css';
import {
  type DraftColumn,
  transformsFor,
  usualTransform,
  wordsOf,
  wordsText,
} from './mapping-draft.ts';

const ways: Record<Transform['kind'], string> = {
  text: 'as it stands',
  money: 'money, to minor units',
  integer: 'whole number with marks',
  seconds: 'epoch seconds',
  time: 'date and time',
  words: 'words, to ours',
};

const same = 'the same in every row';

const marks = [
  { value: ',', label: '1,234' },
  { value: '.', label: '1.234' },
  { value: ' ', label: '1 234' },
  { value: "'", label: "1'234" },
] as const;

type Marks = (typeof marks)[number]['value'];

function isMark(value: string | null): value is Marks {
  return marks.some((mark) => mark.value === value);
}

interface SettingsProps {
  readonly as: Transform;
  readonly label: string;
  readonly header: readonly string[];
  onChange(as: Transform): void;
}

function MoneySettings({ as, label, header, onChange }: SettingsProps) {
  if (as.kind !== 'money') return null;
  const { currency, decimal, thousands } = as;
  return (
    <>
      <Select
        aria-label={`Currency of ${label}`}
        data={[same, ...header]}
        value={'from' in currency ? currency.from : same}
        onChange={(from) =>
          onChange({
            ...as,
            currency: from === null || from === same ? { value: 'USD' } : { from },
          })
        }
      />
      {'value' in currency && (
        <TextInput
          aria-label={`Currency code of ${label}`}
          w={70}
          maxLength={3}
          value={currency.value}
          onChange={(event) => onChange({ ...as, currency: { value: event.currentTarget.value } })}
        />
      )}
      <Select
        aria-label={`Decimal mark of ${label}`}
        w={90}
        data={[
          { value: '.', label: '0.50' },
          { value: ',', label: '0,50' },
        ]}
        value={decimal}
        onChange={(mark) => onChange({ ...as, decimal: mark === ',' ? ',' : '.' })}
      />
      <Select
        aria-label={`Thousands mark of ${label}`}
        w={100}
        placeholder="1234"
        clearable
        data={marks.filter(({ value }) => value !== decimal)}
        value={thousands}
        onChange={(mark) => onChange({ ...as, thousands: isMark(mark) ? mark : null })}
      />
    </>
  );
}

function TimeSettings({ as, label, onChange }: SettingsProps) {
  if (as.kind !== 'time') return null;
  return (
    <>
      <TextInput
        aria-label={`Pattern of ${label}`}
        w={190}
        spellCheck={false}
        value={as.pattern}
        onChange={(event) => onChange({ ...as, pattern: event.currentTarget.value })}
      />
      <Select
        aria-label={`Zone of ${label}`}
        searchable
        limit={50}
        data={['UTC', ...Intl.supportedValuesOf('timeZone')]}
        value={as.zone}
        onChange={(zone) => onChange({ ...as, zone: zone ?? 'UTC' })}
      />
    </>
  );
}

function WordSettings({ as, label, onChange }: SettingsProps) {
  const [typed, setTyped] = useState(as.kind === 'words' ? wordsText(as.words) : '');
  if (as.kind !== 'words') return null;
  return (
    <Textarea
      aria-label={`Words of ${label}, one pair a line`}
      placeholder="WLAN = wifi"
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange({ ...as, words: wordsOf(event.currentTarget.value) });
      }}
    />
  );
}

function Settings(props: SettingsProps) {
  const { as, label, onChange } = props;
  switch (as.kind) {
    case 'money':
      return <MoneySettings {...props} />;
    case 'time':
      return <TimeSettings {...props} />;
    case 'words':
      return <WordSettings {...props} />;
    case 'integer':
      return (
        <Select
          aria-label={`Marks of ${label}`}
          w={100}
          data={marks}
          value={as.thousands}
          onChange={(mark) => onChange({ ...as, thousands: isMark(mark) ? mark : ',' })}
        />
      );
    case 'text':
    case 'seconds':
      return null;
  }
}

/** One column of ours: which column of the file fills it, and how that is written. */
export function MappingRow(props: {
  column: MappableTable['columns'][number];
  draft: DraftColumn;
  file: UnmappedFile;
  onChange: (draft: DraftColumn) => void;
}) {
  const { column, draft, file, onChange } = props;
  const place = draft.from === null ? -1 : file.header.indexOf(draft.from);
  const sample = file.rows[0]?.[place];
  const kinds = transformsFor(column.kind);
  return (
    <tr>
      <th scope="row">
        {column.name}
        {column.need && <span title="Every row needs it"> *</span>}
      </th>
      <td>
        <Select
          aria-label={`Column of the file for ${column.name}`}
          placeholder="not in the file"
          clearable
          searchable
          data={file.header.map((name) => ({ value: name, label: revealed(name) }))}
          value={draft.from}
          onChange={(from) => onChange({ ...draft, from })}
        />
      </td>
      <td>
        {draft.from === null ? (
          <TextInput
            aria-label={`${column.name}, ${same}`}
            placeholder={same}
            value={draft.value}
            onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })}
          />
        ) : (
          <div className={classes.settings}>
            {kinds.length > 1 && (
              <Select
                aria-label={`How ${column.name} is written`}
                data={kinds.map((kind) => ({ value: kind, label: ways[kind] }))}
                value={draft.as.kind}
                onChange={(value) => {
                  const kind = kinds.find((each) => each === value);
                  if (kind) onChange({ ...draft, as: usualTransform(kind, file.header) });
                }}
              />
            )}
            <Settings
              as={draft.as}
              label={column.name}
              header={file.header}
              onChange={(as) => onChange({ ...draft, as })}
            />
          </div>
        )}
      </td>
      <td className={classes.sample}>
        {sample !== undefined && <HostileText inline text={sample} />}
      </td>
    </tr>
  );
}
