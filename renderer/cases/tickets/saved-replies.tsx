import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReplyLanguage } from '../../../contract/diagnosis.ts';
import {
  type ClosingReason,
  replyVariables,
  type SavedReply,
} from '../../../contract/ticket-work.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Refused } from '../../ui/refused.tsx';
import { choices } from '../words.ts';
import { useTicketAct } from './queries.ts';
import classes from './queue.module.css';
import { closingNames } from './words.ts';

/** Saves what stands in the reply under a title, new or over the one that was chosen. */
function Save(props: {
  chosen: SavedReply | undefined;
  language: ReplyLanguage;
  draft: string;
  onClose: () => void;
}) {
  const { chosen } = props;
  const [title, setTitle] = useState(chosen?.title ?? '');
  const [closes, setCloses] = useState<ClosingReason | null>(chosen?.closes ?? null);
  const save = useTicketAct(
    (desk, input: { id?: string; title: string; text: string; closes: ClosingReason | null }) =>
      desk.tickets.saveReply({ language: props.language, ...input }),
  );
  const written = { title, text: props.draft, closes };
  const done = { onSuccess: props.onClose };
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(written, done);
      }}
    >
      <TextInput
        aria-label="Title of the saved reply"
        placeholder="Title"
        required
        className={classes.grow}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        w={170}
        aria-label="Closes the ticket as"
        placeholder="Closes nothing"
        clearable
        data={choices(closingNames)}
        value={closes}
        onChange={setCloses}
      />
      <Button type="submit" variant="default" loading={save.isPending}>
        Save as new
      </Button>
      {chosen !== undefined && (
        <Button variant="default" onClick={() => save.mutate({ id: chosen.id, ...written }, done)}>
          Save over it
        </Button>
      )}
      <p className={classes.dim}>
        Variables: {replyVariables.map((name) => `{{${name}}}`).join(' ')}
      </p>
      {save.error !== null && <Refused error={save.error} />}
    </form>
  );
}

/** Saved replies: searched, previewed as they are written, inserted with what the ticket says filled in, edited, removed. */
export function SavedReplies(props: {
  ticket: string;
  replies: readonly SavedReply[];
  language: ReplyLanguage;
  draft: string;
  onInsert: (reply: SavedReply) => void;
}) {
  const { replies } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const remove = useTicketAct((desk, id: string) => desk.tickets.removeReply({ id }));
  const close = useTicketAct((desk, input: { reason: ClosingReason; note: string }) =>
    desk.tickets.close({ ticket: props.ticket, ...input }),
  );
  const reply = replies.find((one) => one.id === chosen);
  return (
    <div className={classes.saved}>
      <div className={classes.row}>
        <Select
          className={classes.grow}
          aria-label="Saved reply"
          placeholder={replies.length === 0 ? 'No saved reply yet' : 'Saved replies…'}
          searchable
          clearable
          data={replies.map((one) => ({ value: one.id, label: `${one.title} (${one.language})` }))}
          value={chosen}
          onChange={setChosen}
        />
        {reply !== undefined && (
          <>
            <Button variant="default" onClick={() => props.onInsert(reply)}>
              Insert
            </Button>
            {reply.closes !== null && (
              <Button
                variant="default"
                onClick={() =>
                  reply.closes !== null &&
                  close.mutate({ reason: reply.closes, note: `Macro: ${reply.title}` })
                }
              >
                Close as {closingNames[reply.closes].toLowerCase()}
              </Button>
            )}
            <Button variant="subtle" onClick={() => remove.mutate(reply.id)}>
              Remove
            </Button>
          </>
        )}
        {props.draft.trim() !== '' && (
          <Button variant="subtle" onClick={() => setSaving(!saving)}>
            Save this reply…
          </Button>
        )}
      </div>
      {reply !== undefined && <HostileText text={reply.text} />}
      {saving && (
        <Save
          key={chosen ?? ''}
          chosen={reply}
          language={props.language}
          draft={props.draft}
          onClose={() => setSaving(false)}
        />
      )}
      {(remove.error ?? close.error) !== null && <Refused error={remove.error ?? close.error} />}
    </div>
  );
}
