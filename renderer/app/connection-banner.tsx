import { Button } from '@mantine/core';
import classes from './app.module.css';
import { useConnection } from './desk.tsx';

/** Says that the way to the desk is lost, over everything, until it stands again. */
export function ConnectionBanner() {
  const connection = useConnection();
  if (connection === 'lost') {
    return (
      <div className={classes.banner} role="status">
        Connection lost, trying again. If the desk was closed, start it and open its new address.
      </div>
    );
  }
  if (connection === 'gone') {
    return (
      <div className={classes.banner} role="alert">
        The desk behind this window has ended. What is not sent yet is lost when it loads anew.
        <Button variant="default" onClick={() => location.reload()}>
          Load anew
        </Button>
      </div>
    );
  }
  return null;
}
