import { Button, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ExportFormat, ListQuery } from '../../../contract/record-lists.ts';
import { useDesk } from '../../app/desk.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Refused } from '../../ui/refused.tsx';
import { canSave, saveText } from '../import/save-text.ts';
import classes from './list-page.module.css';

const formats: readonly { format: ExportFormat; name: string; type: string }[] = [
  { format: 'csv', name: 'CSV, for spreadsheets', type: 'text/csv' },
  { format: 'json', name: 'JSON, one array', type: 'application/json' },
  { format: 'ndjson', name: 'NDJSON, a row a line', type: 'application/x-ndjson' },
];

/** How far an export is. */
export interface Running {
  readonly rows: number;
  readonly total: number | null;
  /** Rows a second so far. */
  readonly rate: number;
}

/** Exports just these rows in this order with these columns, and lets a person stop it. */
export function useExport(query: ListQuery, columns: readonly string[]) {
  const desk = useDesk();
  const [running, setRunning] = useState<Running | null>(null);
  const [error, setError] = useState<unknown>(null);
  const cancel = useRef<AbortController>(null);
  useEffect(() => () => cancel.current?.abort(), []);

  async function run(format: ExportFormat, type: string): Promise<void> {
    const control = new AbortController();
    cancel.current = control;
    setError(null);
    setRunning({ rows: 0, total: null, rate: 0 });
    const began = performance.now();
    try {
      const asked = { ...query, columns: [...columns], format };
      const pieces: string[] = [];
      for await (const event of await desk.records.exportRows(asked, { signal: control.signal })) {
        if (event.kind === 'begun') setRunning((now) => now && { ...now, total: event.total });
        if (event.kind === 'piece') {
          pieces.push(event.text);
          const rate = event.rows / Math.max(0.001, (performance.now() - began) / 1000);
          setRunning((now) => now && { ...now, rows: event.rows, rate });
        }
        if (event.kind === 'done') saveText(`${query.list}.${format}`, type, pieces);
      }
    } catch (failure) {
      if (!control.signal.aborted) setError(failure);
    } finally {
      setRunning(null);
    }
  }

  return { running, error, run, stop: () => cancel.current?.abort() };
}

export type Exporting = ReturnType<typeof useExport>;

export function ExportButton({ list, exporting }: { list: string; exporting: Exporting }) {
  const button = (
    <Button
      variant="default"
      disabled={exporting.running !== null || !canSave()}
      leftSection={<IconDownload size={15} aria-hidden="true" />}
    >
      Export
    </Button>
  );
  if (!canSave())
    return (
      <Tooltip
        label={`This window saves no files. In a terminal: recharge-desk export ${list} FILE.csv`}
      >
        <span>{button}</span>
      </Tooltip>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>These rows, columns and order</Menu.Label>
        {formats.map(({ format, name, type }) => (
          <Menu.Item key={format} onClick={() => void exporting.run(format, type)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** How far an export is, or why it was not done. */
export function ExportProgress({ exporting }: { exporting: Exporting }) {
  const { running, error, stop } = exporting;
  if (running === null) return error === null ? null : <Refused error={error} />;
  const { rows, total, rate } = running;
  const left = total === null || rows === 0 ? null : (total - rows) / rate;
  const figures = (number: number) => number.toLocaleString('en-US');
  return (
    <div className={classes.working}>
      <div className={classes.bar}>
        <ProgressBar
          label="Export"
          share={total === null ? null : rows / Math.max(1, total)}
          now={`Exporting ${figures(rows)}${total === null ? '' : ` of ${figures(total)}`} rows`}
          rate={rows > 0 ? `${figures(Math.round(rate))} rows/s` : ''}
          secondsLeft={left}
        />
      </div>
      <Button variant="default" onClick={stop}>
        Cancel
      </Button>
    </div>
  );
}
