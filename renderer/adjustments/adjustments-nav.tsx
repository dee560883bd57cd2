import { href } from '../app/route.ts';
import classes from './queue.module.css';

/** The two views of adjustments: what waits, and all of them. */
export function AdjustmentsNav(props: { here: 'queue' | 'all'; waiting: number | undefined }) {
  const { here, waiting } = props;
  return (
    <nav className={classes.nav} aria-label="Adjustments">
      <a href={href({ screen: 'approvals' })} aria-current={here === 'queue' ? 'page' : undefined}>
        Waiting{waiting === undefined ? '' : ` (${waiting})`}
      </a>
      <a href={href({ screen: 'adjustments' })} aria-current={here === 'all' ? 'page' : undefined}>
        All adjustments
      </a>
    </nav>
  );
}
