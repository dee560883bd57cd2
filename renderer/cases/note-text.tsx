import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { reveal } from '../ui/reveal.ts';
import classes from './case.module.css';

/** A link is text with its address behind it: nothing here leads anywhere, and nothing is fetched. */
const inert: Components = {
  a: ({ children, href }) => (
    <span>
      {children}
      {/* What leads within the note, as footnotes do, has no address to be shown. */}
      {href?.startsWith('#') !== true && <span className={classes.dead}> ‹{href}›</span>}
    </span>
  ),
  input: ({ checked }) => <span>{checked === true ? '☑' : '☐'}</span>,
  table: ({ children }) => (
    <div className={classes.tableOf} tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
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
 * A note in Markdown with tables, rendered inert: HTML stays text, links are dead, pictures are not fetched,
 * hidden characters are shown by their number.
 */
export function NoteText({ text }: { text: string }) {
  return (
    <div className={classes.note} dir="auto">
      <Markdown components={inert} remarkPlugins={[remarkGfm]} urlTransform={(url) => url}>
        {visible(text)}
      </Markdown>
    </div>
  );
}
