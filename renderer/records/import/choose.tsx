import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import classes from './import.module.css';
import { type Chosen, useImporting } from './importing.tsx';
import { filesOf } from './upload.ts';

function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  const [empty, setEmpty] = useState(false);

  async function take(transfer: DataTransfer): Promise<void> {
    const files = await filesOf(transfer);
    setEmpty(files.length === 0);
    if (files.length > 0) onFiles(files);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its button does the same by keyboard
    <section
      className={over ? `${classes.zone} ${classes.over}` : classes.zone}
      aria-label="Drop a drop here"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer);
      }}
    >
      <strong>Drop the folder, its files or one archive of it here</strong>
      <p className={classes.dim}>
        Tables as .csv, .tsv, .ndjson or .parquet, also packed, with manifest.json where there is
        one; or one .zip or .tar.gz. They stay on this machine.
      </p>
      {empty && <p className={classes.dim}>There was no file in what was dropped.</p>}
      <FileButton multiple onChange={(files) => files.length > 0 && onFiles(files)}>
        {(props) => (
          <Button variant="default" {...props}>
            Choose files
          </Button>
        )}
      </FileButton>
    </section>
  );
}

/**
 * What is to be imported: files of this page, or a folder by its path; a plan comes first. `before`
 * is what was chosen and refused.
 */
export function Choose({ before = null }: { before?: Chosen | null }) {
  const { plan } = useImporting();
  const [path, setPath] = useState(typeof before?.source === 'string' ? before.source : '');
  const [zone, setZone] = useState(before?.zone ?? null);
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  return (
    <div className={classes.stack}>
      <DropZone onFiles={(source) => plan({ source, zone })} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          plan({ source: path.trim(), zone });
        }}
      >
        <TextInput
          className={classes.path}
          label="Or the path of a folder or archive on the desk's machine"
          placeholder="/data/drops/2026-11-23"
          spellCheck={false}
          required
          withAsterisk={false}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Select
          label="Times without an offset"
          placeholder="reject the row"
          clearable
          allowDeselect
          searchable
          limit={50}
          data={zones}
          value={zone}
          onChange={setZone}
        />
        <Button type="submit">Make the plan</Button>
      </form>
      <p className={classes.dim}>
        Nothing is written before you have seen the plan and pressed the button under it.
      </p>
    </div>
  );
}
