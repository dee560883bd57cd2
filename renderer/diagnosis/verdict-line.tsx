import { Button, Kbd } from '@mantine/core';
import { useId, useState } from 'react';
import type { Verdict } from '../../contract/diagnosis.ts';
import { href } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { DeadlineNote } from './deadline-note.tsx';
import { outcomeOf } from './outcomes.ts';
import classes from './verdict-line.module.css';

const ownerNames: Readonly<Record<Verdict['owner'], string>> = {
  customer: 'customer',
  bank: 'bank',
  store: 'store',
  platform: 'platform',
  fraud: 'fraud desk',
  guardian: 'guardian',
  none: 'nobody',
};

function Facts({ verdict }: { verdict: Verdict }) {
  const { coins_owed: owed, deadline } = verdict;
  return (
    <div className={classes.facts}>
      <span>
        {owed === null ? (
          <strong>Owed: undecided</strong>
        ) : (
          <strong>
            {owed === '0' ? (
              'Nothing owed'
            ) : (
              <>
                <Coins coins={owed} /> owed
              </>
            )}
          </strong>
        )}
      </span>
      <span>
        {verdict.owner === 'none' ? (
          'nobody has to act'
        ) : (
          <>
            <strong>{ownerNames[verdict.owner]}</strong> has to act
          </>
        )}
      </span>
      {deadline !== null && <DeadlineNote deadline={deadline} />}
    </div>
  );
}

/** The pages that look at the same attempt from further away. */
function Elsewhere({ id }: { id: string }) {
  return (
    <>
      <Button component="a" variant="subtle" href={href({ screen: 'alike', id })}>
        Others like it
      </Button>
      <Button component="a" variant="subtle" href={href({ screen: 'kept', id })}>
        Then and now
      </Button>
    </>
  );
}

/**
 * The verdict of one attempt, the first thing on its page: the sentence, how sure it is, who has
 * to act, what is owed, what runs out, and on demand what it would cost to be wrong.
 */
export function VerdictLine(props: {
  verdict: Verdict;
  /** Opens the check that the verdict rests on. */
  onEvidence?: () => void;
  /** One of then: the ways to other pages are of today and stand elsewhere. */
  ofThen?: boolean;
}) {
  const { verdict, onEvidence, ofThen = false } = props;
  const [wrong, setWrong] = useState(false);
  const wrongId = useId();
  const outcome = outcomeOf(verdict);
  return (
    <section className={classes.line} data-outcome={outcome} aria-label="Verdict">
      <div className={classes.top}>
        <p
          className={classes.sentence}
          data-testid="verdict-sentence"
          data-of={verdict.recharge_id}
        >
          {verdict.agent_text}
        </p>
        <span className={classes.standing}>
          <OutcomeBadge outcome={outcome} word={causeName(verdict.root_cause)} />
          <span>{verdict.confidence}</span>
        </span>
      </div>
      <Facts verdict={verdict} />
      <div className={classes.foot}>
        <span className={classes.next}>
          <b>Next: </b>
          {verdict.next_step}
        </span>
        <span className={classes.acts}>
          {!ofThen && verdict.recharge_id !== null && verdict.checks.length > 0 && (
            <Elsewhere id={verdict.recharge_id} />
          )}
          <Button
            variant="subtle"
            aria-expanded={wrong}
            aria-controls={wrongId}
            onClick={() => setWrong(!wrong)}
          >
            If this is wrong
          </Button>
          {onEvidence !== undefined && (
            <Button variant="default" rightSection={<Kbd size="xs">E</Kbd>} onClick={onEvidence}>
              Evidence
            </Button>
          )}
        </span>
      </div>
      <p id={wrongId} className={classes.wrong} hidden={!wrong}>
        {verdict.if_wrong}
      </p>
    </section>
  );
}

/** The room of a verdict line before it is there. */
export function VerdictLineLoading() {
  return (
    <div className={`${classes.line} ${classes.reserve}`}>
      <Loading rows={3} label="Loading the verdict" />
    </div>
  );
}
