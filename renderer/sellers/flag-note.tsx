import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import { useTouching } from './queries.ts';
import classes from './sellers.module.css';
import { defanged, flagWords } from './words.ts';

/** Flags against the sellers that a recharge, account or ticket has to do with; nothing where there are none. */
export function FlagNote(props: { recharge?: string; account?: string; ticket?: string }) {
  const { data } = useTouching(props);
  return data?.map((one) => (
    <p key={one.seller_id} className={classes.note} data-state={one.state} data-testid="flag-note">
      <OutcomeBadge bare {...flagWords[one.state]} />
      <a href={href({ screen: 'seller', id: one.seller_id })}>
        <HostileText inline text={defanged(one.seller_id)} />
      </a>
      <span>is not an official channel on our list:</span>
      <HostileText inline text={one.reason} />
      <span className={classes.dim}>
        since <Time at={one.since} />
      </span>
    </p>
  ));
}
