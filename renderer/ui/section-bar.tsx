import type { ReactNode } from 'react';
import classes from './section-bar.module.css';

export interface SectionLink {
  readonly href: string;
  readonly label: string;
  readonly here: boolean;
}

/** The head of a screen that is one of several: its name, the ways to the others, its own tools. */
export function SectionBar(props: {
  title: string;
  /** What the ways lead through, for those who hear the page. */
  section: string;
  links: readonly SectionLink[];
  children?: ReactNode;
}) {
  return (
    <header className={classes.bar}>
      <h1>{props.title}</h1>
      <nav className={classes.nav} aria-label={props.section}>
        {props.links.map(({ href, label, here }) => (
          <a key={href} href={href} aria-current={here ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <span className={classes.grow} />
      {props.children}
    </header>
  );
}
