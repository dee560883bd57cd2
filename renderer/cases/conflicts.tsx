import { Button } from '@mantine/core';
import type { CaseView } from '../../contract/cases.ts';
import { counted } from '../../contract/say.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import { DeskName } from './desk-name.tsx';
import { useSet } from './queries.ts';
import { fieldName } from './words.ts';

/** What two desks set without knowing of each other, side by side: a person decides. */
export function Conflicts({ view, open }: { view: CaseView; open: boolean }) {
  const set = useSet(view.id);
  if (view.conflicts.length === 0) return null;
  return (
    <Panel title={`Desks disagree on ${counted(view.conflicts.length, 'thing')}`}>
      {view.conflicts.map(({ field, choices }) => (
        <section key={field} className={classes.conflict}>
          <h3>{fieldName(field)}</h3>
          <div className={classes.sides}>
            {choices.map(({ entry, value, by, desk, at, reason }) => (
              <div key={entry} className={classes.side} role="group" aria-label={`Set by ${by}`}>
                <HostileText text={value ?? '(nothing)'} />
                <p className={classes.dim}>
                  {by} at <DeskName id={desk} />, <Time at={at} />
                </p>
                <Button
                  variant="default"
                  disabled={!open}
                  onClick={() => set.mutate({ field, value, ...(reason ? { reason } : {}) })}
                >
                  Keep this one
                </Button>
              </div>
            ))}
          </div>
        </section>
      ))}
      {set.error !== null && <Refused error={set.error} />}
    </Panel>
  );
}
