import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import type { Check, Verdict } from '../../contract/diagnosis.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { CheckEvidence } from './check-evidence.tsx';
import { checkNames } from '../../contract/verdict-words.ts';
import { checkQuestions } from './check-questions.ts';
import classes from './checklist.module.css';
import { Question } from './question.tsx';

function Settles({ check, verdict }: { check: Check; verdict: Verdict }): ReactNode {
  const { settles } = check;
  if (settles === null) return null;
  if (settles.kind === 'record') return <dd>{settles.text}</dd>;
  return (
    <dd>
      <Question settles={settles} verdict={verdict} />
    </dd>
  );
}

function Detail({ check, verdict }: { check: Check; verdict: Verdict }) {
  const root = check.id === verdict.root_cause;
  return (
    <dl>
      <dt>Asked</dt>
      <dd>{checkQuestions[check.id]}</dd>
      <dt>Found, and what it means</dt>
      <dd>{check.text}</dd>
      {check.outcome !== 'skipped' && (
        <>
          <dt>Evidence</dt>
          <dd>
            <CheckEvidence facts={check.evidence} />
          </dd>
        </>
      )}
      {check.settles !== null && (
        <>
          <dt>{check.settles.kind === 'question' ? 'Ask the customer' : 'This would settle it'}</dt>
          <Settles check={check} verdict={verdict} />
        </>
      )}
      {root && (
        <>
          <dt>What to do</dt>
          <dd>{verdict.next_step}</dd>
        </>
      )}
    </dl>
  );
}

/** One check: outcome and name; it opens in place. */
export function CheckRow(props: {
  check: Check;
  verdict: Verdict;
  open: boolean;
  onToggle: () => void;
}) {
  const { check, verdict, open } = props;
  const detail = useId();
  return (
    <li>
      <button
        type="button"
        className={classes.checkButton}
        data-outcome={check.outcome}
        data-check={check.id}
        aria-expanded={open}
        aria-controls={open ? detail : undefined}
        onClick={props.onToggle}
      >
        <IconChevronRight size={12} className={classes.chevron} data-open={open} aria-hidden />
        <span className={classes.name}>{checkNames[check.id]}</span>
        {check.id === verdict.root_cause && <span className={classes.root}>root cause</span>}
        <OutcomeBadge bare outcome={check.outcome} />
      </button>
      {open && (
        <div id={detail} className={classes.detail}>
          <Detail check={check} verdict={verdict} />
        </div>
      )}
    </li>
  );
}
