import { Anchor } from '@mantine/core';
import { useState } from 'react';
import classes from './hostile-text.module.css';
import { type Piece, reveal } from './reveal.ts';

/** What stands open before a person asks for the rest. */
const openLength = 1500;

function PieceView({ piece }: { piece: Piece }) {
  if ('text' in piece) {
    if (piece.strange === undefined) return piece.text;
    return (
      <span className={classes.strange} title={piece.strange}>
        {piece.text}
      </span>
    );
  }
  return (
    <span className={classes.escape} title={piece.name}>
      {piece.escape}
    </span>
  );
}

function Pieces({ text, lines }: { text: string; lines: boolean }) {
  return reveal(text, { lines }).map((piece, index) => <PieceView key={index} piece={piece} />);
}

/**
 * Text that somebody outside wrote: names, messages, sites. It stands in its own box, hidden
 * characters are shown by their number, letters of another alphabet are underlined, links are dead text, and its direction cannot leak.
 * `inline` is for names inside a line or a table cell: no box, one line.
 */
export function HostileText(props: { text: string; inline?: boolean }) {
  const { text, inline = false } = props;
  const [open, setOpen] = useState(false);
  if (inline) {
    return (
      <bdi className={classes.inline} dir="auto">
        <Pieces text={text} lines={false} />
      </bdi>
    );
  }
  const cut = text.length > openLength && !open;
  return (
    <div className={classes.box} dir="auto">
      <Pieces text={cut ? `${text.slice(0, openLength)}…` : text} lines />
      {text.length > openLength && (
        <Anchor component="button" className={classes.more} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : `Show all ${text.length.toLocaleString('en-US')} characters`}
        </Anchor>
      )}
    </div>
  );
}
