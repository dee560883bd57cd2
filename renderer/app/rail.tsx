import { useMe } from './desk.tsx';
import classes from './frame.module.css';
import { placesFor } from './places.ts';
import { href, useRoute } from './route.ts';
import { useWaitingDrops } from '../records/watch/watched.ts';
import { useChangesToDecide, useProposals } from './waiting.ts';

/** The places to go, only those that the role can open; a count only where somebody must act. */
export function Rail() {
  const { role } = useMe();
  const route = useRoute();
  const decisions = useProposals().toDecide.length + useChangesToDecide().length;
  const drops = useWaitingDrops();
  return (
    <nav className={classes.rail} aria-label="Places">
      {placesFor(role).map(({ screen, name, icon: Icon }) => {
        const here = route.screen === screen;
        const waiting = screen === 'approvals' ? decisions : screen === 'import' ? drops : 0;
        return (
          <a
            key={screen}
            href={href({ screen })}
            className={here ? `${classes.place} ${classes.here}` : classes.place}
            aria-current={here ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            {name}
            {waiting > 0 && (
              <span className={classes.count}>
                {waiting}
                <span hidden> waiting</span>
              </span>
            )}
          </a>
        );
      })}
    </nav>
  );
}
