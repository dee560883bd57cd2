import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { type Anchor, anchor as anchorSchema, type AuditVerdict } from '../../contract/audit.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './audit.module.css';
import { useAnchor, useVerify } from './queries.ts';

const words: Readonly<Record<AuditVerdict['verdict'], { outcome: OutcomeName; word: string }>> = {
  anchored: { outcome: 'pass', word: 'whole, up to the anchor' },
  unanchored: { outcome: 'unknown', word: 'whole, not anchored' },
  broken: { outcome: 'fail', word: 'broken' },
  contradicts_anchor: { outcome: 'fail', word: 'contradicts the anchor' },
};

/** An anchor is far smaller than this; a larger file is none. */
const mostBytes = 10_000;

/** Reads an anchor that was kept outside; null where the file is none. */
async function readAnchor(file: File): Promise<Anchor | null> {
  if (file.size > mostBytes) return null;
  try {
    const read = anchorSchema.safeParse(JSON.parse(await file.text()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function download(anchor: Anchor): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(anchor, null, 2)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `anchor-${anchor.seq}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

function MakeAnchor() {
  const make = useAnchor();
  return (
    <>
      <Button
        variant="default"
        loading={make.isPending}
        onClick={() => make.mutate(undefined, { onSuccess: download })}
      >
        Save an anchor
      </Button>
      {make.data !== undefined && (
        <p role="status">
          Keep the file elsewhere. It proves rows up to {make.data.seq}; its code is{' '}
          <code>{make.data.code}</code> <CopyButton text={make.data.code} name="the code" />
        </p>
      )}
      {make.error !== null && <Refused error={make.error} />}
    </>
  );
}

/** Recomputes the whole chain and says what that proves, and what it does not. */
export function VerifyPanel() {
  const verify = useVerify();
  const [unread, setUnread] = useState(false);
  async function against(file: File | null): Promise<void> {
    if (file === null) return;
    const anchor = await readAnchor(file);
    setUnread(anchor === null);
    if (anchor !== null) verify.mutate(anchor);
  }
  function alone(): void {
    setUnread(false);
    verify.mutate(null);
  }
  return (
    <Panel title="Is the chain whole?">
      <div className={classes.verdict}>
        <div className={classes.buttons}>
          <Button loading={verify.isPending} onClick={alone}>
            Verify
          </Button>
          <FileButton accept="application/json" onChange={(file) => void against(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                Against an anchor…
              </Button>
            )}
          </FileButton>
        </div>
        <div role="status" data-testid="audit-verdict">
          {verify.data === undefined ? (
            <p className={classes.dim}>
              Recomputes every row from the first, and says what that proves.
            </p>
          ) : (
            <>
              <OutcomeBadge {...words[verify.data.verdict]} />
              <p>{verify.data.sentence}</p>
            </>
          )}
        </div>
        {unread && <p>This file is no anchor of a desk. Choose one that was saved here before.</p>}
        {verify.error !== null && <Refused error={verify.error} />}
        <MakeAnchor />
      </div>
    </Panel>
  );
}
