import { type Adjustment, reasonNames } from '../../contract/adjustments.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './adjustments.module.css';
import { useAdjustments } from './queries.ts';
import { StateBadge } from './state-badge.tsx';

/** Listed at once; the account's page has the others. */
const most = 5;

function EarlierOne({ one, same }: { one: Adjustment; same: boolean }) {
  return (
    <li>
      <Id id={one.id} href={recordHref('adjustment', one.id)} />
      <span>{reasonNames[one.reason]}</span>
      {same && <strong>this recharge</strong>}
      <span className={classes.quiet}>
        <Time at={one.created_at} /> by {one.maker}
      </span>
      <span className={classes.push}>
        <Coins coins={one.coins} signed /> <StateBadge bare state={one.state} />
      </span>
    </li>
  );
}

/** What was decided before for this recharge, then for this account. */
export function Earlier(props: {
  account: string;
  recharge: string | null;
  /** The one that this is about. */
  except?: string;
}) {
  const { account, recharge, except } = props;
  const { data: all, error } = useAdjustments({ account });
  const data = all?.filter((one) => one.id !== except);
  if (error !== null) return <Refused error={error} />;
  if (data === undefined) return <p className={classes.hint} />;
  if (data.length === 0) return <p className={classes.hint}>None for this account.</p>;
  const same = data.filter((one) => recharge !== null && one.recharge === recharge);
  const others = data.filter((one) => !same.includes(one));
  const shown = [...same, ...others].slice(0, most);
  return (
    <>
      <ul className={classes.earlier}>
        {shown.map((one) => (
          <EarlierOne key={one.id} one={one} same={same.includes(one)} />
        ))}
      </ul>
      {data.length > shown.length && (
        <p className={classes.hint}>and {data.length - shown.length} more of this account</p>
      )}
    </>
  );
}
