import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { type ReplyLanguage, replyLanguages } from '../../contract/diagnosis.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { useAnswer, useQuestions, useReply } from './queries.ts';
import classes from './reply.module.css';
import { languageFor, languageNames } from './reply-language.ts';

const choices = replyLanguages.map((value) => ({ value, label: languageNames[value] }));

function ReplyText({ recharge, language }: { recharge: string; language: ReplyLanguage }) {
  const reply = useReply(recharge, language);
  if (reply.error !== null)
    return <Refused error={reply.error} onRetry={() => void reply.refetch()} />;
  if (reply.data === undefined)
    return (
      <div className={classes.text}>
        <Loading rows={5} label="Loading the reply" />
      </div>
    );
  const { text, direction, language: written } = reply.data;
  return (
    <>
      <p className={classes.text} dir={direction} lang={written} data-testid="reply-text">
        {text}
      </p>
      <div className={classes.foot}>
        <CopyButton text={text} label="Copy reply" />
      </div>
    </>
  );
}

/** At most three short questions, ready to send, with the answers that they take. */
function Questions({ recharge, language }: { recharge: string; language: ReplyLanguage }) {
  const { data } = useQuestions(recharge, language);
  const answer = useAnswer(recharge);
  if (data === undefined || data.questions.length + data.answered.length === 0) return null;
  return (
    <section aria-label="Questions to the customer">
      <h3 className={classes.head}>Questions to the customer</h3>
      {data.questions.map(({ question, text, values }) => (
        <div key={question} className={classes.question}>
          <p className={classes.text} dir={data.direction} lang={language}>
            {text}
          </p>
          <div className={classes.foot}>
            {values.map((value) => (
              <Button
                key={value}
                size="compact-xs"
                variant="default"
                disabled={answer.isPending}
                onClick={() => answer.mutate({ question, value })}
              >
                {value.replaceAll('_', ' ')}
              </Button>
            ))}
            <CopyButton text={text} name="the question" />
          </div>
        </div>
      ))}
      {data.answered.map(({ question, value, by, at }) => (
        <p key={`${question}/${at}`} className={classes.hint}>
          {question.replaceAll('_', ' ')}: {value.replaceAll('_', ' ')} · noted by {by},{' '}
          <Time at={at} />
        </p>
      ))}
      {answer.error !== null && <Refused error={answer.error} />}
    </section>
  );
}

/** The text for the customer, ready to copy, in the language of their ticket or another one. */
export function Reply(props: { recharge: string; locale: string | null | undefined }) {
  const [chosen, setChosen] = useState<ReplyLanguage | null>(null);
  const language = chosen ?? languageFor(props.locale);
  return (
    <div className={classes.reply}>
      <Select
        label="Language of the reply"
        data={choices}
        value={language}
        onChange={setChosen}
        comboboxProps={{ withinPortal: true }}
      />
      <ReplyText recharge={props.recharge} language={language} />
      <Questions recharge={props.recharge} language={language} />
      <p className={classes.hint}>
        Says what the customer may know, and nothing of internal signals. The copy ends up in your
        clipboard; the desk sends nothing by itself.
      </p>
    </div>
  );
}
