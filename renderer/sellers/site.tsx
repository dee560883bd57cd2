import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import classes from './sellers.module.css';
import { defanged } from './words.ts';

/** A seller's name or site: defanged, hidden characters visible; leads to its page here, never out. */
export function Site(props: { id: string; link?: boolean }) {
  const text = <HostileText inline text={defanged(props.id)} />;
  return props.link === true ? <a href={href({ screen: 'seller', id: props.id })}>{text}</a> : text;
}

/** What to know of a seller before one reads its name: whose it is made to be taken for, and that it is watched. */
export function SellerMarks(props: { imitates: string | null; watched: boolean }) {
  return (
    <>
      {props.imitates !== null && (
        <span className={classes.mark}>
          not <HostileText inline text={defanged(props.imitates)} />
        </span>
      )}
      {props.watched && <span className={classes.mark}>watched</span>}
    </>
  );
}
