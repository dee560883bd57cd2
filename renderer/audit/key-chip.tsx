import { useKeyGate } from '../app/desk.tsx';
import classes from '../app/frame.module.css';
import { useKeyState } from './key-queries.ts';

/** In the bar while the signing key is sealed, for whoever knows its passphrase. */
export function KeyChip() {
  const { data } = useKeyState();
  const { gate } = useKeyGate();
  if (data === undefined || data.open) return null;
  return (
    <button
      type="button"
      className={`${classes.chip} ${classes.old}`}
      title="Nothing can be signed until somebody gives the passphrase of the signing key"
      onClick={() => void gate.ask()}
    >
      <span aria-hidden="true">!</span>
      <span>Key sealed</span>
    </button>
  );
}
