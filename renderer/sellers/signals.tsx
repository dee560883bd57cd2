import type { Signal } from '../../contract/sellers.ts';
import { CheckEvidence } from '../diagnosis/check-evidence.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import classes from './sellers.module.css';
import { defanged, signalWords } from './words.ts';

/** What speaks for the points: each signal opens its records and what it is when it is harmless. */
export function Signals({ signals, open = false }: { signals: readonly Signal[]; open?: boolean }) {
  if (signals.length === 0)
    return (
      <Empty title="Nothing speaks against it">
        No signal found anything in the records of this copy.
      </Empty>
    );
  return (
    <ul className={`${classes.signals} ${classes.speaks}`}>
      {signals.map((signal, index) => (
        <li key={signal.name}>
          <details open={open && index === 0}>
            <summary>
              <span className={classes.points}>{signal.points}</span>
              <span className={classes.signalName}>{signalWords[signal.name]}</span>
              <HostileText inline text={defanged(signal.text)} />
            </summary>
            <div className={classes.proof}>
              <span className={classes.dim}>May be harmless: {signal.innocent_cause}</span>
              <CheckEvidence facts={signal.evidence} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
