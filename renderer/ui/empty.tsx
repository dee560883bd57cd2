import type { ReactNode } from 'react';
import classes from './state.module.css';

/** Nothing to show, why that is, and what to do next. `centered` where it is the whole screen. */
export function Empty(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  centered?: boolean;
}) {
  return (
    <div className={`${classes.state} ${props.centered === true ? classes.center : ''}`}>
      <p className={classes.title}>{props.title}</p>
      {props.children !== undefined && <div className={classes.text}>{props.children}</div>}
      {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
    </div>
  );
}
