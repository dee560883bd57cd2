import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import { HostileText } from './hostile-text.tsx';
import classes from './raw-record.module.css';
import { revealed } from './reveal.ts';

/** Where a record came from: the file of a drop, the line in it, the import run. */
export interface RecordOrigin {
  readonly file: string;
  readonly line: number;
  readonly run: string;
}

/** "recharges.csv, line 120, run-1", the way evidence is quoted. */
export function originWords(origin: RecordOrigin): string {
  return `${revealed(origin.file)}, line ${origin.line}, ${revealed(origin.run)}`;
}

function FieldRows({ fields }: { fields: [string, string | null][] }) {
  return (
    <dl className={classes.fields}>
      {fields.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{revealed(name)}</dt>
          <dd>
            {value === null ? (
              <span className={classes.unknown}>unknown</span>
            ) : (
              <HostileText inline text={value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * A record exactly as it was imported: column names, values as text, and where it came from.
 * Unknown columns fold away until they are asked for.
 */
export function RawRecord(props: {
  fields: Readonly<Record<string, string | null>>;
  origin: RecordOrigin | null;
}) {
  const [all, setAll] = useState(false);
  const entries = Object.entries(props.fields);
  const known = entries.filter(([, value]) => value !== null);
  const unknown = entries.length - known.length;
  return (
    <div className={classes.record}>
      <FieldRows fields={all ? entries : known} />
      <div className={classes.foot}>
        <span>{props.origin === null ? 'decided at this desk' : originWords(props.origin)}</span>
        <span className={classes.grow} />
        {unknown > 0 && (
          <Anchor component="button" onClick={() => setAll(!all)}>
            {all ? 'Hide unknown fields' : `Show ${unknown} unknown`}
          </Anchor>
        )}
        <CopyButton text={JSON.stringify(props.fields, null, 2)} name="record as JSON" />
      </div>
    </div>
  );
}
