import type { ReactNode } from 'react';
import classes from './screen.module.css';

/**
 * A whole screen: its name, what can be done at the right, its parts. `fill` keeps it as high as
 * the window, so that its parts scroll; `narrow` keeps lines readable where there is no table.
 */
export function Screen(props: {
  title: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
  fill?: boolean;
  narrow?: boolean;
}) {
  const names = [
    classes.page,
    props.fill === true ? classes.fill : '',
    props.narrow === true ? classes.narrow : '',
  ];
  return (
    <div className={names.join(' ')}>
      <div className={classes.head}>
        <h1 className={classes.title}>{props.title}</h1>
        {props.aside !== undefined && <div className={classes.aside}>{props.aside}</div>}
      </div>
      {props.children}
    </div>
  );
}
