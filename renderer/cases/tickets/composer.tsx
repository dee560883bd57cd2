import { Button, Select, Textarea } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type ReplyLanguage, replyLanguages } from '../../../contract/diagnosis.ts';
import type { SavedReply, TicketWork } from '../../../contract/ticket-work.ts';
import { useDesk } from '../../app/desk.tsx';
import { directionOf, languageNames } from '../../diagnosis/reply-language.ts';
import { Refused } from '../../ui/refused.tsx';
import { createDraftKeeper, type DraftState } from './draft-keeper.ts';
import { useReplies, useTicketAct } from './queries.ts';
import classes from './queue.module.css';
import { SavedReplies } from './saved-replies.tsx';

/** The draft as it is typed, kept at the desk; what is typed goes through `type`. */
function useDraft(work: TicketWork, first: ReplyLanguage) {
  const desk = useDesk();
  const [draft, setDraft] = useState({ language: first, text: work.draft?.text ?? '' });
  const [state, setState] = useState<DraftState>('kept');
  const [keeper] = useState(() =>
    createDraftKeeper(
      (typed) => desk.tickets.saveDraft({ ticket: work.ticket, ...typed }),
      setState,
    ),
  );
  useEffect(() => () => void keeper.flush(), [keeper]);
  function type(typed: { language?: ReplyLanguage; text?: string }): void {
    const next = { ...draft, ...typed };
    setDraft(next);
    keeper.typed(next);
  }
  function settle(): void {
    keeper.settle();
    setDraft({ ...draft, text: '' });
  }
  return { ...draft, state, type, settle };
}

const stateWords = {
  kept: 'Draft kept',
  typing: 'Typing…',
  lost: 'The draft could not be kept: copy it before you leave.',
} as const;

/** Where a reply is written: from the diagnosis, from a saved reply, or by hand. */
export function Composer(props: {
  work: TicketWork;
  recharge: string | null;
  language: ReplyLanguage;
}) {
  const { ticket } = props.work;
  const { language, text, state, type, settle } = useDraft(props.work, props.language);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const clipboard = useClipboard({ timeout: 1500 });
  const replies = useReplies();
  const copy = useTicketAct((client, said: string) =>
    client.tickets.copyReply({ ticket, language, text: said }),
  );
  const insert = useTicketAct(async (client, from: SavedReply | 'diagnosis') => {
    if (from === 'diagnosis') {
      const reply = await client.diagnosis.reply({ recharge: props.recharge ?? '', language });
      return { text: reply.text, unknown: [] };
    }
    return client.tickets.fill({ ticket, language: from.language, text: from.text });
  });
  function take(from: SavedReply | 'diagnosis'): void {
    insert.mutate(from, {
      onSuccess: (filled) => {
        type({
          language: from === 'diagnosis' ? language : from.language,
          text: text.trim() === '' ? filled.text : `${text}\n\n${filled.text}`,
        });
        setUnknown(filled.unknown);
      },
    });
  }
  function copyOut(): void {
    clipboard.copy(text);
    copy.mutate(text, { onSuccess: settle });
  }
  return (
    <div className={classes.composer}>
      <div className={classes.row}>
        <Select
          w={232}
          aria-label="Language of the reply"
          data={replyLanguages.map((value) => ({ value, label: languageNames[value] }))}
          allowDeselect={false}
          value={language}
          onChange={(value) => value !== null && type({ language: value })}
        />
        {props.recharge !== null && (
          <Button variant="default" loading={insert.isPending} onClick={() => take('diagnosis')}>
            Insert the answer of the diagnosis
          </Button>
        )}
      </div>
      <SavedReplies
        ticket={ticket}
        replies={replies.data ?? []}
        language={language}
        draft={text}
        onInsert={take}
      />
      <Textarea
        label="Reply"
        dir={directionOf(language)}
        lang={language}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={20_000}
        value={text}
        onChange={(event) => type({ text: event.currentTarget.value })}
      />
      {unknown.length > 0 && (
        <p className={classes.warn}>
          ! Nothing is known for {unknown.map((name) => `{{${name}}}`).join(', ')}: write it
          yourself.
        </p>
      )}
      <div className={classes.row}>
        <Button disabled={text.trim() === ''} loading={copy.isPending} onClick={copyOut}>
          Copy reply
        </Button>
        <span className={classes.dim} role="status">
          {clipboard.copied && copy.isSuccess ? 'Copied, and written down. ' : ''}
          {text.trim() === '' ? '' : stateWords[state]}
        </span>
      </div>
      {(copy.error ?? insert.error) !== null && <Refused error={copy.error ?? insert.error} />}
    </div>
  );
}
