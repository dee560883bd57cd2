import type { CopyAge } from '../../contract/records.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time, useNow } from '../ui/time.tsx';

const day = 24 * 60 * 60_000;

function Age({ copy }: { copy: CopyAge }) {
  const now = useNow();
  if (copy.as_of === null) return <OutcomeBadge outcome="warn" word="age of the copy unknown" />;
  const old = now - Date.parse(copy.as_of) > day;
  return (
    <>
      {old && <OutcomeBadge outcome="warn" word="over a day old" />} Copy of{' '}
      <Time at={copy.as_of} show="minute" /> UTC{copy.as_of_guessed ? ' (guessed)' : ''},{' '}
      <Time at={copy.as_of} />
    </>
  );
}

function Span({ copy }: { copy: CopyAge }) {
  if (copy.covers_from === null && copy.covers_to === null) return ' · what they cover is not said';
  if (copy.covers_to === copy.as_of)
    return (
      <>
        {' · covers '}
        <Time at={copy.covers_from} show="minute" /> and later
      </>
    );
  return (
    <>
      {' · covers '}
      <Time at={copy.covers_from} show="minute" />
      {' to '}
      <Time at={copy.covers_to} show="minute" />
    </>
  );
}

/** How old the copy is and what it covers; red where it does not cover the time asked about. */
export function CopyLine(props: { copy: CopyAge; covered?: boolean }) {
  return (
    <span>
      {props.covered === false && (
        <>
          <OutcomeBadge outcome="fail" word="not covered by this copy" />{' '}
        </>
      )}
      <Age copy={props.copy} />
      <Span copy={props.copy} />
    </span>
  );
}
