import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Condition } from '../../contract/record-lists.ts';
import { type FilterColumn, opsOf } from './filter-edit.ts';
import { conditionOf, emptyWord, type Typed, typedOf, untyped } from './filter-input.ts';
import { hoursWords, opWords } from './filter-words.ts';
import classes from './filter.module.css';

const spans = [1, 6, 24, 24 * 3, 24 * 7, 24 * 30, 24 * 90];

const within = { withinPortal: false };

function Values(props: {
  column: FilterColumn;
  typed: Typed;
  known: readonly string[];
  onType: (typed: Partial<Typed>) => void;
}) {
  const { column, typed, onType } = props;
  const known = column.kind === 'boolean' ? ['yes', 'no'] : props.known;
  return (
    <TagsInput
      label="Values"
      data-autofocus
      placeholder={typed.values.length === 0 ? 'Type or choose' : ''}
      data={[...new Set([...known, emptyWord])]}
      limit={50}
      openOnFocus={false}
      value={[...typed.values]}
      splitChars={['\n']}
      comboboxProps={within}
      onChange={(values) => onType({ values })}
    />
  );
}

function Ends({
  typed,
  onType,
  hint,
}: {
  typed: Typed;
  onType: (typed: Partial<Typed>) => void;
  hint: string;
}) {
  return (
    <Group grow gap={8} align="flex-end">
      <TextInput
        label="From"
        data-autofocus
        placeholder={hint}
        value={typed.from}
        onChange={(event) => onType({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        placeholder={hint}
        value={typed.to}
        onChange={(event) => onType({ to: event.currentTarget.value })}
      />
    </Group>
  );
}

function Inputs(props: {
  column: FilterColumn;
  typed: Typed;
  known: readonly string[];
  onType: (typed: Partial<Typed>) => void;
}) {
  const { column, typed, onType } = props;
  switch (typed.op) {
    case 'in':
      return <Values {...props} />;
    case 'contains':
    case 'starts':
    case 'ends':
      return (
        <TextInput
          label="Text"
          data-autofocus
          value={typed.text}
          onChange={(event) => onType({ text: event.currentTarget.value })}
        />
      );
    case 'range':
      return (
        <Ends
          typed={typed}
          onType={onType}
          hint={column.kind === 'time' || column.kind === 'day' ? '2026-11-23' : 'any'}
        />
      );
    case 'money':
      return (
        <>
          <TextInput
            label="Currency"
            maxLength={3}
            value={typed.currency}
            onChange={(event) => onType({ currency: event.currentTarget.value.toUpperCase() })}
          />
          <Ends typed={typed} onType={onType} hint="any" />
        </>
      );
    case 'last':
      return (
        <>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Span"
            value={String(typed.hours)}
            data={spans.map((hours) => ({ value: String(hours), label: hoursWords(hours) }))}
            onChange={(hours) => onType({ hours: Number(hours) })}
          />
          <NumberInput
            label="Hours"
            min={1}
            max={87_600}
            allowDecimal={false}
            value={typed.hours}
            onChange={(hours) => typeof hours === 'number' && onType({ hours })}
          />
        </>
      );
  }
}

/** The form of one condition: column, operator, values. Enter takes it. */
export function FilterForm(props: {
  columns: readonly FilterColumn[];
  /** The condition to change; without it a new one. */
  node?: Condition;
  /** Known values of a column, the most frequent first. */
  valuesOf: (column: string) => readonly string[];
  onDone: (node: Condition) => void;
}) {
  const { columns, node, onDone } = props;
  const [name, setName] = useState(node?.column ?? columns[0]?.name ?? '');
  const column = columns.find((each) => each.name === name);
  const [typed, setTyped] = useState<Typed>(() =>
    node ? typedOf(node) : { ...untyped, op: column ? (opsOf(column)[0] ?? 'in') : 'in' },
  );
  const [complaint, setComplaint] = useState<string | null>(null);
  if (!column) return null;
  const onType = (part: Partial<Typed>) => {
    setComplaint(null);
    setTyped({ ...typed, ...part });
  };

  function take(event: FormEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (!column) return;
    const made = conditionOf(column, typed);
    if (typeof made === 'string') setComplaint(made);
    else onDone(node?.off === true ? { ...made, off: true } : made);
  }

  return (
    <form className={classes.form} onSubmit={take} aria-label="Filter">
      <Select
        label="Column"
        searchable
        data={columns.map((each) => ({ value: each.name, label: each.header }))}
        value={name}
        comboboxProps={within}
        onChange={(value) => {
          const next = columns.find((each) => each.name === value);
          if (!next) return;
          setName(next.name);
          setComplaint(null);
          setTyped({ ...untyped, op: opsOf(next)[0] ?? 'in' });
        }}
      />
      <Select
        label="Operator"
        data={opsOf(column).map((op) => ({ value: op, label: opWords[op] }))}
        value={typed.op}
        comboboxProps={within}
        onChange={(value) => {
          const op = opsOf(column).find((each) => each === value);
          if (op) onType({ op });
        }}
      />
      <Inputs column={column} typed={typed} known={props.valuesOf(name)} onType={onType} />
      <Checkbox
        label="Rows that do not meet it"
        checked={typed.not}
        onChange={(event) => onType({ not: event.currentTarget.checked })}
      />
      {complaint !== null && (
        <p className={classes.complaint} role="alert">
          {complaint}
        </p>
      )}
      <Button type="submit">{node ? 'Change' : 'Add filter'}</Button>
    </form>
  );
}
