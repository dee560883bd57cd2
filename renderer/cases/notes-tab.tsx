import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Empty } from '../ui/empty.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import type { TabProps } from './case-page.tsx';
import { NoteText } from './note-text.tsx';
import { useAdd, useSet } from './queries.ts';

function Write(props: {
  label: string;
  text: string;
  button: string;
  busy: boolean;
  onWrite: (text: string) => void;
}) {
  const [text, setText] = useState(props.text);
  const write = () => text.trim() !== '' && props.onWrite(text);
  return (
    <div className={classes.stack}>
      <Textarea
        label={props.label}
        description="Markdown; Ctrl/⌘ Enter saves"
        autosize
        minRows={3}
        maxRows={16}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) write();
        }}
      />
      <Button className={classes.start} loading={props.busy} onClick={write}>
        {props.button}
      </Button>
    </div>
  );
}

/** Notes, oldest first; each can be edited or struck out, and no version of it is lost. */
export function NotesTab({ view, open }: TabProps) {
  const add = useAdd(view.id);
  const set = useSet(view.id);
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <div className={classes.stack}>
      {view.notes.length === 0 && (
        <Empty title="No note yet">What you find out and think, in your own words.</Empty>
      )}
      {view.notes.map((note) => (
        <article key={note.entry} className={classes.box} data-struck={!note.standing}>
          <header className={classes.by}>
            <b>{note.by}</b> <Time at={note.at} />
            {note.edited !== null && (
              <span className={classes.dim}>
                {note.standing ? 'edited' : 'struck out'} by {note.edited.by}{' '}
                <Time at={note.edited.at} />
              </span>
            )}
            {open && note.standing && (
              <span className={classes.end}>
                <Button variant="subtle" size="compact-xs" onClick={() => setEditing(note.entry)}>
                  Edit
                </Button>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  onClick={() => set.mutate({ field: `note:${note.entry}`, value: null })}
                >
                  Strike out
                </Button>
              </span>
            )}
          </header>
          {editing === note.entry ? (
            <Write
              label="Edit the note"
              text={note.text}
              button="Save"
              busy={set.isPending}
              onWrite={(value) =>
                set.mutate(
                  { field: `note:${note.entry}`, value },
                  { onSuccess: () => setEditing(null) },
                )
              }
            />
          ) : (
            <NoteText text={note.text} />
          )}
        </article>
      ))}
      {open && (
        <Write
          key={view.notes.length}
          label="New note"
          text=""
          button="Add note"
          busy={add.isPending}
          onWrite={(text) => add.mutate({ kind: 'note', text })}
        />
      )}
      {add.error !== null && <Refused error={add.error} />}
      {set.error !== null && <Refused error={set.error} />}
    </div>
  );
}
