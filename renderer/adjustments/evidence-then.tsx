import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { causeOf } from '../../contract/verdict-words.ts';
import { useVerdict } from '../diagnosis/queries.ts';
import { Coins, withMarks } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import { formatAbsolute } from '../ui/time.tsx';
import classes from './adjustment.module.css';
import { type Compared, compare, readSeen, type Seen } from './seen.ts';

/** A value of a verdict as people read it; what is not known to mean anything stands as it is. */
function worded(name: Compared['name'], value: string | null): string | null {
  if (value === null) return null;
  if (name === 'coins owed') return withMarks(value);
  if (name === 'copy as of') return formatAbsolute(value);
  return name === 'cause' ? causeOf(value) : value;
}

function Cell({ text }: { text: string | null }) {
  return (
    <td>
      {text === null ? <i className={classes.quiet}>none</i> : <HostileText inline text={text} />}
    </td>
  );
}

function ThenAndNow({ seen, recharge }: { seen: Seen; recharge: string }) {
  const verdict = useVerdict(recharge);
  const rows = compare(seen, verdict.data ?? null);
  const changed = rows.some((row) => row.changed && ['cause', 'coins owed'].includes(row.name));
  return (
    <>
      <p className={classes.line}>
        {verdict.data !== undefined &&
          (changed ? (
            <OutcomeBadge outcome="warn" word="changed since" />
          ) : (
            <OutcomeBadge outcome="pass" word="still so" />
          ))}
        {verdict.data !== undefined &&
          (changed
            ? 'The verdict of now is another one: the desk refuses to approve on old evidence.'
            : 'The verdict of now says the same.')}
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">The maker saw</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} data-changed={row.changed}>
              <th scope="row">{row.name}</th>
              <Cell text={worded(row.name, row.before)} />
              <Cell text={worded(row.name, row.now)} />
            </tr>
          ))}
        </tbody>
      </table>
      {verdict.data && <p className={classes.said}>{verdict.data.agent_text}</p>}
      {verdict.error !== null && <Refused error={verdict.error} />}
    </>
  );
}

/** What the maker saw when they proposed it, and what has changed since. */
export function EvidenceThen({ detail }: { detail: AdjustmentDetail }) {
  const seen = readSeen(detail.evidence);
  if (seen === null) return <HostileText text={detail.evidence} />;
  return (
    <>
      {detail.recharge === null ? (
        <p className={classes.quiet}>
          Proposed from the account, without the verdict of a recharge.
        </p>
      ) : (
        <ThenAndNow seen={seen} recharge={detail.recharge} />
      )}
      <p className={classes.quiet}>
        Balance by the platform's ledger then: <Coins coins={seen.balance_computed} />
      </p>
    </>
  );
}
