import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Check, Verdict } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './checklist.module.css';
import { useAnswer } from './queries.ts';

type Settles = NonNullable<Check['settles']>;

interface AnswerProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onAnswer: (value: string) => void;
}

function WrittenAnswer({ label, busy, onAnswer }: AnswerProps) {
  const [value, setValue] = useState('');
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (value.trim() !== '') onAnswer(value.trim());
  }
  return (
    <form className={classes.answers} onSubmit={submit}>
      <TextInput
        flex={1}
        maxLength={500}
        aria-label={label}
        placeholder="What the customer said"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={value.trim() === ''}>
        Put down
      </Button>
    </form>
  );
}

function Answers(props: AnswerProps & { values: readonly string[] }) {
  return (
    <fieldset className={classes.answers} aria-label={props.label}>
      {props.values.map((value) => (
        <Button
          key={value}
          variant="default"
          disabled={props.busy}
          onClick={() => props.onAnswer(value)}
        >
          {value.replaceAll('_', ' ')}
        </Button>
      ))}
    </fieldset>
  );
}

/**
 * One short question to the customer with its ready wording, and the answers it takes. An answer
 * becomes evidence with a name and a time, and the verdict is made anew.
 */
export function Question({ settles, verdict }: { settles: Settles; verdict: Verdict }) {
  const { role } = useMe();
  const { recharge_id: recharge } = verdict;
  const answer = useAnswer(recharge ?? '');
  const { question } = settles;
  const open = recharge !== null && question !== undefined && may(role, policy.diagnosis.answer);
  const common = {
    label: `The customer's answer to: ${settles.text}`,
    busy: answer.isPending,
    onAnswer: (value: string) => question !== undefined && answer.mutate({ question, value }),
  };
  return (
    <>
      <span className={classes.ask}>
        <q>{settles.text}</q>
        <CopyButton text={settles.text} name="the question" />
      </span>
      {open && settles.values !== undefined && <Answers {...common} values={settles.values} />}
      {open && settles.values === undefined && <WrittenAnswer {...common} />}
      {answer.data !== undefined && (
        <span role="status" className={classes.none}>
          Put down as the customer's answer.
        </span>
      )}
      {answer.error !== null && <Refused error={answer.error} />}
    </>
  );
}
