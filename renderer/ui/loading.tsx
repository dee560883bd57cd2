import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './state.module.css';

/** Below this nobody sees a wait, and a skeleton would only flicker. */
const patience = 150;

/** True once `patience` ms have gone by. */
function useWaited(): boolean {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return waited;
}

/** Keeps the room of `rows` rows while something is on its way; grey bars only after 150 ms. */
export function Loading(props: { rows?: number; label?: string }) {
  const { rows = 6, label = 'Loading' } = props;
  const waited = useWaited();
  return (
    <div className={classes.skeleton} style={{ minHeight: rows * 28 }} aria-busy="true">
      <span role="status" aria-label={waited ? label : undefined} />
      {waited &&
        Array.from({ length: rows }, (_, index) => (
          <Skeleton key={index} height={16} width={`${90 - ((index * 17) % 40)}%`} />
        ))}
    </div>
  );
}
