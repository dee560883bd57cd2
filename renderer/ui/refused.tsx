import { Button } from '@mantine/core';
import { readRefusal } from './refusal.ts';
import classes from './state.module.css';

/** What may go better by itself the next time. */
const passing: readonly string[] = ['BUSY', 'CONNECTION', 'DISK', 'INTERNAL'];

/** A call that was not done, said so that a person can act on it: sentence, next step, code. */
export function Refused(props: { error: unknown; onRetry?: () => void }) {
  const { code, message, next } = readRefusal(props.error);
  return (
    <div className={classes.refused} role="alert">
      <p className={classes.line}>
        <span className={classes.message}>{message}</span>
      </p>
      <p className={classes.text}>{next}</p>
      <p className={classes.line}>
        <span className={classes.code}>{code}</span>
      </p>
      {props.onRetry !== undefined && passing.includes(code) && (
        <div className={classes.action}>
          <Button variant="default" onClick={props.onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
