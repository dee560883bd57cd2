import classes from './sellers.module.css';

/** Points of a hundred as a bar and a figure; from 50 the desk suggests to look. */
export function Score(props: { score: number; suggested: boolean }) {
  return (
    <span className={classes.score} title={props.suggested ? 'Suggested for review' : 'Below 50'}>
      <span className={classes.scoreBar} aria-hidden="true">
        <span data-suggested={props.suggested} style={{ width: `${props.score}%` }} />
      </span>
      <strong>{props.score}</strong>
    </span>
  );
}
