import { CloseButton } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

/**
 * A titled part of a screen. `aside` stands at the right of the title, `flush` leaves no inner
 * margin (tables), `fill` scrolls inside instead of growing.
 */
export function Panel(props: {
  title: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
  flush?: boolean;
  fill?: boolean;
  onClose?: () => void;
}) {
  const heading = useId();
  const body = [
    classes.body,
    props.flush === true ? classes.flush : '',
    props.fill === true ? classes.fill : '',
  ];
  return (
    <section className={classes.panel} aria-labelledby={heading}>
      <div className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {props.title}
        </h2>
        <div className={classes.aside}>
          {props.aside}
          {props.onClose !== undefined && (
            <CloseButton size="sm" aria-label="Close" onClick={props.onClose} />
          )}
        </div>
      </div>
      <div className={body.join(' ')}>{props.children}</div>
    </section>
  );
}
