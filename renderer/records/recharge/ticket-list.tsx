import type { Fields } from '../../../contract/records.ts';
import { recordHref } from '../../app/route.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './recharge.module.css';

function Ticket({ ticket }: { ticket: Fields }) {
  const { ticket_id: id, subject, body, locale, status, opened_at: opened } = ticket;
  return (
    <article>
      <div className={classes.ticketHead}>
        {id !== null && id !== undefined && <Id id={id} href={recordHref('ticket', id)} />}
        <span>
          opened <Time at={opened ?? null} />
        </span>
        <span>{status ?? 'status unknown'}</span>
        {locale !== null && locale !== undefined && <HostileText inline text={locale} />}
      </div>
      {subject !== null && subject !== undefined && (
        <div className={classes.subject} dir="auto">
          <HostileText inline text={subject} />
        </div>
      )}
      {body !== null && body !== undefined && <HostileText text={body} />}
    </article>
  );
}

/** What the customer wrote, in boxes of its own: it is text from outside. */
export function TicketList({ tickets }: { tickets: readonly Fields[] }) {
  return (
    <div className={classes.tickets}>
      {tickets.map((ticket, index) => (
        <Ticket key={ticket.ticket_id ?? index} ticket={ticket} />
      ))}
    </div>
  );
}
