import type { DeskClient } from '../../contract/contract.ts';
import { Coins } from '../ui/coins.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './adjustments.module.css';
import type { usePreview } from './queries.ts';

type Previewed = Awaited<ReturnType<DeskClient['adjustments']['preview']>>;

/** Before → after of a balance, in coins. */
export function BalanceMove(props: { before: string; after: string }) {
  return (
    <p className={classes.move}>
      <Coins coins={props.before} bare />
      <span aria-label="becomes">→</span>
      <Coins coins={props.after} />
    </p>
  );
}

export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.warnings} aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={warning} className={classes.warning}>
          <OutcomeBadge outcome="warn" word="warning" />
          <span>{warning}</span>
        </li>
      ))}
    </ul>
  );
}

function PreviewFigures({ preview }: { preview: Previewed }) {
  const atOnce = preview.state === 'approved';
  return (
    <>
      <BalanceMove before={preview.balance_before} after={preview.balance_after} />
      <dl className={classes.figures}>
        <dt>Limit left after it</dt>
        <dd>
          <Coins coins={preview.limit_left} />
        </dd>
        <dt>Then</dt>
        <dd>{atOnce ? 'approved at once' : 'waits for somebody else'}</dd>
      </dl>
      <Warnings warnings={preview.warnings} />
    </>
  );
}

/** What the draft would do, in a room that does not change its size while one types. */
export function Preview({ query }: { query: ReturnType<typeof usePreview> }) {
  const { data, error, isFetching } = query;
  return (
    <div
      className={classes.preview}
      aria-busy={isFetching}
      data-refused={error !== null}
      aria-live="polite"
      data-testid="preview"
    >
      {error !== null ? (
        <Refused error={error} />
      ) : data === undefined ? (
        <p className={classes.quiet}>
          With a reason and an amount, this shows the balance before and after, the limit left and
          what speaks against it.
        </p>
      ) : (
        <PreviewFigures preview={data} />
      )}
    </div>
  );
}
