import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import { type OfRecord, useWatched } from './queries.ts';
import classes from './sellers.module.css';
import { defanged, watchWays } from './words.ts';

/** More of them would push the record out of sight. */
const most = 4;

/**
 * What of a record stands on a watch list: which value, why, whose list, until when. A mark for
 * the eye; nothing follows from it. Nothing where nothing is watched.
 */
export function WatchNote(of: OfRecord) {
  const { data = [] } = useWatched(of);
  if (data.length === 0) return null;
  return (
    <>
      {data.slice(0, most).map((one) => (
        <p key={one.entry} className={classes.note} data-state="watched" data-testid="watch-note">
          <OutcomeBadge bare outcome="warn" word="watched" />
          <span>{watchWays[one.way]}</span>
          {one.way !== 'itself' && <HostileText inline text={defanged(one.value)} />}
          <HostileText inline text={one.reason} />
          <span className={classes.dim}>
            from <HostileText inline text={one.origin} />, by {one.by}, until{' '}
            <Time at={one.expires_at} />
          </span>
        </p>
      ))}
      {data.length > most && (
        <p className={classes.note} data-state="watched">
          <a href={href({ screen: 'sellers', tab: 'watch' })}>{data.length - most} more</a> on the
          watch list.
        </p>
      )}
    </>
  );
}
