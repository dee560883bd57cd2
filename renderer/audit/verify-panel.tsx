import { Button, FileButton, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import {
  type Anchor,
  anchorCode,
  anchor as anchorSchema,
  type AuditVerdict,
} from '../../contract/audit.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href } from '../app/route.ts';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './audit.module.css';
import { useVerify } from './queries.ts';
import { TakeAway } from './take-away.tsx';

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

function Verdict({ verdict }: { verdict: AuditVerdict | undefined }) {
  const { role } = useMe();
  if (verdict === undefined)
    return (
      <p className={classes.dim}>Recomputes every row from the first, and says what that proves.</p>
    );
  return (
    <>
      <OutcomeBadge {...words[verdict.verdict]} />
      <p>{verdict.sentence}</p>
      {!verdict.key_protected && may(role, policy.audit.protectKey) && (
        <p>
          <a href={href({ screen: 'settings' })}>Protect the key with a passphrase</a>
        </p>
      )}
    </>
  );
}

/** Recomputes the whole chain and says what that proves, and what it does not. */
export function VerifyPanel() {
  const { verify, progress } = useVerify();
  const [code, setCode] = useState('');
  const [unread, setUnread] = useState<string | null>(null);
  function ask(input: Parameters<typeof verify.mutate>[0]): void {
    setUnread(null);
    verify.mutate(input);
  }
  async function against(file: File | null): Promise<void> {
    if (file === null) return;
    const anchor = await readAnchor(file);
    if (anchor === null)
      setUnread('This file is no anchor of a desk. Choose one that was saved here before.');
    else ask({ anchor });
  }
  function byCode(event: SubmitEvent): void {
    event.preventDefault();
    const read = anchorCode.safeParse(code);
    if (read.success) ask({ code: read.data });
    else setUnread('A code looks like 1a2b3-c4d5e-6f7a8-b9c0d.');
  }
  return (
    <Panel title="Is the chain whole?">
      <div className={classes.verdict}>
        <div className={classes.buttons}>
          <Button loading={verify.isPending} onClick={() => ask({})}>
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
        <form className={classes.buttons} onSubmit={byCode}>
          <TextInput
            w={196}
            aria-label="Code of an anchor"
            placeholder="or paste a code"
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={code.trim() === ''}>
            Check
          </Button>
        </form>
        {verify.isPending && progress !== null && (
          <ProgressBar
            label="Verifying"
            share={progress.of === 0 ? null : progress.rows / progress.of}
            now={`${progress.rows.toLocaleString('en-US')} of ${progress.of.toLocaleString('en-US')} rows`}
          />
        )}
        <div role="status" className={classes.verdict} data-testid="audit-verdict">
          <Verdict verdict={verify.data} />
        </div>
        {unread !== null && <p>{unread}</p>}
        {verify.error !== null && <Refused error={verify.error} />}
        <TakeAway />
      </div>
    </Panel>
  );
}
