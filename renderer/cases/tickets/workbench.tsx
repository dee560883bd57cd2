import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Fields } from '../../../contract/records.ts';
import type { ClosingReason, TicketWork } from '../../../contract/ticket-work.ts';
import { useMe } from '../../app/desk.tsx';
import { recordHref } from '../../app/route.ts';
import { languageFor, languageNames } from '../../diagnosis/reply-language.ts';
import { SellerNotes } from '../../sellers/seller-notes.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Time } from '../../ui/time.tsx';
import { InCase } from '../in-case.tsx';
import { choices } from '../words.ts';
import { Beside } from './beside.tsx';
import { Composer } from './composer.tsx';
import { useTicketAct, useWork } from './queries.ts';
import classes from './queue.module.css';
import { closingNames } from './words.ts';

function Replies({ work }: { work: TicketWork }) {
  const sent = useTicketAct((desk, reply: string) => desk.tickets.markSent({ reply }));
  return (
    <>
      {work.replies.map((reply) => (
        <section key={reply.id} className={classes.reply} aria-label={`Reply of ${reply.by}`}>
          <p className={classes.dim}>
            Copied by {reply.by} <Time at={reply.at} /> · {languageNames[reply.language]}
            {reply.sent !== null && (
              <>
                {' '}
                · sent, says {reply.sent.by} <Time at={reply.sent.at} />
              </>
            )}
          </p>
          <HostileText text={reply.text ?? '(erased)'} />
          {reply.sent === null && (
            <Button
              variant="default"
              className={classes.start}
              loading={sent.isPending}
              onClick={() => sent.mutate(reply.id)}
            >
              I sent it
            </Button>
          )}
        </section>
      ))}
      {sent.error !== null && <Refused error={sent.error} />}
    </>
  );
}

function Closing({ work }: { work: TicketWork }) {
  const [reason, setReason] = useState<ClosingReason>('solved');
  const [note, setNote] = useState('');
  const close = useTicketAct((desk, input: { reason: ClosingReason; note: string }) =>
    desk.tickets.close({ ticket: work.ticket, ...input }),
  );
  const reopen = useTicketAct((desk, said: string) =>
    desk.tickets.reopen({ ticket: work.ticket, note: said }),
  );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (work.closed === null) close.mutate({ reason, note });
        else reopen.mutate(note);
      }}
    >
      {work.closed === null ? (
        <Select
          w={180}
          aria-label="Why it is closed"
          data={choices(closingNames)}
          allowDeselect={false}
          value={reason}
          onChange={(value) => value !== null && setReason(value)}
        />
      ) : (
        <p className={classes.dim}>
          Closed by {work.closed.by} <Time at={work.closed.at} />:{' '}
          {closingNames[work.closed.reason]}
        </p>
      )}
      <TextInput
        className={classes.grow}
        aria-label="In your own words"
        placeholder="In your own words"
        required
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={close.isPending || reopen.isPending}>
        {work.closed === null ? 'Close the ticket' : 'Reopen'}
      </Button>
      {(close.error ?? reopen.error) !== null && <Refused error={close.error ?? reopen.error} />}
    </form>
  );
}

/** One ticket with everything needed to answer it: its words, the diagnosis, the reply, the end. */
export function Workbench({ ticket, fields }: { ticket: string; fields: Fields }) {
  const { user } = useMe();
  const { data, error, refetch } = useWork(ticket);
  const take = useTicketAct((desk, how: 'take' | 'release') => desk.tickets[how]({ ticket }));
  const mine = data?.owner === user;
  return (
    <Panel
      fill
      title={<HostileText inline text={fields.subject ?? '(no subject)'} />}
      aside={
        <>
          <Id id={ticket} href={recordHref('ticket', ticket)} />
          {data !== undefined && (data.owner === null || mine) && (
            <Button
              variant="default"
              loading={take.isPending}
              onClick={() => take.mutate(mine ? 'release' : 'take')}
            >
              {mine ? 'Let go' : 'Take'}
            </Button>
          )}
          {data?.owner !== null && !mine && data !== undefined && <span>with {data.owner}</span>}
        </>
      }
    >
      <div className={classes.bench}>
        <HostileText text={fields.body ?? '(no text)'} />
        <Beside ticket={ticket} recharge={fields.recharge_id ?? null} />
        {fields.account_id && (
          <p className={classes.dim}>
            Account <Id id={fields.account_id} href={recordHref('account', fields.account_id)} />
          </p>
        )}
        <SellerNotes ticket={ticket} />
        <InCase key={ticket} of={{ kind: 'ticket', id: ticket }} />
        {take.error !== null && <Refused error={take.error} />}
        {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading rows={6} />}
        {data !== undefined && (
          <>
            <Replies work={data} />
            {data.closed === null && (
              <Composer
                work={data}
                recharge={fields.recharge_id ?? null}
                language={data.draft?.language ?? languageFor(fields.locale)}
              />
            )}
            <Closing work={data} />
          </>
        )}
      </div>
    </Panel>
  );
}
