import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UnmappedFile } from '../../../contract/mapping.ts';
import type { MappableTable } from '../../../contract/records.ts';
import { useDesk } from '../../app/desk.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { readRefusal } from '../../ui/refusal.ts';
import { Refused } from '../../ui/refused.tsx';
import { revealed } from '../../ui/reveal.ts';
import { formatCount, formatRows, sumCounts } from '../import-words.ts';
import classes from './import.module.css';
import { useImporting } from './importing.tsx';
import { type Draft, firstDraft, isFilled, missingColumns, toMapping } from './mapping-draft.ts';
import { MappingRow } from './mapping-row.tsx';
import { Rejects } from './rejects.tsx';

/** How long typing must pause before the whole file is judged again. */
const pauseMs = 600;

/** What the mapping makes of every row of the file, soon after it was changed. */
function Preview({ draft, file }: { draft: Draft; file: string }) {
  const { preview } = useImporting();
  const [settled] = useDebouncedValue(draft, pauseMs);
  const missing = missingColumns(settled);
  const mapping = toMapping(settled);
  const { data, error, isFetching } = useQuery({
    queryKey: ['records', 'mapping-preview', file, mapping],
    queryFn: ({ signal }) => preview(mapping, signal),
    enabled: missing.length === 0,
    // The one before it may not have ended yet: only one reads at a time.
    retry: (times, failure) => times < 20 && readRefusal(failure).code === 'BUSY',
    retryDelay: pauseMs,
    placeholderData: (before) => before,
  });
  const found = data?.files.find((each) => each.file === file);
  const shown = missing.length === 0 && error === null && data !== undefined;
  const counts = sumCounts(found?.tables ?? {});
  return (
    <>
      <div className={classes.judged} role="status">
        {missing.length > 0 && <>Still to be filled: {missing.join(', ')}.</>}
        {missing.length === 0 && error === null && !shown && <>Every row is being judged.</>}
        {shown && (
          <span className={isFetching ? classes.stale : undefined}>
            {formatRows(counts.read)} read:{' '}
            <strong>{formatCount(counts.read - counts.rejected)} good</strong>,{' '}
            {formatCount(counts.rejected)} rejected. Every row was judged; nothing is written.
          </span>
        )}
      </div>
      {missing.length === 0 && error !== null && <Refused error={error} />}
      {shown && (
        <div className={isFetching ? classes.stale : undefined}>
          <Rejects
            rejects={data.first_rejects.filter((reject) => reject.file === file)}
            total={counts.rejected}
          />
        </div>
      )}
    </>
  );
}

function Columns(props: { draft: Draft; file: UnmappedFile; onChange: (draft: Draft) => void }) {
  const { draft, file, onChange } = props;
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const isShown = ({ name, need }: MappableTable['columns'][number]) =>
    need || isFilled(draft.columns[name]) || added.has(name);
  const further = draft.table.columns.filter((column) => !isShown(column));
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Columns of the mapping">
      <table className={classes.mapping}>
        <thead>
          <tr>
            <th scope="col">Our column</th>
            <th scope="col">From the file</th>
            <th scope="col">How it is written</th>
            <th scope="col">First row</th>
          </tr>
        </thead>
        <tbody>
          {draft.table.columns.filter(isShown).map((column) => {
            const own = draft.columns[column.name];
            return (
              own && (
                <MappingRow
                  key={column.name}
                  column={column}
                  draft={own}
                  file={file}
                  onChange={(next) =>
                    onChange({ ...draft, columns: { ...draft.columns, [column.name]: next } })
                  }
                />
              )
            );
          })}
        </tbody>
      </table>
      {further.length > 0 && (
        <Select
          className={classes.further}
          label={`One of the other ${further.length} columns of ${draft.table.table}`}
          placeholder="add a column"
          searchable
          data={further.map(({ name }) => name)}
          value={null}
          onChange={(name) => name !== null && setAdded(new Set([...added, name]))}
        />
      )}
    </div>
  );
}

function MappingForm({ file, tables }: { file: UnmappedFile; tables: readonly MappableTable[] }) {
  const { saveMapping } = useImporting();
  const usual = tables.find(({ table }) => table === 'recharges') ?? tables[0];
  const [draft, setDraft] = useState<Draft | null>(() =>
    usual ? firstDraft(file.file.replace(/\.[a-z.]+$/i, ''), usual, file.header) : null,
  );
  if (draft === null) return null;
  return (
    <div className={classes.stack}>
      <div className={classes.form}>
        <TextInput
          label="Name of the mapping"
          value={draft.name}
          maxLength={80}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <Select
          label="Its rows are"
          searchable
          data={tables.map(({ table }) => table)}
          value={draft.table.table}
          onChange={(name) => {
            const table = tables.find((each) => each.table === name);
            if (table) setDraft(firstDraft(draft.name, table, file.header));
          }}
        />
        <Button
          disabled={missingColumns(draft).length > 0 || draft.name.trim() === ''}
          onClick={() => saveMapping(toMapping(draft))}
        >
          Save the mapping and plan anew
        </Button>
      </div>
      <Columns key={draft.table.table} draft={draft} file={file} onChange={setDraft} />
      <Preview draft={draft} file={file.file} />
    </div>
  );
}

/** A delimited file that nothing is known of: its columns can be mapped to ours. */
export function MappingPanel({ file }: { file: UnmappedFile }) {
  const desk = useDesk();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['records', 'mappable'],
    queryFn: ({ signal }) => desk.records.mappable(undefined, { signal }),
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel
      title={`${revealed(file.file)} is of no source that is known`}
      aside={
        !open && (
          <Button variant="default" onClick={() => setOpen(true)}>
            Map its columns
          </Button>
        )
      }
      {...(open ? { onClose: () => setOpen(false) } : {})}
    >
      {!open && (
        <p className={classes.dim}>
          {formatCount(file.header.length)} columns. It is passed over unless its columns are mapped
          to ours; a saved mapping reads the next file like it by itself.
        </p>
      )}
      {open && error !== null && <Refused error={error} />}
      {open && error === null && data === undefined && <Loading rows={4} />}
      {open && data !== undefined && <MappingForm file={file} tables={data} />}
    </Panel>
  );
}
