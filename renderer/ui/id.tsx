import { Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CopyButton } from './copy-button.tsx';
import classes from './id.module.css';
import { revealed } from './reveal.ts';

/** Shortens in the middle, where ids of one kind differ least: head and tail stay. */
export function shortened(id: string, most = 18): string {
  const characters = Array.from(id);
  if (characters.length <= most) return id;
  const head = Math.ceil((most - 1) * 0.55);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - most).join('')}`;
}

function CopiedMark({ copied, failed }: { copied: boolean; failed: boolean }) {
  if (failed) return <span className={classes.failed}>not copied</span>;
  return copied ? <span className={classes.mark}>✓ copied</span> : null;
}

/**
 * An id in a monospaced face, shortened in the middle, its whole on hover; one click copies the
 * whole. With `href` it is a link to its page and the copy stands beside. `whole` never shortens.
 */
export function Id(props: { id: string; href?: string; whole?: boolean }) {
  const { id, href, whole = false } = props;
  const clipboard = useClipboard({ timeout: 1500 });
  const visible = revealed(id);
  const text = whole ? visible : shortened(visible);
  if (href !== undefined) {
    return (
      <span className={classes.pair}>
        <a className={classes.link} href={href} title={visible}>
          {text}
        </a>
        <CopyButton text={id} name={visible} />
      </span>
    );
  }
  return (
    <Tooltip label={`${visible} · click copies`}>
      <button
        type="button"
        className={classes.id}
        aria-label={`Copy ${visible}`}
        onClick={(event) => {
          event.stopPropagation();
          clipboard.copy(id);
        }}
      >
        {text}
        <CopiedMark copied={clipboard.copied} failed={clipboard.error !== null} />
      </button>
    </Tooltip>
  );
}
