import Markdown, { type Components } from 'react-markdown';
import { reveal } from '../ui/reveal.ts';
import classes from './case.module.css';

/** A link is text with its address behind it: nothing here leads anywhere, and nothing is fetched. */
const inert: Components = {
  a: ({ children, href }) => (
    <span>
      {children} <span className={classes.dead}>‹{href}›</span>
    </span>
  ),
  img: ({ alt, src }) => (
    <span className={classes.dead}>
      ‹picture {alt} {typeof src === 'string' ? src : ''}›
    </span>
  ),
  h1: ({ children }) => <p className={classes.heading}>{children}</p>,
  h2: ({ children }) => <p className={classes.heading}>{children}</p>,
  h3: ({ children }) => <p className={classes.heading}>{children}</p>,
  h4: ({ children }) => <p className={classes.heading}>{children}</p>,
  h5: ({ children }) => <p className={classes.heading}>{children}</p>,
  h6: ({ children }) => <p className={classes.heading}>{children}</p>,
};

/** Hidden characters by their number; line breaks stay, since Markdown lives by them. */
function visible(text: string): string {
  return reveal(text, { lines: true })
    .map((piece) => ('text' in piece ? piece.text : `‹${piece.escape}›`))
    .join('');
}

/**
 * A note in Markdown, rendered inert: HTML stays text, links are dead, pictures are not fetched,
 * hidden characters are shown by their number.
 */
export function NoteText({ text }: { text: string }) {
  return (
    <div className={classes.note} dir="auto">
      <Markdown components={inert} urlTransform={(url) => url}>
        {visible(text)}
      </Markdown>
    </div>
  );
}
