import classes from './outcome-badge.module.css';

/** The five outcomes of anything that is checked; the only thing colour stands for. */
export type OutcomeName = 'pass' | 'fail' | 'warn' | 'unknown' | 'skipped';

const signs: Record<OutcomeName, string> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  unknown: '?',
  skipped: '–',
};

/**
 * An outcome as sign, word and colour, so that it reads without colour too. `word` replaces the
 * outcome's own name where the place has a better one ("waiting"); `bare` drops the ground.
 */
export function OutcomeBadge(props: { outcome: OutcomeName; word?: string; bare?: boolean }) {
  const { outcome, word = outcome, bare = false } = props;
  const className = [classes.badge, classes[outcome], bare ? classes.bare : ''].join(' ');
  return (
    <span className={className} data-outcome={outcome}>
      <span className={classes.sign} aria-hidden="true">
        {signs[outcome]}
      </span>
      {word}
    </span>
  );
}
